base:
file sends.csv:
	message_id,email,sent_at,opens
	m1,BEN@Example.org,2024-01-03T00:00:00Z,10
	m2,ana@example.com,2024-01-01T00:00:00Z,9
	"m3","carla@example.net","2024-01-02T00:00:00Z","-3"
	m4,ana@example.com,2023-12-31,09.0
	m5,dora@example.com,,
	m6,ana@example.com,soon,many

test: by bytes, capitals before small letters, equal keys in the order they came
run: am-sort -k email sends.csv
out:
	message_id,email,sent_at,opens
	m1,BEN@Example.org,2024-01-03T00:00:00Z,10
	m2,ana@example.com,2024-01-01T00:00:00Z,9
	m4,ana@example.com,2023-12-31,09.0
	m6,ana@example.com,soon,many
	"m3","carla@example.net","2024-01-02T00:00:00Z","-3"
	m5,dora@example.com,,

test: numbers by their value; what is empty or no number before all, in the order it came
run: am-sort -k opens:number -c message_id,opens sends.csv
out:
	message_id,opens
	m5,
	m6,many
	m3,-3
	m2,9
	m4,09.0
	m1,10

test: descending turns all round, but not the order of equal keys
run: am-sort -k opens:number:desc -c message_id,opens sends.csv
out:
	message_id,opens
	m1,10
	m2,9
	m4,09.0
	m3,-3
	m5,
	m6,many

test: numbers are compared exactly, however long
make: printf 'n\n9007199254740993\n9007199254740992\n0.10000000000000000001\n0.1\n-9007199254740993\n-9007199254740992\n' > n.csv
run: am-sort -k n:number n.csv
out:
	n
	-9007199254740993
	-9007199254740992
	0.1
	0.10000000000000000001
	9007199254740992
	9007199254740993

test: times by the latest they can be
run: am-sort -k sent_at:time -c message_id,sent_at sends.csv
out:
	message_id,sent_at
	m5,
	m6,soon
	m2,2024-01-01T00:00:00Z
	m4,2023-12-31
	m3,2024-01-02T00:00:00Z
	m1,2024-01-03T00:00:00Z

test: several keys, each in its own direction
run: am-sort -k email:bytes -k sent_at:desc -c email,sent_at sends.csv
out:
	email,sent_at
	BEN@Example.org,2024-01-03T00:00:00Z
	ana@example.com,soon
	ana@example.com,2024-01-01T00:00:00Z
	ana@example.com,2023-12-31
	carla@example.net,2024-01-02T00:00:00Z
	dora@example.com,

test: a shorter value before those it begins, in both directions
make: printf 'a,b\nab,1\na,2\nabc,3\n,4\n' > t.csv
run: am-sort -k a t.csv && am-sort -k a:desc t.csv
out:
	a,b
	,4
	a,2
	ab,1
	abc,3
	a,b
	abc,3
	ab,1
	a,2
	,4

test: the end of one key column is no part of the next
make: printf 'a,b\nx,yz\nxy,a\n' > t.csv
run: am-sort -k a -k b t.csv
out:
	a,b
	x,yz
	xy,a

test: -u keeps the first of equal keys and accounts for the others
run: am-sort -u -k opens:number -l ledger.csv sends.csv && cut -d, -f3,4,5,8 ledger.csv
out:
	message_id,email,sent_at,opens
	m5,dora@example.com,,
	"m3","carla@example.net","2024-01-02T00:00:00Z","-3"
	m2,ana@example.com,2024-01-01T00:00:00Z,9
	m1,BEN@Example.org,2024-01-03T00:00:00Z,10
	role,name,rows,note
	begin,,0,
	in,sends.csv,6,plain=6 intricate=0
	out,-,4,
	drop,repeated,2,
	end,,0,0 lines=5 unreadable:opens=2

test: rows keep their bytes: quotes, inner quotes, line ends inside
make: printf 'k,v\r\n2,"a ""b"", c"\r\n"1","x\r\ny"\r\n0,"plain"\r\n' > dos.csv
make: printf 'k,v\n0,"plain"\n"1","x\r\ny"\n2,"a ""b"", c"\n' > want.csv
run: am-sort -k k -o got.csv dos.csv
same: got.csv want.csv

test: parts whose columns stand in another order; --source says where a row was
make: printf 'email,message_id,sent_at,opens\nana@example.com,m0,,"a ""q"""\n' > more.csv
run: am-sort --source -k message_id sends.csv more.csv
out:
	message_id,email,sent_at,opens,source,line
	m0,ana@example.com,,"a ""q""",more.csv,2
	m1,BEN@Example.org,2024-01-03T00:00:00Z,10,sends.csv,2
	m2,ana@example.com,2024-01-01T00:00:00Z,9,sends.csv,3
	m3,carla@example.net,2024-01-02T00:00:00Z,-3,sends.csv,4
	m4,ana@example.com,2023-12-31,09.0,sends.csv,5
	m5,dora@example.com,,,sends.csv,6
	m6,ana@example.com,soon,many,sends.csv,7

