base:
file people.csv:
	id,email,name
	1,Ana@Example.com,Ana
	2,BEN@Example.org,"Ben ""B"", senior"
	3,carla@example.net,Carla
file mixed.csv:
	id,email
	1,<dora@EXAMPLE.com>
	2,
	3,no address
	4,"Ana <ana@example.com>"
	5,a@example.com; b@example.com
file roles.csv:
	a,b
	info@example.com,ana@example.com
	Ana <ana@example.com>,ventas@example.org
	x,postmaster@example.org

test: a key behind the columns of the table, which stay as they are
run: am-normalize email:mailbox people.csv
out:
	id,email,name,email_mailbox
	1,Ana@Example.com,Ana,ana@example.com
	2,BEN@Example.org,"Ben ""B"", senior",ben@example.org
	3,carla@example.net,Carla,carla@example.net

test: several forms of several columns, in the order of the list
run: am-normalize name:ascii,email:mailbox,name:exact,#1:exact people.csv
out:
	id,email,name,name_ascii,email_mailbox,name_exact,id_exact
	1,Ana@Example.com,Ana,ana,ana@example.com,Ana,1
	2,BEN@Example.org,"Ben ""B"", senior","ben ""b"", senior",ben@example.org,"Ben ""B"", senior",2
	3,carla@example.net,Carla,carla,carla@example.net,Carla,3

test: a value without a key stops the run; the message says where, which column and why
run: am-normalize -o out.csv email:mailbox mixed.csv
status: 2
err:
	am-normalize: mixed.csv:3: column email: empty
absent: out.csv

test: with -r it is a reject, with the reason
run: am-normalize -r rejects.csv email:mailbox mixed.csv && cat rejects.csv
out:
	id,email,email_mailbox
	1,<dora@EXAMPLE.com>,dora@example.com
	4,Ana <ana@example.com>,ana@example.com
	file,line,reason,record
	mixed.csv,3,empty,"2,"
	mixed.csv,4,no_at,"3,no address"
	mixed.csv,6,several,"5,a@example.com; b@example.com"

test: --max-rejects ends that
run: am-normalize --max-rejects 2 -r rejects.csv -o out.csv email:mailbox mixed.csv
status: 2
err:
	am-normalize: more than 2 rejects
absent: out.csv
absent: rejects.csv

test: --keep keeps every row and says why there is no key
run: am-normalize --keep email:mailbox mixed.csv
out:
	id,email,email_mailbox,email_why
	1,<dora@EXAMPLE.com>,dora@example.com,
	2,,,empty
	3,no address,,no_at
	4,Ana <ana@example.com>,ana@example.com,
	5,a@example.com; b@example.com,,several

test: of several forms of a column, the first that fails gives the reason
run: am-normalize --keep email:exact,email:mailbox,id:ascii mixed.csv | tail -n +3
out:
	2,,,,2,empty,
	3,no address,no address,,3,no_at,
	4,Ana <ana@example.com>,Ana <ana@example.com>,ana@example.com,4,,
	5,a@example.com; b@example.com,a@example.com; b@example.com,,5,several,

test: the first column of the list that fails is the one in the message
run: am-normalize b:mailbox,a:mailbox roles.csv
status: 2
err:
	am-normalize: roles.csv:4: column a: no_at

test: --role marks the mailboxes of offices
run: am-normalize --keep --role a:mailbox,b:mailbox,b:exact roles.csv
out:
	a,b,a_mailbox,b_mailbox,b_exact,a_why,b_why,a_role,b_role
	info@example.com,ana@example.com,info@example.com,ana@example.com,ana@example.com,,,yes,
	Ana <ana@example.com>,ventas@example.org,ana@example.com,ventas@example.org,ventas@example.org,,,,yes
	x,postmaster@example.org,,postmaster@example.org,postmaster@example.org,no_at,,,yes

test: --role without a form that makes mailboxes is a mistake
run: am-normalize --role a:ascii,b:md5 roles.csv
status: 2
err:
	am-normalize: --role: no column is listed with mailbox or person

test: person follows the table of providers that ships
make: printf 'email\nA.na+x@gmail.com\nana@googlemail.com\na.na+x@example.com\n' > t.csv
run: am-normalize email:person t.csv
out:
	email,email_person
	A.na+x@gmail.com,ana@gmail.com
	ana@googlemail.com,ana@gmail.com
	a.na+x@example.com,a.na+x@example.com

test: the name before the hyphen of an address at Yahoo is not that of an account
make: printf 'email\nana@yahoo.com\nana-shop@yahoo.com\nana-news@yahoo.com\nana-@yahoo.com\n-x@yahoo.com\na.-x@yahoo.com\n' > t.csv
run: am-normalize -c email_person email:person t.csv
out:
	email_person
	ana@yahoo.com
	ana-@yahoo.com
	ana-@yahoo.com
	ana-@yahoo.com
	-x@yahoo.com
	a.-x@yahoo.com

