base:
file people.csv:
	id,email,name
	1,ana@example.com,Ana
	2,BEN@Example.org,Ben
	3,,Nobody
	4,dora@example.com,"Dora, D."
file sends.csv:
	message_id,email,sent_at
	m1,Ana@Example.com,2024-01-10T00:00:00Z
	m2,"ben@example.org",2024-01-10T00:00:00Z
	m3,carla@example.net,2024-01-10T00:00:00Z
	m4,,2024-01-10T00:00:00Z
	m5,no address,2024-01-10T00:00:00Z
	m6,ana@example.com,2024-01-20T00:00:00Z
file consents.csv:
	email,event,at
	ana@example.com,optin,2024-01-01T00:00:00Z
	ana@example.com,optout,2024-01-10T00:00:00Z
	ana@example.com,optin,2024-01-15T00:00:00Z
	ben@example.org,optout,2024-01-10
	carla@example.net,objection,
	dora@example.com,optin,2024-01-01T00:00:00Z

test: semi keeps rows with a match, in the order and with the bytes of the input
run: am-join --semi -k email:mailbox people.csv sends.csv
out:
	message_id,email,sent_at
	m1,Ana@Example.com,2024-01-10T00:00:00Z
	m2,"ben@example.org",2024-01-10T00:00:00Z
	m6,ana@example.com,2024-01-20T00:00:00Z

test: anti keeps the rest, rows without a usable key too
run: am-join --anti -k email:mailbox people.csv sends.csv
out:
	message_id,email,sent_at
	m3,carla@example.net,2024-01-10T00:00:00Z
	m4,,2024-01-10T00:00:00Z
	m5,no address,2024-01-10T00:00:00Z

test: exact is exact
run: am-join --semi -k email people.csv sends.csv
out:
	message_id,email,sent_at
	m6,ana@example.com,2024-01-20T00:00:00Z

test: inner adds the named columns, renamed, and the place of the row
run: am-join --inner -k email:mailbox --add person=id,name,:line,of=:file people.csv sends.csv
out:
	message_id,email,sent_at,person,name,lookup_line,of
	m1,Ana@Example.com,2024-01-10T00:00:00Z,1,Ana,2,people.csv
	m2,ben@example.org,2024-01-10T00:00:00Z,2,Ben,3,people.csv
	m6,ana@example.com,2024-01-20T00:00:00Z,1,Ana,2,people.csv

test: inner without --add gives the columns of the input
run: am-join --inner -k email:mailbox people.csv sends.csv -c message_id
out:
	message_id
	m1
	m2
	m6

test: left keeps all, empty where nothing was found
run: am-join --left -k email:mailbox --add id --matched-by how people.csv sends.csv -c message_id,id,how
out:
	message_id,id,how
	m1,1,mailbox
	m2,2,mailbox
	m3,,
	m4,,
	m5,,
	m6,1,mailbox

test: values of the LOOKUP that need quotes get them
make: printf 'id,email\nx,dora@example.com\n' >one.csv
run: am-join --inner -k email --add name people.csv one.csv
out:
	id,email,name
	x,dora@example.com,"Dora, D."

test: a ladder takes the first rung that matches, and says which
run: am-join --semi -k email -k email:ascii --matched-by how people.csv sends.csv -c message_id,how
out:
	message_id,how
	m1,ascii
	m2,ascii
	m6,exact

test: rungs of different columns are called by their text
make: printf 'who,mail\n9,ANA@example.com\n2,x\n,\n' >list.csv
run: am-join --left -k who=id -k mail=email:mailbox --matched-by how --add id,name people.csv list.csv
out:
	who,mail,id,name,how
	9,ANA@example.com,1,Ana,mail=email:mailbox
	2,x,2,Ben,who=id
	,,,,

test: a lower rung is not asked when a higher one matches, even if it would find several
make: printf 'id,email\n1,a@example.com\n2,A@example.com\n' >twins.csv
make: printf 'email\na@example.com\nA@example.com\n' >ask.csv
run: am-join --inner -k email -k email:mailbox --add id --matched-by how twins.csv ask.csv
out:
	email,id,how
	a@example.com,1,exact
	A@example.com,2,exact

test: a rung is not passed over because its row fails as of the time: the next one is asked
make: printf 'id,email,at\nlate,ana@example.com,2024-03-01T00:00:00Z\nearly,ANA@example.com,2024-01-01T00:00:00Z\n' >two.csv
run: am-join --inner -k email -k email:mailbox --as-of 'sent_at>=at' --pick last --add id --matched-by how two.csv sends.csv -c message_id,id,how
out:
	message_id,id,how
	m1,early,mailbox
	m6,early,mailbox

test: a composite key is no concatenation, and one empty part makes it match nothing
make: printf 'a,b\nx,yz\nq,\n' >l.csv
make: printf 'a,b\nxy,z\nx,yz\nq,\n' >t.csv
run: am-join --semi -k a,b l.csv t.csv
out:
	a,b
	x,yz

