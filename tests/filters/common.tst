base:
file people.csv:
	id,email
	1,ana@example.com
	2,BEN@Example.org
file more.csv:
	email,id
	carla@example.net,3
file bad.csv:
	id,email
	1,ana@example.com
	2
	3,x,y
	4,"d""q"
	5,do"ra

test: several files are one table, in the order of the first
run: am-select people.csv more.csv
status: 0
out:
	id,email
	1,ana@example.com
	2,BEN@Example.org
	3,carla@example.net

test: standard input without a file
run: am-select <people.csv
status: 0
out:
	id,email
	1,ana@example.com
	2,BEN@Example.org

test: standard input between files
run: am-select people.csv - <more.csv
status: 0
out:
	id,email
	1,ana@example.com
	2,BEN@Example.org
	3,carla@example.net

test: standard input twice
run: am-select - -
status: 2
err:
	am-select: <stdin>: can be read only once

test: gz and CRLF, told by the bytes
make: printf 'id,email\r\n1,ana@example.com\r\n' | gzip >people.csv
make: gzip <more.csv >x && mv x more.csv
run: am-select people.csv more.csv
status: 0
out:
	id,email
	1,ana@example.com
	3,carla@example.net

test: a part without a column
file p.csv:
	id,mail
	1,x
run: am-select people.csv p.csv
status: 2
err:
	am-select: p.csv: no column email, which people.csv has

test: a part with a column more
file p.csv:
	id,email,via
	1,x,y
run: am-select people.csv p.csv
status: 2
err:
	am-select: p.csv: column via, which people.csv has not

test: a part with a column twice and all others
file p.csv:
	id,email,id
	1,x,y
run: am-select people.csv p.csv
status: 2
err:
	am-select: p.csv: two columns are named id

test: a file with no row at all
make: printf '\n\n' >p.csv
run: am-select p.csv
status: 2
err:
	am-select: p.csv: no header row

test: a file with a header alone
file p.csv:
	id
run: am-select p.csv
status: 0
out:
	id

test: too few fields stop the run
run: am-select -o o.csv bad.csv
status: 2
err:
	am-select: bad.csv:3: 1 field, the header has 2
absent: o.csv

test: too many fields stop the run
file p.csv:
	id,email
	3,x,y
run: am-select -o o.csv p.csv
status: 2
err:
	am-select: p.csv:2: 3 fields, the header has 2
absent: o.csv

test: too many fields in a record with quotes inside
file p.csv:
	id,email
	3,"x""",y,z,w
run: am-select -o o.csv p.csv
status: 2
err:
	am-select: p.csv:2: 5 fields, the header has 2
absent: o.csv

test: a bare quote names its field
file p.csv:
	id,email
	5,do"ra
run: am-select -o o.csv p.csv
status: 2
err:
	am-select: p.csv:2: field 2: bare quote
absent: o.csv

test: rejects
run: am-select -r r.csv bad.csv; cat r.csv
status: 0
out:
	id,email
	1,ana@example.com
	4,"d""q"
	file,line,reason,record
	bad.csv,3,too_few_fields,2
	bad.csv,4,too_many_fields,"3,x,y"
	bad.csv,6,bare_quote,"5,do""ra"

test: rejects of standard input
run: am-select -r r.csv -c id <bad.csv >o; cut -d, -f1,2 r.csv
status: 0
out:
	file,line
	-,3
	-,4
	-,6

test: rejects are there when there are none
run: am-select -r r.csv -c id people.csv >o; cat r.csv
status: 0
out:
	file,line,reason,record

test: rejects in gz
run: am-select -r r.csv.gz -c id bad.csv >o; gzip -dc r.csv.gz | wc -l
status: 0
out:
	4

test: as many rejects as allowed
run: am-select -r r.csv --max-rejects 3 -c id bad.csv
status: 0
out:
	id
	1
	4
present: r.csv

test: one reject too many
run: am-select -r r.csv --max-rejects 2 -o o.csv bad.csv
status: 2
err:
	am-select: more than 2 rejects
absent: r.csv
absent: o.csv

test: --max-rejects alone
run: am-select --max-rejects 2 bad.csv
status: 2
err:
	am-select: --max-rejects needs -r

