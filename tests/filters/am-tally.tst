base:
file sends.csv:
	email,campaign,sent_at,outcome,clicks
	ana@example.com,draw,2024-01-03T00:00:00Z,delivered,2
	BEN@Example.org,draw,2024-01-03T00:00:00Z,delivered,
	ana@example.com,sale,2024-01-05T10:00:00Z,delivered,-5
	carla@example.net,sale,,bounced_hard,0
	ana@example.com,sale,2024-01-04,not_sent,10
	BEN@Example.org,,soon,delivered,7

test: rows of a group, groups in bytewise order
run: am-tally -g email -a sends=count sends.csv
out:
	email,sends
	BEN@Example.org,2
	ana@example.com,3
	carla@example.net,1

test: without -g all rows are one group
run: am-tally -a sends=count -a clicks=sum:clicks -a people=distinct:email sends.csv
out:
	sends,clicks,people
	6,14,3

test: all rows of no rows, too
make: head -1 sends.csv > none.csv
run: am-tally -a sends=count -a clicks=sum:clicks -a people=distinct:email -a m=max:sent_at:time -a f=first:email none.csv
out:
	sends,clicks,people,m,f
	0,0,0,,

test: with -g no rows are no groups
make: head -1 sends.csv > none.csv
run: am-tally -g email -a sends=count none.csv
out:
	email,sends

test: groups alone are the different values; an empty one is a value
run: am-tally -g campaign sends.csv
out:
	campaign
	""
	draw
	sale

test: several group columns are compared one after the other, and may be renamed
make: printf 'a,b\nx,yz\nxy,a\nx,\n,x\n' > t.csv
run: am-tally -g first=a,b -a n=count t.csv
out:
	first,b,n
	,x,1
	x,,1
	x,yz,1
	xy,a,1

test: min and max by bytes, by number, by time
run: am-tally -a b=max:clicks -a n=max:clicks:number -a least=min:clicks:number -a t=max:sent_at:time -a early=min:sent_at:time -a bytes=min:sent_at sends.csv
out:
	b,n,least,t,early,bytes
	7,10,-5,2024-01-04,2024-01-03T00:00:00Z,2024-01-03T00:00:00Z

test: a day may have begun before it and ended after it
make: printf 't\n2024-01-04T11:00:00Z\n2024-01-04\n2024-01-05T11:00:00Z\n' > t.csv
run: am-tally -a first=min:t:time -a last=max:t:time t.csv
out:
	first,last
	2024-01-04,2024-01-04

test: ties give the smallest text, in any order of rows
make: printf 'n\n1\n01\n1.0\n' > a.csv
make: printf 'n\n1.0\n1\n01\n' > b.csv
make: am-tally -a lo=min:n:number -a hi=max:n:number -o x.csv a.csv
make: am-tally -a lo=min:n:number -a hi=max:n:number -o y.csv b.csv
run: cat x.csv
out:
	lo,hi
	01,01
same: x.csv y.csv

test: first and last by the order of rows, empty values too
run: am-tally -g email -a f=first:clicks -a l=last:clicks -a p='first:clicks if clicks present' sends.csv
out:
	email,f,l,p
	BEN@Example.org,,7,7
	ana@example.com,2,10,2
	carla@example.net,0,0,0

test: first and last across parts
make: printf 'k,v\nx,1\ny,2\n' > a.csv
make: printf 'v,k\n3,x\n' > b.csv
run: am-tally -g k -a f=first:v -a l=last:v a.csv b.csv && am-tally -g k -a f=first:v b.csv a.csv
out:
	k,f,l
	x,1,3
	y,2,2
	k,f
	x,3
	y,2

test: only rows for which a condition holds
run: am-tally -g campaign -a all=count -a ok='count if outcome delivered' -a bad='count if outcome !delivered' -a late='count if sent_at >=2024-01-05T00:00:00Z' -a who='distinct:email if clicks >0' sends.csv
out:
	campaign,all,ok,bad,late,who
	,1,1,0,0,1
	draw,2,2,0,0,1
	sale,3,1,2,1,1

test: a condition may compare with another column
make: printf 'a,b\n1,2\n2,2\n3,2\n' > t.csv
run: am-tally -a n='count if a >=@b' t.csv
out:
	n
	2

test: a group without any qualifying value has an empty result, or 0
run: am-tally -g email -a m='max:clicks:number if campaign nothing' -a s='sum:clicks if campaign nothing' -a d='distinct:clicks if campaign nothing' -a f='first:clicks if campaign nothing' sends.csv
out:
	email,m,s,d,f
	BEN@Example.org,,0,0,
	ana@example.com,,0,0,
	carla@example.net,,0,0,