test: several rows for a record are an error without --pick
run: am-join --left -k email:mailbox --add at consents.csv sends.csv
status: 2
err:
	am-join: consents.csv:3: key stands twice (--pick says which to take)

test: a key that stands twice is no matter when no record asks for it
make: printf 'email\nben@example.org\n' >ben.csv
run: am-join --inner -k email:mailbox --add event consents.csv ben.csv
out:
	email,event
	ben@example.org,optout

test: as of >=, the same second counts; pick last
run: am-join --left -k email:mailbox --as-of 'sent_at>=at' --pick last --add event,:line consents.csv sends.csv -c message_id,event,lookup_line
out:
	message_id,event,lookup_line
	m1,optout,3
	m2,,
	m3,,
	m4,,
	m5,,
	m6,optin,4

test: as of >, the same second does not count
run: am-join --left -k email:mailbox --as-of 'sent_at>at' --pick last --add :line consents.csv sends.csv -c message_id,lookup_line
out:
	message_id,lookup_line
	m1,2
	m2,
	m3,
	m4,
	m5,
	m6,4

test: as of <= and pick first
run: am-join --inner -k email:mailbox --as-of 'sent_at<=at' --pick first --add :line consents.csv sends.csv -c message_id,lookup_line
out:
	message_id,lookup_line
	m1,3

test: as of <
run: am-join --inner -k email:mailbox --as-of 'sent_at<at' --add :line consents.csv sends.csv -c message_id,lookup_line
out:
	message_id,lookup_line
	m1,4

test: as of ? finds what cannot be told: a day without an hour, an empty time
run: am-join --inner -k email:mailbox --as-of 'sent_at?at' --add :line consents.csv sends.csv -c message_id,lookup_line
out:
	message_id,lookup_line
	m2,5
	m3,6

test: as of >=? finds what is certain and what cannot be told
run: am-join --semi -k email:mailbox --as-of 'sent_at>=?at' consents.csv sends.csv -c message_id
out:
	message_id
	m1
	m2
	m3
	m6

test: as of with one row left needs no --pick, with two it does
run: am-join --inner -k email:mailbox --as-of 'sent_at>=at' --add :line consents.csv sends.csv -c message_id
status: 2
err:
	am-join: consents.csv:3: key stands twice (--pick says which to take)

test: anti as of a time
run: am-join --anti -k email:mailbox --as-of 'sent_at>at' consents.csv sends.csv -c message_id
out:
	message_id
	m2
	m3
	m4
	m5

test: pick all gives a row each, by time, then prefer, then bytes
make: printf 'k,at,event,v\nx,2024-01-02T00:00:00Z,optin,b\nx,2024-01-02T00:00:00Z,optout,z\nx,2024-01-01T00:00:00Z,optin,y\nx,,optin,u\nx,2024-01-02T00:00:00Z,optin,a\n' >l.csv
make: printf 'k,t\nx,2024-01-05T00:00:00Z\n' >t.csv
run: am-join --inner -k k --as-of 't>=?at' --pick all --prefer event=optout --add v l.csv t.csv -c v -l led.csv; cut -d, -f2-5 led.csv
out:
	v
	u
	y
	z
	a
	b
	filter,role,name,rows
	am-join,begin,,0
	am-join,in,t.csv,1
	am-join,lookup,l.csv,5
	am-join,out,-,5
	am-join,extra,again,4
	am-join,end,,0

test: at the same time the preferred row wins with first and with last
make: printf 'k,at,event,v\nx,2024-01-02T00:00:00Z,optin,b\nx,2024-01-02T00:00:00Z,objection,z\nx,2024-01-02T00:00:00Z,optout,m\nx,2024-01-02T00:00:00Z,other,a\n' >l.csv
make: printf 'k,t\nx,2024-01-05T00:00:00Z\n' >t.csv
run: for p in first last; do am-join --inner -k k --as-of 't>=at' --pick $p --prefer event=objection,optout --add v l.csv t.csv -c v; done
out:
	v
	z
	v
	z

test: without a time and without prefer the bytes of the added values decide, then the line
make: printf 'k,v\nx,b\nx,a\nx,a\nx,b\n' >l.csv
make: printf 'k\nx\n' >t.csv
run: for p in first last; do am-join --inner -k k --pick $p --add v,:line l.csv t.csv; done
out:
	k,v,lookup_line
	x,a,3
	k,v,lookup_line
	x,b,5

test: the order of the LOOKUP's rows does not matter
make: (head -1 consents.csv; tail -n +2 consents.csv | tac) >snoc.csv
run: for l in consents snoc; do am-join --left -k email:mailbox --as-of 'sent_at>=?at' --pick last --add at,event $l.csv sends.csv -o $l.out; done
same: consents.out snoc.out

test: an empty LOOKUP matches nothing
make: printf 'email\n' >none.csv
run: am-join --semi -k email none.csv sends.csv; am-join --anti -k email none.csv sends.csv -c message_id; am-join --left -k email --add x=email none.csv sends.csv -c message_id,x
out:
	message_id,email,sent_at
	message_id
	m1
	m2
	m3
	m4
	m5
	m6
	message_id,x
	m1,
	m2,
	m3,
	m4,
	m5,
	m6,