test: --max-rejects that is no number
run: am-select -r r.csv --max-rejects -1 bad.csv
status: 2
err:
	am-select: --max-rejects: not a number
absent: r.csv

test: rejects need a file
run: am-select -r - bad.csv
status: 2
err:
	am-select: -r needs a file

test: -m that is no size
run: am-select -m 5x people.csv
status: 2
err:
	am-select: -m: not a size such as 64M or 2G

test: $AMENDS_MEMORY that is no size
run: AMENDS_MEMORY=lots am-select people.csv
status: 2
err:
	am-select: -m: not a size such as 64M or 2G

test: --progress of an unknown word
run: am-select --progress=often people.csv
status: 2
err:
	am-select: --progress: not auto, always or never

test: --progress says how far a long run is
run: (echo n; seq 70000; sleep 1.1; seq 70000) | am-select --progress=always -o o.csv 2>&1 | sed -E 's/[0-9.]+ M/X M/'
status: 0
out:
	am-select: 131072 rows, X M rows/s

test: --progress says nothing of a short run
run: am-select --progress=always -c id people.csv
status: 0
out:
	id
	1
	2

test: -c picks, orders, renames, by number too
run: am-select -c '#2,n=id' people.csv
status: 0
out:
	email,n
	ana@example.com,1
	BEN@Example.org,2

test: -c of a name that is not there
run: am-select -c emial people.csv
status: 2
err:
	am-select: people.csv: no column emial (did you mean email? the header has id, email)

test: -c of one column twice
run: am-select -c id,id people.csv
status: 2
err:
	am-select: -c: two columns would be named id

test: -c of one column twice under two names
run: am-select -c id,n=id people.csv
status: 0
out:
	id,n
	1,1
	2,2

test: --source
run: am-select --source people.csv more.csv
status: 0
out:
	id,email,source,line
	1,ana@example.com,people.csv,2
	2,BEN@Example.org,people.csv,3
	3,carla@example.net,more.csv,2

test: --source of a table that has such a column
file p.csv:
	id,line
	1,2
run: am-select --source p.csv
status: 2
err:
	am-select: p.csv: there is a column line already

test: --source of results
run: am-tally --source -g id -a n=count people.csv
status: 2
err:
	am-tally: --source: the rows of this output come from no one row

test: -o in gz by its name
run: am-select -o o.csv.gz people.csv; gzip -dc o.csv.gz | cmp - people.csv && echo same
status: 0
out:
	same

test: -z
run: am-select -z people.csv | gzip -dc | cmp - people.csv && echo same
status: 0
out:
	same

test: -o over its own input
run: am-select -c email -o people.csv people.csv; cat people.csv
status: 0
out:
	email
	ana@example.com
	BEN@Example.org

test: -o over one of its parts
run: am-select -o more.csv people.csv more.csv; cat more.csv
status: 0
out:
	id,email
	1,ana@example.com
	2,BEN@Example.org
	3,carla@example.net

test: -o over its own input by another name
make: mkdir x
run: am-select -c id -o ./x/../people.csv people.csv; cat people.csv
status: 0
out:
	id
	1
	2

test: -o over its standard input
run: am-select -o people.csv <people.csv
status: 2
err:
	am-select: output is also an input: -

test: -o over a hard link of its lookup
make: ln people.csv l.csv
run: am-join --semi -k id -o l.csv people.csv people.csv
status: 2
err:
	am-join: output is also an input: people.csv

test: standard output over an input
run: am-select people.csv >>people.csv
status: 2
err:
	am-select: output is also an input: people.csv

test: rejects over an input
run: am-select -r people.csv people.csv
status: 2
err:
	am-select: output is also an input: people.csv

test: rejects over the output
run: am-select -r ./o.csv -o o.csv people.csv
status: 2
err:
	am-select: -r and -o name the same file: ./o.csv
absent: o.csv

test: the ledger over the output
run: am-select -l l.csv -o ./l.csv people.csv
status: 2
err:
	am-select: -l and -o name the same file: l.csv

test: the ledger over the rejects
run: am-select -l l.csv -r ./l.csv people.csv
status: 2
err:
	am-select: -l and -r name the same file: l.csv