test: distinct as bytes, as numbers, as times
make: printf 'n,t\n1,2024-01-01T00:00:00Z\n1.0,2024-01-01\n,\nx,soon\n' > t.csv
run: am-tally -a bytes=distinct:n -a numbers=distinct:n:number -a times=distinct:t:time t.csv
out:
	bytes,numbers,times
	3,1,2

test: a sum that is larger than 64 bits
make: printf 'n\n9223372036854775807\n9223372036854775807\n9223372036854775807\n' > t.csv
run: am-tally -a s=sum:n t.csv
out:
	s
	27670116110564327421

test: a sum of what is no integer stops the run
make: printf 'n\n1\n1.5\n' > t.csv
run: am-tally -a s=sum:n -o out.csv t.csv
status: 2
err:
	am-tally: t.csv:3: column n is not an integer
absent: out.csv

test: a sum of an integer that is too large, too
make: printf 'n\n1\n9223372036854775808\n' > t.csv
run: am-tally -a s=sum:n -o out.csv t.csv
status: 2
err:
	am-tally: t.csv:3: column n is an integer beyond 64 bits
absent: out.csv

test: what a type cannot read is ignored, and counted in the ledger; every row is a fold
run: am-tally -g campaign -a t=max:sent_at:time -a n=min:email:number -l ledger.csv sends.csv && cut -d, -f3,4,5,8 ledger.csv
out:
	campaign,t,n
	,,
	draw,2024-01-03T00:00:00Z,
	sale,2024-01-04,
	role,name,rows,note
	begin,,0,
	in,sends.csv,6,plain=6 intricate=0
	out,-,3,
	fold,,6,
	extra,result,3,
	end,,0,0 lines=6 unreadable:t=1 unreadable:n=6

test: values with quotes, commas and line ends come through
make: printf 'k,v\n"a,""b""\nc",1\nz,2\n"a,""b""\nc",3\n' > t.csv
run: am-tally -g k -a n=count -a m=max:v t.csv
out:
	k,n,m
	"a,""b""
	c",2,3
	z,1,2

test: gzip in, CRLF, stdin, -c
make: printf 'k,v\r\nx,1\r\ny,2\r\nx,3\r\n' | gzip -n > t.csv.gz
run: am-tally -g k -a n=count -a m=max:v -c most=m,k < t.csv.gz
out:
	most,k
	3,x
	2,y

test: a row that cannot be read is a reject
make: printf 'k,v\nx,1\ny\nx,3\n' > t.csv
run: am-tally -g k -a n=count -r rejects.csv t.csv && cat rejects.csv
out:
	k,n
	x,2
	file,line,reason,record
	t.csv,3,too_few_fields,y

test: without -r it stops the run
make: printf 'k,v\nx,1\ny\nx,3\n' > t.csv
run: am-tally -g k -a n=count -o out.csv t.csv
status: 2
err:
	am-tally: t.csv:3: 1 field, the header has 2
absent: out.csv

test: a dry run writes nothing
run: am-tally -n -g email -o out.csv sends.csv
err:
	am-tally: would write 3 rows to out.csv (in 6, dropped 0, rejected 0)
absent: out.csv

test: the bytes are the same for every -m
make: awk 'BEGIN { srand(5); print "email,n,t,c"; for (i = 0; i < 60000; i++) printf "person%d@example.com,%d,2024-01-%02dT00:00:%02dZ,c%d\n", rand() * 9000, rand() * 100, 1 + rand() * 28, i % 60, rand() * 7 }' > big.csv
make: for m in 64K 2M 1G; do am-tally -m $m -g email -a n=count -a s=sum:n -a lo=min:n:number -a hi=max:t:time -a f=first:t -a l=last:t -a d=distinct:c -a e='distinct:n if c c1' -o $m.csv big.csv; done
make: for m in 64K 1G; do am-tally -m $m -g c -a d=distinct:email -a l=last:email -o c$m.csv big.csv; done
run: wc -l < 64K.csv | awk '$1 > 8000 { print "many" }'
out:
	many
same: 64K.csv 1G.csv
same: 2M.csv 1G.csv
same: c64K.csv c1G.csv

test: nowhere to put what does not fit
make: awk 'BEGIN { print "id"; for (i = 0; i < 20000; i++) print i }' > big.csv
run: am-tally -m 64K -T missing -g id -o out.csv big.csv
status: 2
err:
	am-tally: missing: no temporary file: No such file or directory
