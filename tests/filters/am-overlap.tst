base:
file people.csv:
	id,email,phone
	1,ana@example.com,1
	2,BEN@Example.org,2
	3,carla@example.net,3
	4,Ana@Example.com,1
	5,,5
file customers.csv:
	email,phone,since
	ana@EXAMPLE.com,1,2020-01-01
	dora@example.com,4,2021-01-01
	<ben@example.org>,2,2020-01-01
	dora@example.com,4,2022-01-01
file consents.csv:
	phone,email
	1,ana@example.com
	9,nobody

test: people of every combination that occurs; a key counts once in a list
run: am-overlap -k email:mailbox lottery=people.csv customers=customers.csv consents=consents.csv
out:
	lottery,customers,consents,people
	,yes,,1
	yes,,,1
	yes,yes,,1
	yes,yes,yes,1

test: the key as it is, without a form
run: am-overlap -k email lottery=people.csv customers=customers.csv
out:
	lottery,customers,people
	,yes,3
	yes,,4

test: one list
run: am-overlap -k email:mailbox lottery=people.csv
out:
	lottery,people
	yes,3

test: --members: the lists of every key, by key
run: am-overlap --members -k email:mailbox lottery=people.csv customers=customers.csv
out:
	key,lottery,customers
	ana@example.com,yes,yes
	ben@example.org,yes,yes
	carla@example.net,yes,
	dora@example.com,,yes

test: a ladder: each record's key is the first that can be made of it
run: am-overlap --members -k email:mailbox -k phone lottery=people.csv consents=consents.csv
out:
	key,lottery,consents
	5,yes,
	9,,yes
	ana@example.com,yes,yes
	ben@example.org,yes,
	carla@example.net,yes,

test: keys of different rungs are different people
make: printf 'a,b\nx,\n' > one.csv
make: printf 'a,b\n,x\n' > two.csv
run: am-overlap --members -k a -k b one=one.csv two=two.csv && am-overlap -k a -k b one=one.csv two=two.csv
out:
	key,one,two
	x,yes,
	x,,yes
	one,two,people
	,yes,1
	yes,,1

test: a key of several columns
make: printf 'a,b\nab,c\nx,y\n' > one.csv
make: printf 'b,a\nbc,a\ny,x\n' > two.csv
run: am-overlap -k a,b one=one.csv two=two.csv
out:
	one,two,people
	,yes,1
	yes,,1
	yes,yes,1

test: every list is an input of the account; rows are folded, those without a key dropped
run: am-overlap -k email:mailbox -o out.csv -l ledger.csv lottery=people.csv consents=consents.csv && cut -d, -f3,4,5,8 ledger.csv
out:
	role,name,rows,note
	begin,,0,
	in,people.csv,5,plain=5 intricate=0
	in,consents.csv,2,plain=2 intricate=0
	out,out.csv,2,
	drop,empty,1,
	drop,no_at,1,
	fold,,5,
	extra,result,2,
	end,,0,0 lines=9

test: a person without a key on the first rung is dropped with that reason
make: printf 'email,phone\nnobody,\n' > t.csv
run: am-overlap -n -k email:mailbox -k phone t=t.csv
err:
	am-overlap: would write 0 rows to <stdout> (in 1, dropped 1: no_at 1, rejected 0)

test: --min hides small numbers and the ledger says how many
make: printf 'k\n1\n2\n3\n' > a.csv
make: printf 'k\n3\n4\n5\n6\n' > b.csv
run: am-overlap --min 3 -k k -l ledger.csv a=a.csv b=b.csv && sed -n '$s/.*,//p' ledger.csv
out:
	a,b,people
	,yes,3
	yes,,<3
	yes,yes,<3
	0 lines=7 hidden=2

test: gzip and stdin
make: gzip -n people.csv
run: am-overlap -k email:mailbox lottery=people.csv.gz customers=- < customers.csv
out:
	lottery,customers,people
	,yes,1
	yes,,1
	yes,yes,2

test: -c picks and renames columns
run: am-overlap -k email:mailbox -c n=people,lottery lottery=people.csv customers=customers.csv
out:
	n,lottery
	1,
	1,yes
	2,yes

test: empty lists
make: printf 'email\n' > none.csv
run: am-overlap -k email none=none.csv too=none.csv
out:
	none,too,people