test: parts whose columns stand in another order, without --source
make: printf 'email,message_id,sent_at,opens\nana@example.com,m0,,"a ""q"""\n' > more.csv
run: am-sort -k message_id more.csv sends.csv | sed -n 1,3p
out:
	email,message_id,sent_at,opens
	ana@example.com,m0,,"a ""q"""
	BEN@Example.org,m1,2024-01-03T00:00:00Z,10

test: equal keys keep the order of the parts
make: printf 'k,v\nx,1\nx,2\n' > a.csv
make: printf 'k,v\nx,3\nw,4\n' > b.csv
run: am-sort -k k a.csv b.csv
out:
	k,v
	w,4
	x,1
	x,2
	x,3

test: gzip in, stdin, and a file out
make: gzip -n sends.csv
run: am-sort -k message_id:desc -c message_id -o out.csv.gz < sends.csv.gz && gzip -dc out.csv.gz
out:
	message_id
	m6
	m5
	m4
	m3
	m2
	m1

test: -c may leave the key out, and rename
run: am-sort -k opens:number -c who=email sends.csv | sed -n 1,2p
out:
	who
	dora@example.com

test: no rows
make: printf 'a,b\n' > t.csv
run: am-sort -k a t.csv
out:
	a,b

test: one column, empty values too
make: printf 'a\nb\n\na\n""\n' > t.csv
run: am-sort -k a t.csv
out:
	a
	""
	""
	a
	b

test: a row that cannot be read is a reject
make: printf 'a,b\n2,x\n1\n0,y\n' > t.csv
run: am-sort -k a -r rejects.csv t.csv && cat rejects.csv
out:
	a,b
	0,y
	2,x
	file,line,reason,record
	t.csv,3,too_few_fields,1

test: without -r it stops the run
make: printf 'a,b\n2,x\n1\n0,y\n' > t.csv
run: am-sort -k a -o out.csv t.csv
status: 2
err:
	am-sort: t.csv:3: 1 field, the header has 2
absent: out.csv

test: over its own input
run: am-sort -k message_id:desc -o sends.csv sends.csv && cut -d, -f1 sends.csv
out:
	message_id
	m6
	m5
	m4
	"m3"
	m2
	m1

test: a dry run writes nothing
run: am-sort -n -u -k email -o out.csv sends.csv
err:
	am-sort: would write 4 rows to out.csv (in 6, dropped 2: repeated 2, rejected 0)
absent: out.csv

test: the bytes are the same for every -m
make: awk 'BEGIN { srand(3); print "id,email,n"; for (i = 0; i < 60000; i++) printf "%d,person%d@example.com,\"%d\"\n", i, rand() * 9000, rand() * 100 }' > big.csv
make: tr -d '"' < big.csv > plain.csv
make: am-sort -k email -k n:number:desc -o all.csv big.csv
make: am-sort -m 64K -k email -k n:number:desc -o little.csv big.csv
make: am-sort -m 3M -k email -k n:number:desc -o some.csv big.csv
run: am-sort -m 64K --source -k email -k n:number:desc big.csv | am-sort -k line:number -c id,email,n -o back.csv
same: back.csv plain.csv
same: all.csv little.csv
same: all.csv some.csv

test: a value of the size limit and more rows than memory
make: head -c 900000 /dev/zero | tr '\0' x > x
make: { echo a,b; for i in 9 8 7 6 5 4 3 2 1; do printf '%d,' $i; cat x; echo; done; } > wide.csv
make: am-sort -k b -k a -o all.csv wide.csv
run: am-sort -m 1M -k b -k a wide.csv > little.csv; cut -c1 little.csv | paste -sd ' '
out:
	a 1 2 3 4 5 6 7 8 9
same: all.csv little.csv

test: no key
run: am-sort sends.csv
status: 2
err:
	am-sort: -k is needed

test: an unknown column
run: am-sort -k mail sends.csv
status: 2
err:
	am-sort: sends.csv: no column mail (did you mean email? the header has message_id, email, sent_at, opens)

test: an unknown order
run: am-sort -k email:up sends.csv
status: 2
err:
	am-sort: -k: not COLUMN[:number|:time][:desc]

test: nothing behind desc
run: am-sort -k email:desc:number sends.csv
status: 2
err:
	am-sort: -k: not COLUMN[:number|:time][:desc]

test: two types
run: am-sort -k email:time:number sends.csv
status: 2
err:
	am-sort: -k: not COLUMN[:number|:time][:desc]

test: two columns in one key
run: am-sort -k email,sent_at sends.csv
status: 2
err:
	am-sort: -k: one column, without a new name (repeat -k for more)

test: a name that holds a colon is quoted
make: printf '"a:b",c\n2,x\n1,y\n' > t.csv
run: am-sort -k '"a:b":number' t.csv
out:
	a:b,c
	1,y
	2,x

test: nowhere to put what does not fit
make: awk 'BEGIN { print "id"; for (i = 0; i < 20000; i++) print i }' > big.csv
run: am-sort -m 64K -T missing -k id -o out.csv big.csv
status: 2
err:
	am-sort: missing: no temporary file: No such file or directory
absent: out.csv
