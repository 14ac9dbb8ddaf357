base:
file people.csv:
	id,email,phone
	1,Ana@Example.com,+12345678901
	2,"""Ben B"" <ben@example.org>",+12345678901
file mixed.csv:
	id,email
	1,<dora@EXAMPLE.com>
	2,
	3,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad
	4,"a@example.com; b@example.com"
	5,carla@example.net
make: printf Jefe > key; chmod 600 key

# The digests of these tables were made by sha256sum, md5sum, sha1sum, openssl and xxhsum.
test: sha256 of the form, behind the columns of the table
run: am-hash -a sha256 email:mailbox,phone:exact people.csv
out:
	id,email,phone,email_mailbox_sha256,phone_exact_sha256
	1,Ana@Example.com,+12345678901,8e43ca37701228e74983efdbd0cff5c16b3b1e5d4e29a7c05626d4d25a018e11,10e6f0b47054a83359477dcb35231db6de5c69fb1816e1a6b98e192de9e5b9ee
	2,"""Ben B"" <ben@example.org>",+12345678901,9de4dcc67240d5069ba21cd4de156498e8cc55befa6d32efeff7c106a4706640,10e6f0b47054a83359477dcb35231db6de5c69fb1816e1a6b98e192de9e5b9ee

test: base64, as UID2 documents it
run: am-hash -a sha256 --encoding base64 -c phone_exact_sha256 phone:exact people.csv
out:
	phone_exact_sha256
	EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4=
	EObwtHBUqDNZR33LNSMdtt5cafsYFuGmuY4ZLenlue4=

test: upper-case hex
run: am-hash -a md5 --encoding HEX -c phone_exact_md5 phone:exact people.csv
out:
	phone_exact_md5
	06119822519D6D4AB4E9E0EF2A87D1FE
	06119822519D6D4AB4E9E0EF2A87D1FE

test: hex said aloud, and sha1
run: am-hash --algorithm sha1 --encoding=hex -c phone_exact_sha1 phone:exact people.csv
out:
	phone_exact_sha1
	2e7a9b0eb81ecc59b62be7f249c4b248f37609b9
	2e7a9b0eb81ecc59b62be7f249c4b248f37609b9

test: hmac-sha256 with the key of RFC 4231, case 2
make: printf 'text\nwhat do ya want for nothing?\n' > t.csv
run: am-hash -a hmac-sha256 --key-file key text:exact t.csv
out:
	text,text_exact_hmac_sha256
	what do ya want for nothing?,5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843

test: a newline at the end of a key file is part of the key
make: printf 'text\nwhat do ya want for nothing?\n' > t.csv
make: echo >> key
run: am-hash -a hmac-sha256 --key-file key -c text_exact_hmac_sha256 text:exact t.csv
out:
	text_exact_hmac_sha256
	b224915cc413d6b0615f7cd4864d39f24feb907e7752b1fdaba1a3513d7e16ed

test: xxh3 needs no form: without one the bytes are taken as they are
make: printf 'text\na\n' > t.csv
run: am-hash -a xxh3-64 text t.csv && am-hash -a xxh3-128 text:exact t.csv
out:
	text,text_exact_xxh3_64
	a,e6c632b61e964e1f
	text,text_exact_xxh3_128
	a,a96faf705af16834e6c632b61e964e1f

test: published digests of names beyond ASCII
make: printf 'name\nval\xc3\xa9ry\n\xec\xa0\x95\n' > t.csv
run: am-hash -a sha256 -c name_exact_sha256 name:exact t.csv
out:
	name_exact_sha256
	08e1996b5dd49e62a4b4c010d44e4345592a863bb9f8e3976219bac29417149c
	8fa8cd9c440be61d0151429310034083132b35975c4bea67fdd74158eb51db14

test: several forms of a column, in the order of the list
run: am-hash -a md5 -c email_mailbox_md5,email_ascii_md5 --keep email:ascii,email:mailbox,#1:exact people.csv | head -n 2
out:
	email_mailbox_md5,email_ascii_md5
	cdb9d6a1dddc375a09cc83e3001598dc,cdb9d6a1dddc375a09cc83e3001598dc

test: a value without a key stops the run; the message says where, which column and why
run: am-hash -a sha256 -o out.csv email:mailbox mixed.csv
status: 2
err:
	am-hash: mixed.csv:3: column email: empty
absent: out.csv

test: with -r it is a reject, with the reason; so is what is a digest already
run: am-hash -a xxh3-64 -r rejects.csv -c id,email_mailbox_xxh3_64 email:mailbox mixed.csv && cat rejects.csv
out:
	id,email_mailbox_xxh3_64
	1,c8db8fdad0d0618a
	5,39f3e2bd9f1b2fa2
	file,line,reason,record
	mixed.csv,3,empty,"2,"
	mixed.csv,4,already_digest,"3,ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
	mixed.csv,5,several,"4,""a@example.com; b@example.com"""