test: a table in the folder of the run comes first
make: mkdir address
make: printf 'domain,alias_of,subaddress_separator,dots_ignored\nexample.com,example.org,-,no\n' > address/providers.csv
make: printf 'email\nana-x@example.com\na.na@gmail.com\n' > t.csv
run: am-normalize email:person t.csv
out:
	email,email_person
	ana-x@example.com,ana@example.org
	a.na@gmail.com,a.na@gmail.com

test: a rule that cannot be read stops the run before anything is written
make: mkdir address
make: printf 'domain,alias_of,subaddress_separator,dots_ignored\nexample.com,,+,perhaps\n' > address/providers.csv
run: am-normalize -o out.csv email:person people.csv
status: 2
err:
	am-normalize: ./address/providers.csv:2: column dots_ignored: neither yes nor no
absent: out.csv

test: a table without a rule is none
make: mkdir address
make: echo domain,alias_of,subaddress_separator,dots_ignored > address/providers.csv
run: am-normalize email:person people.csv
status: 2
err:
	am-normalize: ./address/providers.csv: no rules

test: without a table person cannot be made
run: AMENDS_SHARE=none am-normalize email:person people.csv 2>&1 | sed 's/none, .*/none/'
status: 2
out:
	am-normalize: cannot find address/providers.csv in the folder of the run, none
err:

test: no list
run: am-normalize < people.csv
status: 2
err:
	am-normalize: missing operand (usage: am-normalize [options] COL:FORM[,COL:FORM...] [FILE...])

test: a column without a form
run: am-normalize email people.csv
status: 2
err:
	am-normalize: every item of the list is COLUMN:FORM, as in email:mailbox

test: an empty item
run: am-normalize email:mailbox, people.csv
status: 2
err:
	am-normalize: every item of the list is COLUMN:FORM, as in email:mailbox

test: a form that does not exist
run: am-normalize email:mail people.csv
status: 2
err:
	am-normalize: unknown form mail (the forms are exact, ascii, mailbox, person, phone, place, google, uid2, meta, tiktok; the digests sha256, sha1, md5, hmac-sha256)