test: a ledger that is a table
run: am-select -l people.csv more.csv
status: 2
err:
	am-select: people.csv: is not a ledger

test: a ledger that is a symbolic link
make: ln -s x l.csv
run: am-select -l l.csv more.csv
status: 2
err:
	am-select: l.csv: is a symbolic link
absent: x

test: a ledger that is a FIFO
make: mkfifo l.csv
run: am-select -l l.csv more.csv
status: 2
err:
	am-select: l.csv: a ledger is a regular file

test: a ledger that cannot be made
run: am-select -l none/l.csv more.csv
status: 2
err:
	am-select: none/l.csv: No such file or directory

test: a ledger whose last line is cut
make: am-select -l l.csv people.csv >o && printf x >>l.csv
run: am-select -l l.csv more.csv
status: 2
err:
	am-select: l.csv: its last line is cut

test: the account of a run
run: am-select -l l.csv -r r.csv -o o.csv bad.csv people.csv && sed -E 's/^[0-9a-f]{16},//' l.csv
status: 0
out:
	run,filter,role,name,rows,bytes,digest,note
	am-select,begin,,0,,,
	am-select,in,bad.csv,5,52,38c51c3fc11fed9e77d099a1498e881e,plain=1 intricate=1
	am-select,in,people.csv,2,45,5c3c171f54da64be4f4d63480a32b380,plain=2 intricate=0
	am-select,out,o.csv,4,72,7035a53d66ebe24a478200cb84752a09,
	am-select,reject,r.csv,3,117,c75628ab0ca8e36bc010d745f0b15ab1,
	am-select,end,,0,,,0 lines=6

test: drops are listed by reason
file p.csv:
	n,email
	1,zoe@example.com
	2,ana@example.com
	3,
	4,none
run: am-join --semi -k email:mailbox -l l.csv -o o.csv people.csv p.csv && sed -E 's/^[0-9a-f]{16},//' l.csv | cut -d, -f2-4
status: 0
out:
	filter,role,name
	begin,,0
	in,p.csv,4
	lookup,people.csv,2
	out,o.csv,1
	drop,key_empty,1
	drop,key_no_at,1
	drop,unmatched,1
	end,,0

test: a run that fails ends with its status
run: am-select -l l.csv -o o.csv bad.csv 2>e; sed -E 's/^[0-9a-f]{16},//' l.csv
status: 0
out:
	run,filter,role,name,rows,bytes,digest,note
	am-select,begin,,0,,,
	am-select,end,,0,,,2 lines=2
absent: o.csv

test: the ledger of the environment
run: AMENDS_LEDGER=l.csv am-select people.csv >o && wc -l <l.csv
status: 0
out:
	5

test: an empty variable is not set
run: AMENDS_LEDGER= AMENDS_MEMORY= am-select -c id people.csv
status: 0
out:
	id
	1
	2

test: a dry run writes nothing
run: am-select -n -r r.csv -o o.csv -l l.csv bad.csv
status: 0
out:
err:
	am-select: would write 2 rows to o.csv (in 5, dropped 0, rejected 3)
absent: o.csv
absent: r.csv
absent: l.csv

test: a dry run to standard output
run: am-join --anti -k email:mailbox -n people.csv people.csv
status: 0
out:
err:
	am-join: would write 0 rows to <stdout> (in 2, dropped 2: matched 2, rejected 0)

test: a dry run of a bad file fails as the run does
run: am-select -n bad.csv
status: 2
err:
	am-select: bad.csv:3: 1 field, the header has 2

test: a full disk
run: am-select people.csv >/dev/full
status: 2
err:
	am-select: <stdout>: No space left on device

test: a file size limit
run: ulimit -f 1; head -c 100000 /dev/zero | tr '\0' x | fold -w 70 | (echo a; cat) | am-select -o o.csv
status: 2
err:
	am-select: o.csv: File too large
absent: o.csv

test: new files are for their owner alone
run: umask 0; am-select -l l.csv -r r.csv -o o.csv people.csv && stat -c %a l.csv r.csv o.csv
status: 0
out:
	600
	600
	600

test: the sandbox can be left out: the same
run: AMENDS_SANDBOX=off am-select -o o.csv people.csv && cmp o.csv people.csv && echo same
status: 0
out:
	same