test: one file as two lists
run: am-overlap -k email:mailbox a=people.csv b=people.csv
out:
	a,b,people
	yes,yes,3

test: a row that cannot be read is a reject of its list
make: printf 'email\nana@example.com\na,b\n' > t.csv
run: am-overlap -k email -r rejects.csv t=t.csv u=people.csv && cat rejects.csv
out:
	t,u,people
	,yes,3
	yes,yes,1
	file,line,reason,record
	t.csv,3,too_many_fields,"a,b"

test: without -r it stops the run
make: printf 'email\nana@example.com\na,b\n' > t.csv
run: am-overlap -k email -o out.csv u=people.csv t=t.csv
status: 2
err:
	am-overlap: t.csv:3: 2 fields, the header has 1
absent: out.csv

test: the bytes are the same for every -m
make: for l in 1 2 3; do awk -v s=$l 'BEGIN { srand(s); print "email"; for (i = 0; i < 20000; i++) printf "person%d@example.com\n", rand() * 30000 }' > $l.csv; done
make: for m in 64K 1G; do am-overlap -m $m -k email -o $m.csv a=1.csv b=2.csv c=3.csv; am-overlap -m $m --members -k email:mailbox -o m$m.csv a=1.csv b=2.csv c=3.csv; done
run: wc -l < 64K.csv
out:
	8
same: 64K.csv 1G.csv
same: m64K.csv m1G.csv

test: the numbers add up to the people
make: for l in 1 2; do awk -v s=$l 'BEGIN { srand(s); print "email"; for (i = 0; i < 20000; i++) printf "person%d@example.com\n", rand() * 30000 }' > $l.csv; done
make: tail -q -n +2 1.csv 2.csv | sort -u | wc -l > want
run: am-overlap -m 64K -k email a=1.csv b=2.csv | am-tally -a s=sum:people | sed 1d > got
same: want got

test: an output that is a list
run: am-overlap -k email -o people.csv a=people.csv
status: 2
err:
	am-overlap: output is also an input: people.csv

test: no key
run: am-overlap a=people.csv
status: 2
err:
	am-overlap: -k is needed

test: no list
run: am-overlap -k email
status: 2
err:
	am-overlap: missing operand (usage: am-overlap -k KEY... [options] NAME=FILE...)

test: a list without a name
run: am-overlap -k email people.csv
status: 2
err:
	am-overlap: every list is given as NAME=FILE

test: a list without a file
run: am-overlap -k email a=
status: 2
err:
	am-overlap: every list is given as NAME=FILE

test: a name twice
run: am-overlap -k email a=people.csv a=customers.csv
status: 2
err:
	am-overlap: two lists are named a

test: a name that the result needs
run: am-overlap -k email people=people.csv
status: 2
err:
	am-overlap: a list cannot be named people, a column of the result is

test: with --members it is another
run: am-overlap --members -k email key=people.csv
status: 2
err:
	am-overlap: a list cannot be named key, a column of the result is

test: more lists than bits
run: am-overlap -k email $(for i in $(seq 65); do echo l$i=people.csv; done)
status: 2
err:
	am-overlap: at most 64 lists

test: as many lists as bits
run: am-overlap -k email:mailbox -c people,l64 $(for i in $(seq 64); do echo l$i=people.csv; done)
out:
	people,l64
	3,yes

test: a list without the column
run: am-overlap -k id a=people.csv b=customers.csv
status: 2
err:
	am-overlap: customers.csv: no column id (the header has email, phone, since)

test: other names in the other list
run: am-overlap -k email=phone a=people.csv b=customers.csv
status: 2
err:
	am-overlap: -k: all lists have the key under the same names, = is for digests only

test: --members with a key of several columns
run: am-overlap --members -k email,phone a=people.csv
status: 2
err:
	am-overlap: --members: a key of one column only

test: --min with --members
run: am-overlap --members --min 3 -k email a=people.csv
status: 2
err:
	am-overlap: --min has no numbers to hide with --members

test: --min that hides nothing
run: am-overlap --min 1 -k email a=people.csv
status: 2
err:
	am-overlap: --min: not a number from 2 on

test: --source has no meaning here
run: am-overlap --source -k email a=people.csv
status: 2
err:
	am-overlap: --source: the rows of this output come from no one row