test: an empty table gives its header
make: head -1 sends.csv >none.csv
run: am-join --left -k email --add name people.csv none.csv
out:
	message_id,email,sent_at,name

test: the ledger says why rows were dropped and how many LOOKUP rows had no key
run: am-join --semi -k email:mailbox people.csv sends.csv -o out.csv -l led.csv; cut -d, -f3-5,8 led.csv
out:
	role,name,rows,note
	begin,,0,
	in,sends.csv,6,plain=6 intricate=0
	lookup,people.csv,4,plain=4 intricate=0
	out,out.csv,3,
	drop,key_empty,1,
	drop,key_no_at,1,
	drop,unmatched,1,
	end,,0,0 lines=8 unusable_lookup_keys=1
present: out.csv

test: the drop reason of anti
run: am-join --anti -k email:mailbox people.csv sends.csv -o out.csv -l led.csv; grep drop led.csv | cut -d, -f3-5
out:
	drop,matched,3

test: CRLF, gz and several parts with columns in another order
make: printf 'email,message_id,sent_at\r\nANA@example.com,p1,x\r\ncarla@example.net,p2,y\r\n' | gzip >part.csv.gz
make: gzip people.csv
run: am-join --semi -k email:mailbox --source people.csv.gz sends.csv part.csv.gz
out:
	message_id,email,sent_at,source,line
	m1,Ana@Example.com,2024-01-10T00:00:00Z,sends.csv,2
	m2,ben@example.org,2024-01-10T00:00:00Z,sends.csv,3
	m6,ana@example.com,2024-01-20T00:00:00Z,sends.csv,7
	p1,ANA@example.com,x,part.csv.gz,2

test: the table from stdin, and the LOOKUP from stdin
run: am-join --semi -k email:mailbox people.csv <sends.csv | am-join --semi -k email:mailbox - people.csv -c id
out:
	id
	1
	2

test: a table joined with itself
run: am-join --inner -k id --add again=name people.csv people.csv -c id,again
out:
	id,again
	1,Ana
	2,Ben
	3,Nobody
	4,"Dora, D."

test: -c picks, orders and renames among input and added columns
run: am-join --inner -k email:mailbox --add name people.csv sends.csv -c who=name,message_id
out:
	who,message_id
	Ana,m1
	Ben,m2
	Ana,m6

test: a bad record of the table goes to -r
make: printf 'm7,short\nm8,dora@example.com,2024-01-10T00:00:00Z\n' >>sends.csv
run: am-join --semi -k email:mailbox people.csv sends.csv -c message_id -r rej.csv && cut -d, -f1-3 rej.csv
out:
	message_id
	m1
	m2
	m6
	m8
	file,line,reason
	sends.csv,8,too_few_fields

test: -n writes nothing and says how many
run: am-join --semi -n -k email:mailbox people.csv sends.csv -o out.csv
out:
err:
	am-join: would write 3 rows to out.csv (in 6, dropped 3: key_empty 1, key_no_at 1, unmatched 1, rejected 0)
absent: out.csv

test: no mode
run: am-join -k email people.csv sends.csv
status: 2
out:
err:
	am-join: give exactly one of --semi --anti --inner --left

test: two modes
run: am-join --semi --anti -k email people.csv sends.csv
status: 2
err:
	am-join: give exactly one of --semi --anti --inner --left

test: no key
run: am-join --semi people.csv sends.csv
status: 2
err:
	am-join: give a key to compare (-k)

test: no LOOKUP
run: am-join --semi -k email
status: 2
err:
	am-join: missing operand (usage: am-join --semi|--anti|--inner|--left -k KEY [options] LOOKUP [FILE...])

test: --add with semi
run: am-join --semi -k email --add name people.csv sends.csv
status: 2
err:
	am-join: --add needs --inner or --left

test: --pick with anti
run: am-join --anti -k email --pick last people.csv sends.csv
status: 2
err:
	am-join: --pick needs --inner or --left

test: --prefer with semi
run: am-join --semi -k email --prefer name=Ana people.csv sends.csv
status: 2
err:
	am-join: --prefer needs --inner or --left

test: --prefer without --pick
run: am-join --left -k email --prefer name=Ana people.csv sends.csv
status: 2
err:
	am-join: --prefer needs --pick

test: --matched-by with anti
run: am-join --anti -k email --matched-by how people.csv sends.csv
status: 2
err:
	am-join: --matched-by: rows of --anti have no match

test: a pick there is not
run: am-join --left -k email --pick best people.csv sends.csv
status: 2
err:
	am-join: --pick takes first, last or all

test: both from stdin
run: am-join --semi -k email - <people.csv
status: 2
err:
	am-join: the LOOKUP and the table cannot both be stdin

test: as of without an operator
run: am-join --semi -k email --as-of sent_at=at consents.csv sends.csv
status: 2
err:
	am-join: --as-of takes COLUMN OPERATOR LOOKUPCOLUMN, operators > >= < <= >? >=? <? <=? ?