absent: out.csv

test: names that hold : or = or a blank
make: printf '"a:b",c d\n1,x\n2,x\n' > t.csv
run: am-tally -g 'c d' -a '"n=1"=sum:"a:b" if "c d" x' -a m=max:c\ d\ if\ c\ present t.csv
status: 2
err:
	am-tally: t.csv: no column c (the header has a:b, c d)

test: the same, with quotes
make: printf '"a:b",c d\n1,x\n2,x\n' > t.csv
run: am-tally -g 'c d' -a '"n=1"=sum:"a:b" if "c d" x' -a 'm=max:c d' t.csv
out:
	c d,n=1,m
	x,3,x

test: nothing asked for
run: am-tally sends.csv
status: 2
err:
	am-tally: nothing to tell: give -g, -a or both

test: an unknown group column
run: am-tally -g mail sends.csv
status: 2
err:
	am-tally: sends.csv: no column mail (did you mean email? the header has email, campaign, sent_at, outcome, clicks)

test: an unknown column of an aggregate
run: am-tally -a m=max:click sends.csv
status: 2
err:
	am-tally: sends.csv: no column click (did you mean clicks? the header has email, campaign, sent_at, outcome, clicks)

test: an unknown column of a condition
run: am-tally -a 'm=count if click 1' sends.csv
status: 2
err:
	am-tally: sends.csv: no column click (did you mean clicks? the header has email, campaign, sent_at, outcome, clicks)

test: no function
run: am-tally -a n= sends.csv
status: 2
err:
	am-tally: -a: not NAME=FUNCTION[:COLUMN[:TYPE]][ if COLUMN CELL]

test: no name
run: am-tally -a count sends.csv
status: 2
err:
	am-tally: -a: not NAME=FUNCTION[:COLUMN[:TYPE]][ if COLUMN CELL]

test: an unknown function
run: am-tally -a n=avg:clicks sends.csv
status: 2
err:
	am-tally: -a: no such function (count, min, max, first, last, sum, distinct, list)

test: count with a column
run: am-tally -a n=count:clicks sends.csv
status: 2
err:
	am-tally: -a: count takes no column ("count if COLUMN present" counts values)

test: max without a column
run: am-tally -a n=max sends.csv
status: 2
err:
	am-tally: -a: this function needs a column, as in max:COLUMN

test: an unknown type
run: am-tally -a n=max:clicks:int sends.csv
status: 2
err:
	am-tally: -a: the types are bytes, number and time

test: a type that sum has no use for
run: am-tally -a n=sum:clicks:number sends.csv
status: 2
err:
	am-tally: -a: only min, max and distinct take a type

test: two columns where one belongs
run: am-tally -a n=sum:clicks,email sends.csv
status: 2
err:
	am-tally: -a: one column at a time

test: no condition
run: am-tally -a 'n=count if clicks' sends.csv
status: 2
err:
	am-tally: -a: no condition behind the column of "if"

test: a condition that cannot be read
run: am-tally -a 'n=count if clicks >' sends.csv
status: 2
err:
	am-tally: -a: a comparison needs a number, a time or a name behind an at sign

test: two columns of one name
run: am-tally -g email -a email=count sends.csv
status: 2
err:
	am-tally: -c: there is a column email already

test: --source has no meaning here
run: am-tally --source -g email sends.csv
status: 2
err:
	am-tally: --source: the rows of this output come from no one row

test: a list of more than 1 MiB stops the run
make: awk 'BEGIN { print "g,v"; for (i = 0; i < 60; i++) { printf "g,%02d", i; for (k = 0; k < 20000; k++) printf "x"; print "" } }' >long.csv
run: am-tally -g g -a all=list:v long.csv
status: 2
err:
	am-tally: long.csv:54: column v makes a list of more than 1 MiB

test: nor can parts of it that were on disk be put together
make: awk 'BEGIN { print "g,v"; for (i = 0; i < 45; i++) { printf "g,%02d", i; for (k = 0; k < 20000; k++) printf "x"; print ""; for (k = 0; k < 30000; k++) print k "," } for (i = 45; i < 60; i++) { printf "g,%02d", i; for (k = 0; k < 20000; k++) printf "x"; print "" } }' >parts.csv
run: am-tally -m 4M -T . -g g -a all=list:v parts.csv >out.csv
status: 2
err:
	am-tally: a group makes a list of more than 1 MiB