test: a list that holds digests: it is of the side whose columns it has
file hashed.csv:
	email_sha256
	8E43CA37701228E74983EFDBD0CFF5C16B3B1E5D4E29A7C05626D4D25A018E11
	x6GsWYk1nqtjWFklBge62aTGJ4pxjHjwouDGASd7wbQ=
	ana@example.com
run: am-overlap -k email:mailbox=email_sha256:sha256 -l led.csv lottery=people.csv hashed=hashed.csv customers=customers.csv; grep drop led.csv | cut -d, -f3-5; am-overlap --members -k email_sha256:sha256=email:mailbox lottery=people.csv hashed=hashed.csv | head -3
out:
	lottery,hashed,customers,people
	,yes,yes,1
	yes,,,1
	yes,,yes,1
	yes,yes,yes,1
	drop,bad_digest,1
	drop,empty,1
	key,lottery,hashed
	77e908c3e3ef752bd9eea4097984803101455784c1ed6f06c4c5de39c382481f,yes,
	8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11,yes,yes

test: a list that has the columns of both sides is of the left one
make: printf 'email_md5,email\nx,ana@example.com\n' >both.csv; printf 'email_md5\ncdb9d6a1dddc375a09cc83e3001598dc\n' >md5.csv
run: am-overlap -k email:mailbox=email_md5:md5 both=both.csv md5=md5.csv
out:
	both,md5,people
	yes,yes,1

test: a list that has the columns of neither side
run: am-overlap -k mail:mailbox=mail_md5:md5 a=people.csv
status: 2
out:
err:
	am-overlap: people.csv: no column mail (did you mean email? the header has id, email, phone)

test: lists of digests, whatever their case and encoding
make: printf 'h\ncdb9d6a1dddc375a09cc83e3001598dc\n' >a.csv; printf 'h\nCDB9d6a1dddc375a09cc83e3001598dc\nzbnWod3cN1oJzIPjABWY3A==\n' >b.csv
run: am-overlap --members -k h:md5 a=a.csv b=b.csv
out:
	key,a,b
	cdb9d6a1dddc375a09cc83e3001598dc,yes,yes

test: digests and what they are of under one name
run: am-overlap -k email:mailbox=email:sha256 a=people.csv
status: 2
err:
	am-overlap: -k: digests and what they are of need columns of different names

test: keyed digests
make: printf 'a secret key of the test' >key; chmod 600 key; printf 'h\n90d5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263\n' >h.csv
run: am-overlap --key-file key -k email:mailbox=h:hmac-sha256 p=people.csv h=h.csv
out:
	p,h,people
	yes,,2
	yes,yes,1

test: phones of a country
make: printf 'phone\n55 1234 5678\n' >a.csv; printf 'phone\n+525512345678\n' >b.csv
run: am-overlap --country MX -k phone:phone a=a.csv b=b.csv
out:
	a,b,people
	yes,yes,1

test: a country that no form asks for
run: am-overlap --country MX -k email:mailbox a=people.csv
status: 2
out:
err:
	am-overlap: --country: no form here asks for it (phone and place do)

test: with digests too the bytes are the same for every -m
make: python3 -c 'import hashlib as h; print("h"); [print(h.md5(b"u%d@example.com" % i).hexdigest()) for i in range(0, 20000, 3)]' >h.csv; awk 'BEGIN { print "email"; for (i = 0; i < 20000; i += 2) print "U" i "@example.com" }' >p.csv
run: for m in 64K 1G; do am-overlap -m $m --members -k email:mailbox=h:md5 p=p.csv h=h.csv >$m; done; am-overlap -k email:mailbox=h:md5 p=p.csv h=h.csv
out:
	p,h,people
	,yes,3333
	yes,,6666
	yes,yes,3334
same: 64K 1G

test: a list that should hold digests, and holds none, is no list of other people
make: printf 'email\nana@example.com\n' >a.csv
make: printf 'h\nno digest\n""\n' >b.csv
make: printf 'h\n""\n' >c.csv
run: am-overlap -k email:mailbox=h:md5 a=a.csv c=c.csv; am-overlap -o out.csv -k email:mailbox=h:md5 a=a.csv b=b.csv
status: 2
out:
	a,c,people
	yes,,1
err:
	am-overlap: b.csv: -k: no value there is a digest by md5, in hexadecimal or base64
absent: out.csv