test: what is past -m goes to -T, inside the sandbox
make: mkdir o
make: (echo n; seq 20000) >p.csv
run: mkdir t && am-sort -m 64K -T t -k n:number:desc -o o/o.csv p.csv && head -2 o/o.csv && ls t
status: 0
out:
	n
	20000

test: a lone empty column stays a record
file p.csv:
	id,email
	1,
	2,x
run: am-select -c email p.csv
status: 0
out:
	email
	""
	x

test: rejects over the file that stdout is
run: printf 'a\n1\n' > in.csv; am-select -r out.csv in.csv > out.csv
status: 2
err:
	am-select: -r and stdout name the same file: out.csv

test: the ledger over the file that stdout is
run: printf 'a\n1\n' > in.csv; am-select -l out.csv in.csv > out.csv
status: 2
err:
	am-select: -l and stdout name the same file: out.csv

test: hits over the ledger
run: printf 'a,=b\n,1\n' > t.csv; printf 'a\n1\n' > in.csv; am-classify -t ./t.csv --hits led.csv -l led.csv in.csv
status: 2
err:
	am-classify: -l and --hits name the same file: led.csv
absent: led.csv

test: stdin as two tables
run: printf 'a\n1\n' | am-overlap -k a x=- y=-
status: 2
err:
	am-overlap: <stdin>: can be read only once

test: a first line that is no header is not shown
run: printf 'ana@example.com,1\n' > none.csv; printf 'a,b\n1,2\n' > in.csv; am-select none.csv in.csv
status: 2
err:
	am-select: in.csv: no column (no name: is the first line a header?), which none.csv has

test: a column named by its number, in a table without a header
run: printf 'ana@example.com,1\nben,2\n' > none.csv; am-normalize '#1:mailbox' none.csv
status: 2
err:
	am-normalize: none.csv:2: column (no name: is the first line a header?): no_at

test: a ledger for a line of which there is no room keeps its whole lines, the failure is said once, and the next run goes on
file in.csv:
	id
	1
run: am-select -l l.csv in.csv >a; (ulimit -f 1; head -c 700 /dev/zero | tr '\0' x >>l.csv; printf '\n' >>l.csv; cp l.csv full.csv; am-select -l l.csv -o b.csv in.csv); s=$?; head -c "$(stat -c %s full.csv)" l.csv | cmp - full.csv; tail -c 1 l.csv | od -An -c; am-select -l l.csv -o c.csv in.csv && tail -n 1 l.csv | cut -d, -f 2,3,8; exit $s
status: 2
out:
	  \n
	am-select,end,0 lines=4
err:
	am-select: l.csv: No space left on device
absent: b.csv

test: a name that begins with U+FEFF is the same name for the next reader, wherever it stands
make: printf '\357\273\277\357\273\277a,\357\273\277b\n1,2\n' >in.csv
run: am-select in.csv | am-select | am-select -c "$(printf '\357\273\277a')" | od -An -c; am-select -c "$(printf '\357\273\277b')" in.csv | am-sort -k '#1' | od -An -c
out:
	   " 357 273 277   a   "  \n   1  \n
	   " 357 273 277   b   "  \n   2  \n

test: which library compresses changes no plain byte, nor what the ledger says of them
make: (echo id,email; seq 20000 | sed 's/$/,ana@example.com/') >in.csv
run: for library in zlib isal ''; do AMENDS_DEFLATE=$library am-select in.csv -l "$library.csv" -z -o out.csv 2>/dev/null || AMENDS_DEFLATE=zlib am-select in.csv -l "$library.csv" -z -o out.csv; gzip -dc out.csv | cmp - in.csv; am-select -c rows,bytes,digest -w 'role out' "$library.csv"; done | sort | uniq -c | sed 's/^ *//'
out:
	3 20000,428903,a9be9fb625965487007790e8abac2f99
	3 rows,bytes,digest

test: a library to compress with that is not known
run: AMENDS_DEFLATE=best am-select -z -o out.csv in.csv
make: echo id >in.csv
status: 2
err:
	am-select: AMENDS_DEFLATE: neither zlib nor isal
absent: out.csv