test: --keep keeps every row and says why there is no digest
run: am-hash -a xxh3-64 --keep -c id,email_mailbox_xxh3_64,email_why email:mailbox mixed.csv
out:
	id,email_mailbox_xxh3_64,email_why
	1,c8db8fdad0d0618a,
	2,,empty
	3,,already_digest
	4,,several
	5,39f3e2bd9f1b2fa2,

test: of several forms of a column, the first that fails gives the reason
make: printf 'a\nx\n' > t.csv
run: am-hash -a xxh3-64 --keep a:exact,a:mailbox t.csv
out:
	a,a_exact_xxh3_64,a_mailbox_xxh3_64,a_why
	x,eaf06c6480b2cd11,,no_at

test: what looks like a digest is refused in every form and encoding, blanks round it or not
make: printf 'v\nD41D8CD98F00B204E9800998ECF8427E\nda39a3ee5e6b4b0d3255bfef95601890afd80709\n 47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU= \n1B2M2Y8AsgTpgAmY7PhCfg==\n2jmj7l5rSw0yVb/vlWAYkK/YBwk=\n1234567890123456\n' > t.csv
run: am-hash -a xxh3-64 --keep -c v_why v t.csv
out:
	v_why
	already_digest
	already_digest
	already_digest
	already_digest
	already_digest
	""

test: --digests hashes it like any text
make: printf 'v\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n' > t.csv
run: am-hash -a sha256 --digests -c v_exact_sha256 v:exact t.csv
out:
	v_exact_sha256
	dfe7a23fefeea519e9bbfdd1a6be94c4b2e4529dd6b7cbea83f9959c2621b13c

test: with --digests a form still says what it is not
run: am-hash -a sha256 --digests --keep -c id,email_why email:mailbox mixed.csv | sed -n 4p
out:
	3,no_at

test: no algorithm
run: am-hash email:mailbox people.csv
status: 2
err:
	am-hash: -a ALGO is missing (the algorithms are xxh3-64, xxh3-128, sha256, sha1, md5, hmac-sha256)

test: an algorithm that is not known
run: am-hash -a sha-256 email:mailbox people.csv
status: 2
err:
	am-hash: -a: unknown algorithm sha-256 (the algorithms are xxh3-64, xxh3-128, sha256, sha1, md5, hmac-sha256)

test: an encoding that is not known
run: am-hash -a sha256 --encoding Hex email:mailbox people.csv
status: 2
err:
	am-hash: --encoding: unknown encoding Hex (the encodings are hex, HEX, base64)

test: a cryptographic digest needs a stated form
run: am-hash -a sha256 -o out.csv email:mailbox,phone people.csv
status: 2
err:
	am-hash: sha256 needs a stated form for every column: COL:mailbox, say, or COL:exact for the bytes as they are
absent: out.csv

test: so does a keyed one
run: am-hash -a hmac-sha256 --key-file key email people.csv
status: 2
err:
	am-hash: hmac-sha256 needs a stated form for every column: COL:mailbox, say, or COL:exact for the bytes as they are

test: a keyed digest without a key
run: am-hash -a hmac-sha256 email:mailbox people.csv
status: 2
err:
	am-hash: hmac-sha256 needs a secret key (--key-file)

test: a key for an algorithm that takes none
run: am-hash -a xxh3-128 --key-file key email:mailbox people.csv
status: 2
err:
	am-hash: --key-file: no value here is hashed with a key (hmac-sha256)

test: sha256 takes none either
run: am-hash -a sha256 --key-file key email:mailbox people.csv
status: 2
err:
	am-hash: --key-file: no value here is hashed with a key (hmac-sha256)

test: a key file that others can read
make: chmod 640 key
run: am-hash -a hmac-sha256 --key-file key -o out.csv email:mailbox people.csv
status: 2
err:
	am-hash: key: group or others have rights on the key file (chmod 600)
absent: out.csv

test: a key file that is not there
run: am-hash -a hmac-sha256 --key-file nokey email:mailbox people.csv
status: 2
err:
	am-hash: nokey: No such file or directory

test: a key that is no regular file
run: am-hash -a hmac-sha256 --key-file . email:mailbox people.csv
status: 2
err:
	am-hash: .: not a regular file

test: an empty key
make: : > key
run: am-hash -a hmac-sha256 --key-file key email:mailbox people.csv
status: 2
err:
	am-hash: key: a key has 1 to 4096 bytes

test: a key that is too long
make: head -c 4097 /dev/zero > key
run: am-hash -a hmac-sha256 --key-file key email:mailbox people.csv
status: 2
err:
	am-hash: key: a key has 1 to 4096 bytes