test: a form without a column
run: am-normalize :mailbox people.csv
status: 2
err:
	am-normalize: COL:FORM: name 1 of the list cannot be read (names that hold , : = or " are quoted as in CSV)

test: a renamed column
run: am-normalize mail=email:mailbox people.csv
status: 2
err:
	am-normalize: COL:FORM: a column cannot be renamed here (-c does that)

test: a column that is not there, with the nearest name
run: am-normalize Email:mailbox people.csv
status: 2
err:
	am-normalize: people.csv: no column Email (did you mean email? the header has id, email, name)

test: a position that is not there
run: am-normalize '#4:mailbox' people.csv
status: 2
err:
	am-normalize: people.csv: no column #4 (the header has 3)

test: a file without a header tells no address
make: printf '1,ana@example.com\n2,ben@example.org\n' > t.csv
run: am-normalize email:mailbox t.csv
status: 2
err:
	am-normalize: t.csv: no column email (the first line looks like data, not like a header)

test: a column that stands twice
make: printf 'email,email\na,b\n' > t.csv
run: am-normalize email:ascii t.csv
status: 2
err:
	am-normalize: t.csv: two columns are named email

test: by its position it can be had
make: printf 'email,email\na,B\n' > t.csv
run: am-normalize '#2:ascii' t.csv
out:
	email,email,email_ascii
	a,B,b

test: a form listed twice, under two names of the column
run: am-normalize email:mailbox,#2:mailbox people.csv
status: 2
err:
	am-normalize: COL:FORM: a column is listed twice with mailbox

test: the table has a column of that name already
make: printf 'email,email_ascii\na,b\n' > t.csv
run: am-normalize email:ascii t.csv
status: 2
err:
	am-normalize: t.csv: there is a column email_ascii already

test: names that hold the signs of the grammar are quoted
make: printf '"e,mail","a:b"\nANA@example.com,X\n' > t.csv
run: am-normalize '"a:b":ascii,"e,mail":mailbox' t.csv
out:
	"e,mail",a:b,a:b_ascii,"e,mail_mailbox"
	ANA@example.com,X,x,ana@example.com

test: -c picks and renames, added columns too
run: am-normalize -c key=email_mailbox,id email:mailbox people.csv
out:
	key,id
	ana@example.com,1
	ben@example.org,2
	carla@example.net,3

test: CRLF, gzip and parts with their columns in another order
make: printf 'id,email\r\n1,ANA@example.com\r\n' | gzip > one.csv.gz
make: printf 'email,id\nBen@example.org,2\n' > two.csv
run: am-normalize --source email:mailbox one.csv.gz two.csv
out:
	id,email,source,line,email_mailbox
	1,ANA@example.com,one.csv.gz,2,ana@example.com
	2,Ben@example.org,two.csv,2,ben@example.org

test: stdin, and a table without rows
run: printf 'email\n' | am-normalize email:mailbox
out:
	email,email_mailbox

test: a quoted value with doubled quotes, blanks and a line end inside
make: printf 'email\n"""B, Ana""\n <ana@example.com>"\n"\xc2\xa0BEN@example.org "\n' > t.csv
run: am-normalize -c email_mailbox email:mailbox t.csv
out:
	email_mailbox
	ana@example.com
	ben@example.org

test: addresses beyond ASCII, in the letters of their key
make: printf 'email\nJOS\xc3\x89@b\xc3\xbccher.example\nana\xef\xbc\xa0example.com\nj\xef\xbf\xbd@example.com\nx\xff@example.com\n' > t.csv
run: am-normalize --keep -c email_mailbox,email_why email:mailbox t.csv
out:
	email_mailbox,email_why
	josé@xn--bcher-kva.example,
	ana@example.com,
	,replacement_character
	,not_utf8

test: a dry run writes nothing
run: am-normalize -n -r rejects.csv email:mailbox mixed.csv
out:
err:
	am-normalize: would write 2 rows to <stdout> (in 5, dropped 0, rejected 3)
absent: rejects.csv

test: the account of the run closes
run: am-normalize -l ledger.csv -r rejects.csv -o out.csv email:mailbox mixed.csv && cut -d, -f3,5 ledger.csv
out:
	role,rows
	begin,0
	in,5
	out,2
	reject,3
	end,0

test: phones, places and what platforms hash
file t.csv:
	tel,city,mail
	+52 55 1234 5678," MONTERREY",Ana@Example.com
	,,
run: am-normalize --keep tel:phone,city:place,mail:google,mail:uid2,mail:meta,mail:tiktok t.csv | head -2
out:
	tel,city,mail,tel_phone,city_place,mail_google,mail_uid2,mail_meta,mail_tiktok,tel_why,city_why,mail_why
	+52 55 1234 5678, MONTERREY,Ana@Example.com,+525512345678,monterrey,ana@example.com,ana@example.com,ana@example.com,ana@example.com,,,

test: a number without a country is a reject, with one it is not
make: printf 'tel\n55 1234 5678\n' >t.csv
run: am-normalize --keep tel:phone t.csv; am-normalize --country MX tel:phone t.csv; am-normalize tel:phone t.csv
status: 2
out:
	tel,tel_phone,tel_why
	55 1234 5678,,no_country
	tel,tel_phone
	55 1234 5678,+525512345678
	tel,tel_phone
err:
	am-normalize: t.csv:2: column tel: no_country

test: digests are written in one way
file t.csv:
	h
	CDB9D6A1DDDC375A09CC83E3001598DC
	zbnWod3cN1oJzIPjABWY3A==
	 cdb9d6a1dddc375a09cc83e3001598dc 
	cdb9d6a1dddc375a09cc83e3001598d
	""
run: am-normalize --keep h:md5,h:sha256 t.csv
out:
	h,h_md5,h_sha256,h_why
	CDB9D6A1DDDC375A09CC83E3001598DC,cdb9d6a1dddc375a09cc83e3001598dc,,bad_digest
	zbnWod3cN1oJzIPjABWY3A==,cdb9d6a1dddc375a09cc83e3001598dc,,bad_digest
	 cdb9d6a1dddc375a09cc83e3001598dc ,cdb9d6a1dddc375a09cc83e3001598dc,,bad_digest
	cdb9d6a1dddc375a09cc83e3001598d,,,bad_digest
	,,,empty

test: a digest that is none stops the run
run: am-normalize email:sha256 people.csv
status: 2
err:
	am-normalize: people.csv:2: column email: bad_digest

test: --role is of mailboxes only
run: printf 'e,f\ninfo@example.com,info@example.com\n' | am-normalize --role e:google,f:mailbox
out:
	e,f,e_google,f_mailbox,f_role
	info@example.com,info@example.com,info@example.com,info@example.com,yes

test: the same digest twice
run: am-normalize email:md5,email:md5 people.csv
status: 2
err:
	am-normalize: COL:FORM: a column is listed twice with md5

test: nothing is hashed here, so there is no key
run: am-normalize --key-file key email:hmac-sha256 people.csv
status: 2
out:
err:
	am-normalize: unknown option --key-file (see am-normalize --help)

test: a country that no form asks for
run: am-normalize --country MX email:mailbox people.csv
status: 2
out:
err:
	am-normalize: --country: no form here asks for it (phone and place do)

test: the name of an added column has no hyphen of ours
run: printf 'a-b\n90D5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263\n' | am-normalize -c a-b_hmac_sha256 a-b:hmac-sha256
out:
	a-b_hmac_sha256
	90d5988179bd4f544190ab0140f6a59b1722a85b36ce174c35519c22d4f6e263