test: as of with two columns on a side
run: am-join --semi -k email --as-of 'sent_at,email>=at' consents.csv sends.csv
status: 2
err:
	am-join: --as-of takes one column on each side, as in sent_at>=at

test: as of with a column that the table has not
run: am-join --semi -k email --as-of 'sent>=at' consents.csv sends.csv
status: 2
err:
	am-join: sends.csv: no column sent (the header has message_id, email, sent_at)

test: as of with a column that the LOOKUP has not
run: am-join --semi -k email --as-of 'sent_at>=when' consents.csv sends.csv
status: 2
err:
	am-join: consents.csv: no column when (the header has email, event, at)

test: as of without a left side
run: am-join --semi -k email --as-of '>=at' consents.csv sends.csv
status: 2
err:
	am-join: --as-of: name 1 of the list cannot be read (names that hold , : = or " are quoted as in CSV)

test: prefer without values
run: am-join --left -k email --pick first --prefer event consents.csv sends.csv
status: 2
err:
	am-join: --prefer takes COLUMN=VALUE,VALUE...

test: a key column that the table has not
run: am-join --semi -k mail=email people.csv sends.csv
status: 2
out:
err:
	am-join: sends.csv: no column mail (did you mean email? the header has message_id, email, sent_at)

test: a key column that the LOOKUP has not
run: am-join --semi -k email=mail people.csv sends.csv
status: 2
err:
	am-join: people.csv: no column mail (did you mean email? the header has id, email, name)

test: an added column that the LOOKUP has not
run: am-join --left -k email --add surname people.csv sends.csv
status: 2
out:
err:
	am-join: people.csv: no column surname (did you mean name? the header has id, email, name)

test: an added column that the table has already
run: am-join --left -k email --add email people.csv sends.csv
status: 2
err:
	am-join: sends.csv: there is a column email already

test: a bad record in the LOOKUP ends the run before any row, and the ledger says so
make: printf '5,short\n' >>people.csv
run: am-join --semi -k email:mailbox people.csv sends.csv -r rej.csv -l ledger.csv; am-select -c role,note -w 'role begin|end' ledger.csv; exit 2
status: 2
out:
	message_id,email,sent_at
	role,note
	begin,
	end,2 lines=2
err:
	am-join: people.csv:6: 2 fields, the header has 3
absent: rej.csv

test: mistakes in the call are said before the LOOKUP is read
make: printf '5,short\n' >>people.csv
run: am-join --semi -k email:mailbox people.csv sends.csv -c nosuch; am-join --semi -k email:mailbox people.csv sends.csv -o no/out.csv; am-join --semi -k email:mailbox people.csv sends.csv -l no/l.csv; am-join --left -k email:mailbox people.csv --add email sends.csv
status: 2
out:
err:
	am-join: sends.csv: no column nosuch (the header has message_id, email, sent_at)
	am-join: no/out.csv: No such file or directory
	am-join: no/l.csv: No such file or directory
	am-join: sends.csv: there is a column email already

test: the output may not be the LOOKUP
run: am-join --semi -k email:mailbox people.csv sends.csv -o people.csv
status: 2
err:
	am-join: output is also an input: people.csv

test: a missing LOOKUP
run: am-join --semi -k email none.csv sends.csv
status: 2
err:
	am-join: none.csv: No such file or directory

test: a record without any usable key is dropped with the reason of the first
make: printf 'id,email\n,x\n' >t.csv
run: am-join --inner -k id -k email:mailbox people.csv t.csv -l led.csv; grep drop led.csv | cut -d, -f3-5
out:
	id,email
	drop,key_empty,1

test: values of any length, in memory and past -m
make: awk 'BEGIN { print "k,v"; for (i = 0; i < 300; i++) { v = ""; for (j = 0; j < i * 37 % 3001; j++) v = v (j % 10); print i "," v } }' >long.csv
run: cut -d, -f1 long.csv | am-join --inner -k k --add v long.csv - >a; cut -d, -f1 long.csv | am-join -m 64K --inner -k k --add v long.csv - >b
same: a long.csv
same: b long.csv

test: past -m nothing changes: modes, ladder, as of, picks, ledger
make: awk 'BEGIN { srand(1); print "id,email,at,event,pad"; for (i = 0; i < 100000; i++) printf "%d,%s%d%s,2024-%02d-%02dT%02d:%02d:00Z,%s,%s\n", i % 700, i % 2 ? "u" : "U", int(rand() * 60000), i % 50 ? "@example.com" : "", 1 + int(rand() * 12), 1 + int(rand() * 28), int(rand() * 24), int(rand() * 60), i % 3 ? "optin" : "optout", i % 4 ? "" : "\"x,y\"" }' >lookup.csv
make: awk 'BEGIN { srand(2); print "n,email,alt,sent_at"; for (i = 0; i < 8000; i++) printf "%d,%s%d@example.com,%s,2024-%02d-%02dT%02d:00:00%s\n", i, i % 3 ? "u" : "\"u\"", int(rand() * 70000), i % 5 ? "u" i "@example.com" : "", 1 + int(rand() * 12), 1 + int(rand() * 28), int(rand() * 24), i % 7 ? "Z" : "" }' | sed 's/"u"\([0-9]*@example.com\)/"U\1"/' >table.csv
make: awk 'BEGIN { print "alt,sent_at,email,n"; for (i = 0; i < 500; i++) printf "x,,u%d@example.com,\"p\"\"%d\"\n", i * 100, i }' | gzip >more.csv.gz
run: k='-k email:mailbox' l='-k email -k alt=email:mailbox -k email:mailbox --matched-by how' a='--add at,pad,row=:line,of=:file' p='--prefer event=optout'; for m in 1M 64K; do while read -r o; do for s in '' "-m $m"; do am-join $s $o --source lookup.csv table.csv more.csv.gz -l "led$s" >"out$s" || echo "status $? $o"; done; cmp out "out-m $m" || echo "differ: -m $m $o"; [ "$(grep -v ,begin, led | cut -d, -f3-)" = "$(grep -v ,begin, "led-m $m" | cut -d, -f3-)" ] || echo "ledger differs: -m $m $o"; [ "$(wc -l <out)" -gt 1 ] || echo "nothing: $o"; rm led*; done <<<"$(printf '%s\n' "--semi $k" "--anti $l" "--inner $l --as-of sent_at>=at --pick last $p $a" "--left $k --pick first $p $a" "--inner $k --as-of sent_at<?at --pick all $p $a" "--semi $l --as-of sent_at?at" | sed 's/--anti \(.*\) --matched-by how/--anti \1/')"; done
out:

test: past -m a key that stands twice stops at the same record with the same words
make: awk 'BEGIN { print "k,v"; for (i = 0; i < 60000; i++) print "key" i ",v"; print "key41000,w"; print "key500,w" }' >lookup.csv
make: awk 'BEGIN { print "k"; for (i = 40000; i < 42000; i++) print "key" i; print "key500" }' >table.csv
run: am-join --inner -k k --add v lookup.csv table.csv >a; am-join -m 1M --inner -k k --add v lookup.csv table.csv >b; echo $?
out:
	2
err:
	am-join: lookup.csv:60002: key stands twice (--pick says which to take)
	am-join: lookup.csv:60002: key stands twice (--pick says which to take)
same: a b

test: past -m there must be a folder for it
make: awk 'BEGIN { print "k"; for (i = 0; i < 30000; i++) print i }' >lookup.csv
run: am-join -m 64K -T nowhere --semi -k k lookup.csv lookup.csv
status: 2
out:
	k
err:
	am-join: nowhere: no temporary file: No such file or directory

test: the rows of one key have to fit
make: awk 'BEGIN { print "k,v"; for (i = 0; i < 30000; i++) print "x," i }' >lookup.csv
run: printf 'k\nx\n' | am-join -m 1M --inner -k k --add v --pick last lookup.csv
status: 2
err:
	am-join: lookup.csv: the rows of one key need more memory than -m gives

test: first and last take what is certain before what cannot be told
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
file l.csv:
	k,since,n
	a,,1
	a,2016-04-30,2
	a,2016-04-01T00:00:00Z,3
run: am-join --left -k k --as-of 'sent_at>=?since' --pick first --add n l.csv s.csv | tail -1; am-join --left -k k --as-of 'sent_at>=?since' --pick last --add n l.csv s.csv | tail -1
out:
	a,2016-05-01T00:00:00Z,3
	a,2016-05-01T00:00:00Z,3

test: --coverage counts all rows read, also those that do not match
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
	b,2016-05-03T00:00:00Z
	b,2016-04-03
	b,soon
file l.csv:
	k
	a
run: am-join --semi -k k --coverage sent_at=months.csv l.csv s.csv && cat months.csv
out:
	k,sent_at
	a,2016-05-01T00:00:00Z
	month,rows,first,last
	2016-04,1,2016-04-03,2016-04-03
	2016-05,2,2016-05-01T00:00:00Z,2016-05-03T00:00:00Z
	unknown,1,,

test: what --coverage wrote stands in the ledger, and an audit holds the file against it
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
	b,soon
file l.csv:
	k
	a
run: am-join --semi -k k --coverage sent_at=months.csv.gz -l ledger.csv -o out.csv l.csv s.csv && am-select -c role,name,rows,bytes ledger.csv && gzip -dc months.csv.gz | wc -c && am-audit ledger.csv && gzip -dc months.csv.gz | sed s/05,1/05,2/ > other && mv other months.csv.gz && am-audit -c fault,name ledger.csv
status: 1
out:
	role,name,rows,bytes
	begin,,0,
	in,s.csv,2,40
	lookup,l.csv,1,4
	out,out.csv,1,33
	report,months.csv.gz,2,86
	drop,unmatched,1,
	end,,0,
	86
	fault,run,filter,name,detail
	fault,name
	differs,months.csv.gz
err:

test: the file of --coverage is not there, and an old one as it was, when the run fails at its last row
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
	b
file l.csv:
	k
	a
file old.csv:
	old
make: cp old.csv months.csv
run: am-join --semi -k k --coverage sent_at=months.csv l.csv s.csv >out.csv
status: 2
err:
	am-join: s.csv:3: 1 field, the header has 2
same: months.csv old.csv

test: nothing has its name before all is known complete: the output cannot be written, so there is no table of --coverage
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
file l.csv:
	k
	a
run: am-join --semi -k k --coverage sent_at=months.csv l.csv s.csv -l ledger.csv >/dev/full
status: 2
err:
	am-join: <stdout>: No space left on device
absent: months.csv

test: a dry run writes no months
file s.csv:
	k,sent_at
	a,2016-05-01T00:00:00Z
file l.csv:
	k
	a
run: am-join -n --semi -k k --coverage sent_at=months.csv l.csv s.csv
err:
	am-join: would write 1 rows to <stdout> (in 1, dropped 0, rejected 0)
absent: months.csv

test: --coverage needs a column and a file
file s.csv:
	k
	a
run: am-join --semi -k k --coverage k s.csv s.csv
status: 2
err:
	am-join: --coverage: not COL=FILE

test: --coverage may not write over an input
file s.csv:
	k
	a
file l.csv:
	k
	a
run: am-join --semi -k k --coverage k=l.csv l.csv s.csv
status: 2
err:
	am-join: output is also an input: l.csv

test: a ladder of all forms, each row by its strictest
file l.csv:
	id,email
	1,Ana+x@gmail.com
	2,ben@example.org
	3,n/a
	4,a@b@c
make: export AMENDS_SHARE=; printf 'm,email\n1,Ana+x@gmail.com\n2,ana+X@GMAIL.com\n3,a.na@googlemail.com\n4,BEN@example.org\n5,n/a\n6,N/A\n7,zoe@example.net\n8,\n' > s.csv
run: am-join --left -k email:exact -k email:mailbox -k email:person --matched-by how --add id l.csv s.csv; am-join --anti -k email:exact -k email:mailbox -k email:person l.csv s.csv -c m
out:
	m,email,id,how
	1,Ana+x@gmail.com,1,exact
	2,ana+X@GMAIL.com,1,mailbox
	3,a.na@googlemail.com,1,person
	4,BEN@example.org,2,mailbox
	5,n/a,3,exact
	6,N/A,,
	7,zoe@example.net,,
	8,,,
	m
	6
	7
	8

test: a send log that holds digests only, against a list of addresses: hex in any case, base64
file log.csv:
	message_id,email_sha256
	m1,8E43CA37701228E74983EFDBD0CFF5C16B3B1E5D4E29A7C05626D4D25A018E11
	m2,neTcxnJA1QabohzU3hVkmOjMVb76bTLv7/fBBqRwZkA=
	m3,77e908c3e3ef752bd9eea4097984803101455784c1ed6f06c4c5de39c382481f
	m4,c7a1ac5989359eab635859250607bad9a4c6278a718c78f0a2e0c601277bc1b4
	m5,
	m6,dora@example.com
	m7,397634828f9a0d2608cf516642222ad7
run: am-join --inner -k email_sha256:sha256=email:mailbox --add id --matched-by how -l led.csv people.csv log.csv -c message_id,id,how; grep -E 'drop|end' led.csv | cut -d, -f3-5,8
out:
	message_id,id,how
	m1,1,email_sha256:sha256=email:mailbox
	m2,2,email_sha256:sha256=email:mailbox
	m4,4,email_sha256:sha256=email:mailbox
	drop,key_bad_digest,2,
	drop,key_empty,1,
	drop,unmatched,1,
	end,,0,0 lines=8 unusable_lookup_keys=1

test: a suppression list of digests, against a send log of addresses
file never.csv:
	email_md5
	zbnWod3cN1oJzIPjABWY3A==
	1E2892F88E92EA05DCBD2136C294393E
	x
run: am-join --anti -k email:mailbox=email_md5:md5 never.csv sends.csv -c message_id -l led.csv; sed -n '$s/.*,//p' led.csv
out:
	message_id
	m3
	m4
	m5
	0 lines=6 unusable_lookup_keys=1

test: a LOOKUP that should hold digests, and holds none, stops the run: with --anti nobody would be left out
make: printf 'h\nsha256:8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11\n""\n' >l.csv
run: am-join --anti -o out.csv -k email:mailbox=h:sha256 l.csv people.csv
status: 2
err:
	am-join: l.csv: -k: sha256: no value there is a digest, in hexadecimal or base64
absent: out.csv

test: a LOOKUP of national numbers of no country stops the run as well
make: printf 'phone\n55 1234 5678\n""\n' >l.csv
make: printf 'id,phone\n1,+525512345678\n' >m.csv
run: am-join --anti -o out.csv -k phone:phone l.csv m.csv
status: 2
err:
	am-join: l.csv: -k: phone: no value there has a calling code (--country says whose the others are)
absent: out.csv

test: one with a calling code is enough, or a country
make: printf 'phone\n55 1234 5678\n+34612345678\n' >l.csv
make: printf 'phone\n55 1234 5678\n' >n.csv
make: printf 'id,phone\n1,+525512345678\n' >m.csv
run: am-join --anti -k phone:phone l.csv m.csv; am-join --semi -k phone:phone --country MX n.csv m.csv
out:
	id,phone
	1,+525512345678
	id,phone
	1,+525512345678

test: one digest is enough, and so is nothing at all
make: printf 'h\nno digest\n8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11\n' >l.csv
make: printf 'h\n""\n' >m.csv
run: am-join --anti -k email:mailbox=h:sha256 -c id l.csv people.csv | wc -l; am-join --semi -k email:mailbox=h:sha256 -c id m.csv people.csv
out:
	4
	id

test: the reason of the form is that of the key
run: printf 'email_sha1\n36324b2c364c48481b618d96a698511b42dc76cf\n' | am-join --semi -k email:mailbox=email_sha1:sha1 - sends.csv -c message_id -l led.csv; grep drop led.csv | cut -d, -f3-5
out:
	message_id
	m1
	m6
	drop,key_empty,1
	drop,key_no_at,1
	drop,unmatched,2

test: two tables of digests
make: printf 'h,name\n8E43CA37701228E74983EFDBD0CFF5C16B3B1E5D4E29A7C05626D4D25A018E11,Ana\n' >l.csv
make: printf 'hash\njkPKN3ASKOdJg+/b0M/1wWs7Hl1OKafAVibU0loBjhE=\nana@example.com\n' >t.csv
run: am-join --left -k hash=h:sha256 --add name --matched-by how l.csv t.csv -c name,how
out:
	name,how
	Ana,sha256
	,

test: the form decides what is hashed: as it was written, nothing matches
run: printf 'h\n9de4dcc67240d5069ba21cd4de156498e8cc55befa6d32efeff7c106a4706640\n' >l.csv; am-join --semi -k email:exact=h:sha256 l.csv people.csv; am-join --semi -k email:google=h:sha256 l.csv people.csv
out:
	id,email,name
	id,email,name
	2,BEN@Example.org,Ben

test: each part of a composite key is a digest
make: printf 'h,g\n8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11,6b86b273ff34fce19d6b804eff5a3f5747ada4eaa22f1d49c01e52ddb7875b4b\n' >l.csv
run: am-join --semi -k email,id:ascii=h,g:sha256 l.csv people.csv
out:
	id,email,name
	1,ana@example.com,Ana

test: keyed digests need the key
make: printf 'a secret key of the test' >key; chmod 600 key; printf 'h\n90d5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263\n' >l.csv; printf 'another' >other; chmod 600 other
run: am-join --semi --key-file key -k email:mailbox=h:hmac-sha256 l.csv people.csv; am-join --semi --key-file other -k email:mailbox=h:hmac-sha256 l.csv people.csv
out:
	id,email,name
	1,ana@example.com,Ana
	id,email,name

test: two tables of keyed digests need no key
make: printf 'h\n90D5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263\n' >l.csv; tr D d <l.csv >t.csv
run: am-join --semi -k h:hmac-sha256 l.csv t.csv
out:
	h
	90d5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263

test: a keyed digest without a key
run: am-join --semi -k email:mailbox=name:hmac-sha256 people.csv people.csv
status: 2
out:
err:
	am-join: hmac-sha256 needs a secret key (--key-file)

test: a key file that others may read
make: printf 'a secret key of the test' >key; chmod 640 key
run: am-join --semi --key-file key -k email:mailbox=name:hmac-sha256 people.csv people.csv
status: 2
out:
err:
	am-join: key: group or others have rights on the key file (chmod 600)

test: a key file that is not there
run: am-join --semi --key-file key -k email:mailbox=name:hmac-sha256 people.csv people.csv
status: 2
out:
err:
	am-join: key: No such file or directory

test: a key file that nothing needs
make: printf 'a secret key of the test' >key; chmod 600 key
run: am-join --semi --key-file key -k email:mailbox=name:sha256 people.csv people.csv
status: 2
out:
err:
	am-join: --key-file: no value here is hashed with a key (hmac-sha256)

test: the output may not be the key file
make: printf 'a secret key of the test' >key; chmod 600 key; cp -p key before
run: am-join --semi --key-file key -o key -k email:mailbox=name:hmac-sha256 people.csv people.csv
status: 2
err:
	am-join: output is also an input: key
same: key before

test: two forms
run: am-join --semi -k email:mailbox=email:person people.csv sends.csv
status: 2
err:
	am-join: -k: mailbox left of = and person right of it cannot be compared

test: two digests
run: am-join --semi -k email:md5=email:sha1 people.csv sends.csv
status: 2
err:
	am-join: -k: md5 left of = and sha1 right of it cannot be compared

test: a digest against no form
run: am-join --semi -k email:sha256=email people.csv sends.csv
status: 2
err:
	am-join: -k: a form or digest left of = needs one right of it too

test: a form that is none, and a digest that is no key
run: for k in email:mail email:mail=email:sha256 email:mailbox=email:xxh3-64; do am-join --semi -k $k people.csv sends.csv; done
status: 2
err:
	am-join: unknown form mail (the forms are exact, ascii, mailbox, person, phone, place, google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)
	am-join: unknown form mail (the forms are exact, ascii, mailbox, person, phone, place, google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)
	am-join: unknown form xxh3-64 (the forms are exact, ascii, mailbox, person, phone, place, google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)

test: phones, with and without a country
make: printf 'phone,name\n+525512345678,Ana\n' >l.csv; printf 'phone\n55 1234 5678\n+52 55 1234-5678\n' >t.csv
run: am-join --semi -k phone:phone l.csv t.csv -l led.csv; grep drop led.csv | cut -d, -f3-5; am-join --semi --country MX -k phone:phone l.csv t.csv
out:
	phone
	+52 55 1234-5678
	drop,key_no_country,1
	phone
	55 1234 5678
	+52 55 1234-5678

test: a country that there is not
run: for c in ZZ mx MEX ''; do am-join --semi --country "$c" -k email:phone people.csv sends.csv; done
status: 2
out:
err:
	am-join: --country: address/phones.csv has no such country
	am-join: --country: not a country (two capital letters, as in MX)
	am-join: --country: not a country (two capital letters, as in MX)
	am-join: --country: not a country (two capital letters, as in MX)

test: a country that no form asks for
run: am-join --semi --country MX -k email:mailbox people.csv sends.csv -o out.csv
status: 2
err:
	am-join: --country: no form here asks for it (phone and place do)
absent: out.csv

test: a ladder of addresses, phone and customer number: the first rung that matches wins
file l.csv:
	customer,email,phone,name
	1,ana@example.com,+525512340001,exact
	2,BEN@example.org,+525512340002,mailbox
	3,c.arla@gmail.com,+525512340003,person
	4,dora@example.com,+52 55 1234 0004,phone
	5,,,number
	6,eva@example.com,,several
	7,x@example.com,+525512340001,several
file t.csv:
	id,email,phone
	9,ana@example.com,+525512340004
	9,ben@example.org,
	1,Carla+x@googlemail.com,none
	1,nobody,+525512340004
	5,nobody@example.com,+1
	8,nobody@example.com,
	,,
	6,,+34612345678
run: am-join --left -k email:exact -k email:mailbox -k email:person -k phone:phone -k id=customer --matched-by how --pick first --add name l.csv t.csv -c name,how
out:
	name,how
	exact,email:exact
	mailbox,email:mailbox
	person,email:person
	phone,phone:phone
	number,id=customer
	,
	,
	several,id=customer

test: a ladder whose last rung is looser than the first, and one where that cannot be told
make: printf 'phone,n\n0,\n+525512340001,a\nTel. 7,b\n' >l.csv; printf 'phone\nTel. 7\n+52 55 1234 0001\n+525512340001\n+525512340009\n0\ntel. 7\n' >t.csv
run: for k in '-k phone -k phone:phone' '-k phone:phone -k phone' '-k phone -k phone:ascii -k phone:phone'; do am-join --left $k --matched-by how --add n l.csv t.csv; done
out:
	phone,n,how
	Tel. 7,b,exact
	+52 55 1234 0001,a,phone
	+525512340001,a,exact
	+525512340009,,
	0,,exact
	tel. 7,,
	phone,n,how
	Tel. 7,b,exact
	+52 55 1234 0001,a,phone
	+525512340001,a,phone
	+525512340009,,
	0,,exact
	tel. 7,,
	phone,n,how
	Tel. 7,b,exact
	+52 55 1234 0001,a,phone
	+525512340001,a,exact
	+525512340009,,
	0,,exact
	tel. 7,b,ascii

test: past -m digests give the same bytes
make: python3 -c 'import hashlib as h; print("h,v"); [print(h.sha256(b"u%d@example.com" % i).hexdigest().upper() if i % 2 else h.sha256(b"u%d@example.com" % i).hexdigest(), "v%d" % i, sep=",") for i in range(0, 60000, 2)]; [print(h.sha256(b"u%d@example.com" % i).hexdigest().upper(), "v%d" % i, sep=",") for i in range(1, 60000, 4)]' >l.csv
make: awk 'BEGIN { print "email,n"; for (i = 0; i < 90000; i += 3) print (i % 2 ? "U" : "<u") i "@Example.com" (i % 2 ? "" : ">") "," i }' >t.csv
run: for m in 1G 1M 64K; do am-join --inner -k email:mailbox=h:sha256 --add v -m $m l.csv t.csv >$m; am-join --inner -k h:sha256=email:mailbox --add n -m $m t.csv l.csv >d$m; done; tail -n +2 1G | wc -l; awk -F, 'NR > 1 && "v" $2 != $3' 1G
out:
	15000
same: 1G 1M
same: 1G 64K
same: d1G d1M
same: d1G d64K