test: the key is no output
run: am-hash -a hmac-sha256 --key-file key -o key email:mailbox people.csv
status: 2
err:
	am-hash: output is also an input: key

test: two key files
run: am-hash -a hmac-sha256 --key-file key --key-file key email:mailbox people.csv
status: 2
err:
	am-hash: option --key-file is given twice

test: no list
run: am-hash -a sha256 < people.csv
status: 2
err:
	am-hash: missing operand (usage: am-hash -a ALGO [options] COL:FORM[,COL:FORM...] [FILE...])

test: a form that does not exist
run: am-hash -a sha256 email:mail people.csv 2>&1 | sed 's/ (the forms.*//'
status: 2
out:
	am-hash: unknown form mail
err:

test: a form without a column
run: am-hash -a sha256 :mailbox people.csv
status: 2
err:
	am-hash: COL:FORM: name 1 of the list cannot be read (names that hold , : = or " are quoted as in CSV)

test: an empty item
run: am-hash -a xxh3-64 email, people.csv
status: 2
err:
	am-hash: COL:FORM: name 1 of the list cannot be read (names that hold , : = or " are quoted as in CSV)

test: a renamed column
run: am-hash -a xxh3-64 mail=email people.csv
status: 2
err:
	am-hash: COL:FORM: a column cannot be renamed here (-c does that)

test: a column that is not there
run: am-hash -a sha256 Email:mailbox people.csv
status: 2
err:
	am-hash: people.csv: no column Email (did you mean email? the header has id, email, phone)

test: a form listed twice, once unstated
run: am-hash -a xxh3-64 email,#2:exact people.csv
status: 2
err:
	am-hash: COL:FORM: a column is listed twice with exact

test: the table has a column of that name already
make: printf 'email,email_exact_xxh3_64\na,b\n' > t.csv
run: am-hash -a xxh3-64 email t.csv
status: 2
err:
	am-hash: t.csv: there is a column email_exact_xxh3_64 already

test: without a table person cannot be made
run: AMENDS_SHARE=none am-hash -a sha256 email:person people.csv 2>&1 | sed 's/none, .*/none/'
status: 2
out:
	am-hash: cannot find address/providers.csv in the folder of the run, none
err:

test: names that hold the signs of the grammar are quoted
make: printf '"e,mail","a:b"\na,a\n' > t.csv
run: am-hash -a xxh3-64 '"a:b","e,mail":exact' t.csv
out:
	"e,mail",a:b,a:b_exact_xxh3_64,"e,mail_exact_xxh3_64"
	a,a,e6c632b61e964e1f,e6c632b61e964e1f

test: gzip, parts with their columns in another order, and their source
make: printf 'id,v\r\n1,a\r\n' | gzip > one.csv.gz
make: printf 'v,id\na,2\n' > two.csv
run: am-hash -a xxh3-64 --source v one.csv.gz two.csv
out:
	id,v,source,line,v_exact_xxh3_64
	1,a,one.csv.gz,2,e6c632b61e964e1f
	2,a,two.csv,2,e6c632b61e964e1f

test: stdin, and a table without rows
run: printf 'email\n' | am-hash -a sha1 email:mailbox
out:
	email,email_mailbox_sha1

test: no file of libcrypto's decides anything
make: printf 'openssl_conf = none\n[none]\nno such\n' > bad.cnf
make: printf 'text\nabc\n' > t.csv
run: OPENSSL_CONF=$PWD/bad.cnf OPENSSL_MODULES=$PWD am-hash -a md5 -o out.csv text:exact t.csv && cat out.csv
out:
	text,text_exact_md5
	abc,900150983cd24fb0d6963f7d28e17f72

test: a dry run writes nothing
run: am-hash -a sha256 -n -r rejects.csv email:mailbox mixed.csv
out:
err:
	am-hash: would write 2 rows to <stdout> (in 5, dropped 0, rejected 3)
absent: rejects.csv

test: the account of the run closes
run: am-hash -a sha256 -l ledger.csv -r rejects.csv -o out.csv email:mailbox mixed.csv && cut -d, -f3,5 ledger.csv
out:
	role,rows
	begin,0
	in,5
	out,2
	reject,3
	end,0

test: a digest is no form
run: printf 'h\nx\n' | am-hash -a sha256 h:sha256
status: 2
out:
err:
	am-hash: COL:FORM: sha256 is a digest, not a form

test: a phone of a country
run: printf 'p\n55 1234 5678\n' | am-hash -a md5 --country MX -c p_phone_md5 p:phone; printf %s +525512345678 | md5sum | cut -c-32
out:
	p_phone_md5
	199eab317b1ddf82c30a589b3e088702
	199eab317b1ddf82c30a589b3e088702
