base:
file profiles/crm.csv:
	what,name,value,means,language,note
	system,,Crm Example,,,
	holds,,customers,,,
	grade,,documented,,,its manual
	charset,,utf-8,,,
	charset,,windows-1252,,,
	tail,,Total,,,
	recognise,,Record Id,,,
	recognise,mail,Email,,,
	recognise,mail,Correo,,,
	column,id,Record Id,,,
	column,email,Email,,,
	column,email,Correo,,,
	column,phone,Phone,,,
	column,since,Created Time,,,
	dates,,YYYY-MM-DD hh:mm:ss,,,
	dates,,D/M/YYYY,,,
	zone,,Europe/Madrid,,,
	constant,relation,customer,,,
	where,,Setup > Data > Export,,en,
	where,,Configuración > Datos > Exportar los contactos de la cuenta y no los que solo están en una vista,,es,
	tick,,All fields,,en,
	trap,,Times have no zone: they are those of the account,,en,
file profiles/news.csv:
	what,name,value,means,language
	system,,News Example,,
	holds,,people,,
	holds,,consents,,
	grade,,seen,,
	recognise,,LEID,,
	recognise,mail,Email Address,,
	recognise,mail,Email,,
	recognise-not,,UNSUB_TIME,,
	column,id,LEID,,
	column,email,Email Address,,
	column,email,Email,,
	column,name,Full Name,,
	column,first,First Name,,
	column,last,Last Name,,
	column,joined_at,OPTIN_TIME,,
	column,optin_at,OPTIN_TIME,,
	column,optin_ip,OPTIN_IP,,
	column,confirmed_at,CONFIRM_TIME,,
	column,confirmed_ip,CONFIRM_IP,,
	column,optout,STATUS,,
	word,optout,no,optout,
	word,optout,yes,none,
	column,optout_at,LEFT,,
	zone,,UTC,,
file profiles/gone.csv:
	what,name,value,means
	system,,News Example,
	holds,,consents,
	grade,,seen,
	recognise,,UNSUB_TIME,
	recognise,,Email Address,
	column,email,Email Address,
	column,at,UNSUB_TIME,
	constant,event,optout,
file profiles/log.csv:
	what,name,value,means
	system,,Log Example,
	holds,,sends,
	grade,,seen,
	recognise,,st_text,
	recognise,,email,
	column,message_id,mid,
	column,email,email,
	column,sent_at,ts,
	column,campaign,tag,
	column,outcome,st_text,
	column,subject,sub,
	constant,channel,email,
	dates,sent_at,DD-MM-YYYY hh:mm:ss,
	word,outcome,Inviata,sent
	word,outcome,HARD BOUNCE,bounced_hard
	word,outcome,Aperta,opened
file profiles/sent.csv:
	what,name,value,means
	system,,News Example,
	holds,,sends,
	grade,,seen,
	recognise,,Email Address,
	recognise-not,,LEID,
	recognise-not,,UNSUB_TIME,
	recognise-file,,*sent*,
	column,email,Email Address,
	constant,channel,email,
file profiles/book.csv:
	what,name,value,means
	system,,Book Example,
	holds,,people,
	grade,,unverified,
	recognise,,E-mail 1 - Value,
	column,id,Id,
	column,email,E-mail 1 - Value,
	column,phone,Phone,
	column,name,Name,
	split,email,:::,
	column,joined_at,Added,
	column,place,Zone,
	zone,joined_at,@place,
file crm.txt:
	Record Id,Email,Phone,Created Time,Owner
	'1,ana@example.com,'+34600000000,2020-03-01 10:00:00,x
	2,BEN@example.org,,5/7/2019,x
	3,"carla@example.net",,,x
file news.txt:
	Email Address,First Name,Last Name,LEID,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,STATUS,LEFT
	ana@example.com,Ana,Ruiz,1,2015-01-01 10:00:00,192.0.2.1,2015-01-01 10:05:00,192.0.2.2,yes,
	ben@example.org,Ben,,2,,,2015-01-01 10:05:00,,No ,2016-01-01 00:00:00
	carla@example.net,,,3,,,,,maybe,
	dora@example.net,,,4,2015-02-01 10:00:00,192.0.2.1,,,,
	elsa@example.net,,,5,,,,,,
file log.txt:
	st_text,ts,sub,email,tag,mid
	Inviata,21-01-2026 10:22:05,Hello,ana@example.com,promo,<1@example.com>
	hard bounce,31-12-2025 23:59:59,Hello,ben@example.org,promo,<2@example.com>
	Palabra,21-01-2026 10:22:06,Hello,carla@example.net,promo,<3@example.com>
	 palabra,,Hello,dora@example.net,,<4@example.com>
	,21-01-2026 10:22:07,Hello,elsa@example.net,promo,<5@example.com>
file people.csv:
	id,email
	1,Ana@example.com
	4,dora@EXAMPLE.net

test: columns become roles, dates UTC, and each row says where it stands
run: am-import -p crm crm.txt
out:
	id,email,phone,since,relation,source,line,offset,length
	1,ana@example.com,+34600000000,2020-03-01T09:00:00Z,customer,crm.txt,2,41,55
	2,BEN@example.org,,2019-07-04T22:00:00Z/2019-07-05T21:59:59Z,customer,crm.txt,3,96,30
	3,carla@example.net,,,customer,crm.txt,4,126,26

test: the place of a row is that of its bytes in the file
run: am-import -p crm -c line,offset,length crm.txt | tail -n +2 | while IFS=, read -r l o n; do tail -c +$((o + 1)) crm.txt | head -c $n | cut -d, -f1; done
out:
	'1
	2
	3

test: a profile by its path; gz; -o, -z and the ledger
make: gzip crm.txt
run: am-import -p profiles/crm.csv -l led -o out.csv crm.txt.gz && am-select -c id,line out.csv && am-audit led && cut -d, -f2,3,4,5 led
out:
	id,line
	1,2
	2,3
	3,4
	fault,run,filter,name,detail
	filter,role,name,rows
	am-import,begin,,0
	am-import,in,crm.txt.gz,3
	am-import,out,out.csv,3
	am-import,end,,0

test: several files are parts of one export, whose columns may have moved
make: printf 'Created Time,Record Id,Owner,Phone,Email\n2021-01-01 00:00:00,9,x,,zoe@example.com\n' >part2.txt
run: am-import -p crm -c id,email,since,source,line crm.txt part2.txt
out:
	id,email,since,source,line
	1,ana@example.com,2020-03-01T09:00:00Z,crm.txt,2
	2,BEN@example.org,2019-07-04T22:00:00Z/2019-07-05T21:59:59Z,crm.txt,3
	3,carla@example.net,,crm.txt,4
	9,zoe@example.com,2020-12-31T23:00:00Z,part2.txt,2

test: a part with a column that was renamed
make: printf 'Record Id,Correo,Phone,Created Time,Owner\n9,zoe@example.com,,,\n' >part2.txt
run: am-import -p crm crm.txt part2.txt
status: 2
out:
err:
	am-import: part2.txt: no column Email, which crm.txt has

test: a part without a column
make: printf 'Record Id,Email,Phone,Created Time\n9,zoe@example.com,,\n' >part2.txt
run: am-import -p crm crm.txt part2.txt
status: 2
out:
err:
	am-import: part2.txt: no column Owner, which crm.txt has

test: stdin, and what it is called
run: am-import -p crm --name dumps/crm.zip/Contacts.csv -c id,source,line <crm.txt
out:
	id,source,line
	1,dumps/crm.zip/Contacts.csv,2
	2,dumps/crm.zip/Contacts.csv,3
	3,dumps/crm.zip/Contacts.csv,4

test: --name names stdin alone
run: am-import -p crm --name x crm.txt
status: 2
err:
	am-import: --name: names stdin, and FILEs have names

test: a name is put together; a profile of several kinds needs --as
run: am-import -p news --as people -c id,email,name,joined_at news.txt
out:
	id,email,name,joined_at
	1,ana@example.com,Ana Ruiz,2015-01-01T10:00:00Z
	2,ben@example.org,Ben,
	3,carla@example.net,,
	4,dora@example.net,,2015-02-01T10:00:00Z
	5,elsa@example.net,,

test: a name of its own wins where it is filled
make: printf 'LEID,Email,Full Name,First Name,Last Name\n1,a@example.com,Ana Maria,Ana,Ruiz\n2,b@example.com, ,Ben,\n' >n.txt
run: am-import -p news --as people -c name n.txt
out:
	name
	Ana Maria
	Ben

test: a profile of several kinds
run: am-import -p news news.txt
status: 2
err:
	am-import: the profile news holds people|consents: say which with --as

test: a kind that the profile does not hold
run: am-import -p news --as sends news.txt
status: 2
err:
	am-import: --as: the profile news holds people|consents

test: consents: what was given and what was withdrawn, and what each row proves
run: am-import -p news --as consents -c email,event,at,evidence,line -l led news.txt; grep -o 'drop,[a-z_]*,[0-9]*\|extra,[a-z]*,[0-9]*\|lines=.*' led
out:
	email,event,at,evidence,line
	ana@example.com,optin,2015-01-01T10:05:00Z,proven,2
	ben@example.org,optin,2015-01-01T10:05:00Z,weak,3
	ben@example.org,optout,2016-01-01T00:00:00Z,proven,3
	carla@example.net,unknown,,weak,4
	dora@example.net,optin,2015-02-01T10:00:00Z,proven,5
	drop,no_event,1
	extra,again,1
	lines=6 unknown_words=1

test: consents: one event a row
make: printf 'Email Address,UNSUB_TIME\na@example.com,2015-01-01 10:00:00\nb@example.com,\n' >gone.txt
run: am-import -p gone --zone UTC -c email,event,at,evidence gone.txt && am-import -p gone --set event=none -l led gone.txt; grep -o "drop,[a-z_]*,[0-9]*" led
out:
	email,event,at,evidence
	a@example.com,optout,2015-01-01T10:00:00Z,proven
	b@example.com,optout,,weak
	email,phone,customer,event,at,evidence,purpose,source,line,offset,length
	drop,no_event,2

test: consents: a constant event that no rule could have meant
make: printf 'Email Address,UNSUB_TIME\na@example.com,2015-01-01 10:00:00\n' >gone.txt
run: am-import -p gone --set event=left gone.txt
status: 2
err:
	am-import: --set: the role event cannot hold that word

test: consents: the decision table of the folder is used, and refused when it lacks a case
make: mkdir rules && printf 'rule,event,=evidence\nA,optout,weak\n' >rules/consent_evidence.csv
run: am-import -p news --as consents news.txt
status: 2
err:
	am-import: ./rules/consent_evidence.csv: no rule for an event of this kind

test: consents: the decision table has one output
make: mkdir rules && printf 'rule,event,=proof\nA,,weak\n' >rules/consent_evidence.csv
run: am-import -p news --as consents news.txt
status: 2
err:
	am-import: ./rules/consent_evidence.csv: its one output has to be evidence

test: words in any case; an unknown one is unknown, counted and listed
run: am-import -p log --zone Europe/Rome --unknown u.csv -l led -c email,sent_at,outcome log.txt; cat u.csv; grep -o 'lines=.*' led
out:
	email,sent_at,outcome
	ana@example.com,2026-01-21T09:22:05Z,sent
	ben@example.org,2025-12-31T22:59:59Z,bounced_hard
	carla@example.net,2026-01-21T09:22:06Z,unknown
	dora@example.net,,unknown
	elsa@example.net,2026-01-21T09:22:07Z,
	column,word,rows
	st_text, palabra,1
	st_text,Palabra,1
	lines=5 unknown_words=2

test: more unknown words than the list holds are counted
make: (echo st_text,ts,email,tag; seq 1 1003 | sed 's/.*/w&,,a@example.com,x/') >many.txt
run: am-import -p log --unknown u.csv -l led -o out.csv many.txt; wc -l <u.csv; grep -o 'lines=.*' led
out:
	1001
	lines=5 no_column=message_id no_column=subject unknown_words=1003 unknown_words_not_listed=3

test: without a zone a time stays as it is
run: am-import -p log -c sent_at log.txt
out:
	sent_at
	2026-01-21T10:22:05
	2025-12-31T23:59:59
	2026-01-21T10:22:06
	""
	2026-01-21T10:22:07

test: no time zone of that name
run: am-import -p log --zone Madrid log.txt
status: 2
err:
	am-import: --zone: no time zone of that name (Europe/Madrid, +02:00, UTC ...)

test: --zone-else, where nobody says a zone
run: am-import -p log --zone-else Europe/Madrid -c sent_at log.txt | sed -n 2p; am-import -p log --zone-else Europe/Madrid --zone UTC -c sent_at log.txt | sed -n 2p
out:
	2026-01-21T09:22:05Z
	2026-01-21T10:22:05Z

test: --zone-else behind the zone of a profile
make: printf 'zone,,UTC,\n' >>profiles/log.csv
run: am-import -p log --zone-else Europe/Madrid -c sent_at log.txt | sed -n 2p
out:
	2026-01-21T10:22:05Z

test: --zone-else that is no zone
run: am-import -p log --zone-else Madrid log.txt
status: 2
err:
	am-import: --zone-else: no time zone of that name (Europe/Madrid, +02:00, UTC ...)

test: a date that cannot be read, and one that was never shown
make: printf 'st_text,ts,sub,email,tag,mid\n,2026-01-21,,a@example.com,x,1\n,29-03-2026 02:30:00,,b@example.com,x,2\n,29-03-2026 03:30:00,,c@example.com,x,3\n' >d.txt
run: am-import -p log --zone Europe/Madrid -r rejects.csv -c email,sent_at d.txt; am-select -c line,reason rejects.csv
out:
	email,sent_at
	c@example.com,2026-03-29T01:30:00Z
	line,reason
	2,unreadable_time
	3,no_such_time

test: the same without -r
make: printf 'st_text,ts,sub,email,tag,mid\n,2026-01-21,,a@example.com,x,1\n' >d.txt
run: am-import -p log d.txt
status: 2
err:
	am-import: d.txt:2: column ts: unreadable_time

test: two formats that read one date as two days
make: printf 'st_text,ts,email,tag\n,2/3/2026,a@example.com,x\n' >d.txt
make: sed -i 's|^dates.*|dates,,D/M/YYYY,\ndates,,M/D/YYYY,|' profiles/log.csv
run: am-import -p log d.txt
status: 2
err:
	am-import: d.txt:2: column ts: ambiguous_time

test: --dates in place of the formats of the profile
make: printf 'st_text,ts,email,tag\n,2/3/2026,a@example.com,x\n' >d.txt
run: am-import -p log --dates M/D/YYYY -c sent_at d.txt
out:
	sent_at
	2026-02-03

test: --dates-too beside the formats of the profile, and of --dates
make: printf 'st_text,ts,email,tag\n,2026-03-02 10:00:01,a@example.com,x\n,21-01-2026 10:22:05,b@example.com,x\n' >d.txt
make: printf 'st_text,ts,email,tag\n,2026-03-02,a@example.com,x\n,2/3/2026,b@example.com,x\n' >e.txt
run: am-import -p log --dates-too iso -c sent_at d.txt; am-import -p log --dates-too iso --dates D/M/YYYY -c sent_at e.txt
out:
	sent_at
	2026-03-02T10:00:01
	2026-01-21T10:22:05
	sent_at
	2026-03-02
	2026-03-02

test: --dates-too that is no format
run: am-import -p log --dates-too 'YYYY-[' log.txt
status: 2
err:
	am-import: --dates-too: a format of times with [ and no ]

test: --dates that is no format
run: am-import -p log --dates 'YYYY-[' log.txt
status: 2
err:
	am-import: --dates: a format of times with [ and no ]

test: the row says its zone
make: printf 'Id,E-mail 1 - Value,Name,Added,Zone\n1,a@example.com,A,2020-01-01 10:00:00,Europe/Madrid\n2,b@example.com,B,2020-01-01 10:00:00,America/Mexico_City\n3,c@example.com,C,2020-01-01 10:00:00,\n4,d@example.com,D,2020-01-01 10:00:00,Mordor\n' >b.txt
run: am-import -p book -c id,joined_at -l led b.txt; grep -o 'lines=.*' led
out:
	id,joined_at
	1,2020-01-01T09:00:00Z
	2,2020-01-01T16:00:00Z
	3,2020-01-01T10:00:00
	4,2020-01-01T10:00:00
	lines=4 no_column=phone no_zone=2

test: a role that the file lacks is empty, and the ledger says so
make: printf 'Record Id,Correo\n1,a@example.com\n' >c.txt
run: am-import -p crm -l led c.txt; grep -o 'lines=.*' led
out:
	id,email,phone,since,relation,source,line,offset,length
	1,a@example.com,,,customer,c.txt,2,17,16
	lines=4 no_column=phone no_column=since

test: a role that a kind cannot do without
make: printf 'st_text,email,Fecha,Boletin\n,a@example.com,1,2\n' >d.txt
run: am-import -p log d.txt
status: 2
err:
	am-import: d.txt: no column for sent_at, without which a row of sends says nothing (give --column sent_at=NAME or --set sent_at=VALUE; it could be Fecha, Boletin)

test: what a file does not say is said by --set and --column
make: printf 'st_text,email,Fecha,Boletin\n,a@example.com,05-01-2026 00:00:00,2\n' >d.txt
run: am-import -p log --column sent_at=Fecha --set campaign=xmas --set outcome=sent -c sent_at,campaign,outcome,channel d.txt
out:
	sent_at,campaign,outcome,channel
	2026-01-05T00:00:00,xmas,sent,email

test: --set of a time is read as our tables write it, or as the export does
run: for t in 2026-01-05T10:00:00Z 2026-01-05T00:00:00Z/2026-01-06T00:00:00Z '2026-01-05 10:00:00' 2026-01-05 '05-01-2026 10:00:00'; do am-import -p log --zone Europe/Madrid --set "sent_at=$t" -c sent_at log.txt | sed -n 2p; done
out:
	2026-01-05T10:00:00Z
	2026-01-05T00:00:00Z/2026-01-06T00:00:00Z
	2026-01-05T09:00:00Z
	2026-01-04T23:00:00Z/2026-01-05T22:59:59Z
	2026-01-05T09:00:00Z

test: --set of a time that is none
run: am-import -p log --set sent_at=yesterday log.txt
status: 2
err:
	am-import: --set: sent_at: not a time

test: --set of a word that is none of ours
run: am-import -p log --set outcome=enviado log.txt
status: 2
err:
	am-import: --set: the role outcome cannot hold that word

test: --set of a word of the export means what it means there
run: am-import -p log --set outcome=inviata -c outcome log.txt | sort | uniq -c | tr -s ' '
out:
	 1 outcome
	 5 sent

test: --set and --column of a role that is none
run: am-import -p log --set colour=red log.txt
status: 2
err:
	am-import: --set: no role colour (sends has message_id, email, channel, sent_at, campaign, outcome, subject, purpose)

test: --column of a column that is none
run: am-import -p log --column campaign=Tag log.txt
status: 2
err:
	am-import: log.txt: no column Tag (did you mean tag? the header has st_text, ts, sub, email, tag, mid)

test: --set without a value, and twice
run: am-import -p log --set red log.txt
status: 2
err:
	am-import: --set: not ROLE=VALUE

test: --set twice for one role
run: am-import -p log --set campaign=a --set campaign=b log.txt
status: 2
err:
	am-import: --set: campaign is given twice

test: two columns that could be one role
make: printf 'Record Id,Email,Correo\n1,a@example.com,b@example.com\n' >c.txt
run: am-import -p crm c.txt
status: 2
err:
	am-import: c.txt: role email: columns Email and Correo (choose one with --column email=NAME, or NAME#2)

test: one of the two, chosen
make: printf 'Record Id,Email,Correo\n1,a@example.com,b@example.com\n' >c.txt
run: am-import -p crm --column email=Correo -c email c.txt
out:
	email
	b@example.com

test: a name that stands twice
make: printf 'Record Id,Email,R,Email\n1,a@example.com,,b@example.com\n' >c.txt
run: am-import -p crm c.txt
status: 2
err:
	am-import: c.txt: role email: columns Email and Email (choose one with --column email=NAME, or NAME#2)

test: the second of that name, and a column by its place
make: printf 'Record Id,Email,R,Email\n1,a@example.com,r,b@example.com\n' >c.txt
run: am-import -p crm --column email=Email#2 --column phone=#3 -c email,phone c.txt
out:
	email,phone
	b@example.com,r

test: a header that does not fit the profile, and the profile that does
run: am-import -p crm news.txt
status: 2
err:
	am-import: news.txt: does not fit the profile crm: no column Record Id (the profile news does)

test: a header that does not fit: one of two names, and no profile does
make: printf 'Record Id,Mail\n1,a@example.com\n' >c.txt
run: am-import -p crm c.txt
status: 2
err:
	am-import: c.txt: does not fit the profile crm: no column Email or Correo

test: a header that does not fit: a column that it must not have
make: printf 'LEID,Email,UNSUB_TIME\n1,a@example.com,x\n' >c.txt
run: am-import -p news --as people c.txt
status: 2
err:
	am-import: c.txt: does not fit the profile news: has column UNSUB_TIME

test: a header that does not fit, on stdin
make: printf 'LEID,Email,UNSUB_TIME\n1,a@example.com,x\n' >c.txt
run: am-import -p news --as people <c.txt
status: 2
err:
	am-import: <stdin>: does not fit the profile news: has column UNSUB_TIME

test: a file that is no table
make: printf '<!DOCTYPE html><html>403</html>\n' >c.txt
run: am-import -p crm c.txt
status: 2
err:
	am-import: c.txt: is an HTML page, not a table

test: title lines above the header, the header again, totals and Ctrl-Z
make: printf 'Informe de clientes\n\nRecord Id,Email\n1,a@example.com\nRecord Id,Email\n2,b@example.com\nTotal,2\n\032' >c.txt
run: am-import -p crm -c id,line,offset -l led c.txt; grep -o 'drop,[a-z_]*,[0-9]*' led
out:
	id,line,offset
	1,4,37
	2,6,69
	drop,header,1
	drop,total,2

test: --header-at and --delimiter
make: printf 'Record Id;Email;x\nRecord Id;Email\n1;a@example.com\n' >c.txt
run: am-import -p crm --header-at 2 --delimiter ';' -c id,email,line c.txt
out:
	id,email,line
	1,a@example.com,3

test: --header-at that is no line
run: am-import -p crm --header-at 0 crm.txt
status: 2
err:
	am-import: --header-at: not a line

test: --delimiter that is none
run: am-import -p crm --delimiter x crm.txt
status: 2
err:
	am-import: --delimiter: none of , ; TAB |

test: --charset for a file that is not UTF-8
make: printf 'Record Id;Correo;Ciudad\n1;mu\361oz@example.com;x\n' >c.txt
run: am-import -p crm --charset Windows-1252 -c email c.txt
out:
	email
	muñoz@example.com

test: a file that is not UTF-8, not declared
make: printf 'Record Id;Correo;Ciudad\n1;mu\361oz@example.com;x\n' >c.txt
run: am-import -p crm c.txt
status: 2
err:
	am-import: c.txt:2: field 2: bytes that are no utf-8: declare the encoding

test: --charset that is none
run: am-import -p crm --charset latin crm.txt
status: 2
err:
	am-import: --charset: no charset of that name (utf-8, windows-1252, iso-8859-1, utf-16le, utf-16be)

test: N09 a character that was lost in an address
make: printf 'Record Id,Email\n1,a\357\277\275@example.com\n2,b@example.com\n' >c.txt
run: am-import -p crm -r rejects.csv -c id c.txt; am-select -c line,reason rejects.csv
out:
	id
	2
	line,reason
	2,replacement_character

test: N21 blanks that nobody sees: round an address they stay, inside it is rejected
make: printf 'Record Id,Email\n1,a@example.com\302\240\n2,\342\200\213b@example.com\n3,c@\342\200\213example.com\n' >c.txt
run: am-import -p crm -r rejects.csv -c id,email -l led c.txt | tr -d '\302\240\342\200\213'; am-select -c line,reason rejects.csv; grep -o 'lines=.*' led
out:
	id,email
	1,a@example.com
	2,b@example.com
	line,reason
	4,inner_blank
	lines=5 no_column=phone no_column=since blanks_round_address=2

test: N23 numbers that Excel destroyed
make: printf 'Record Id,Email\n1.91431E+18,a@example.com\n"1,91E+18",b@example.com\n2E+10,c@example.com\n1E,d@example.com\nx1.9E+18,e@example.com\n1.9E+18x,f@example.com\n' >c.txt
run: am-import -p crm -r rejects.csv -c id c.txt; am-select -c line,reason rejects.csv
out:
	id
	1E
	x1.9E+18
	1.9E+18x
	line,reason
	2,id_damaged
	3,id_damaged
	4,id_damaged

test: N24 a leading apostrophe goes from numbers, not from addresses
make: printf "Record Id,Email,Phone\n'123,a@example.com,'+34600000000\n1,'=b@example.com,\n" >c.txt
run: am-import -p crm -c id,email,phone c.txt
out:
	id,email,phone
	123,a@example.com,+34600000000
	1,'=b@example.com,

test: N33 several addresses in a cell are rejected, a display name is not
make: printf 'Record Id,Email\n1,a@example.com ::: b@example.com\n2,Ana <c@example.com>\n3,"a@example.com, b@example.com"\n' >c.txt
run: am-import -p crm -r rejects.csv -c id c.txt; am-select -c line,reason rejects.csv
out:
	id
	2
	line,reason
	2,several
	4,several

test: --keep: a row whose address cannot be used stays, and matches nobody
make: printf 'Record Id,Email\n1,a@example.com ::: ana@example.com\n2,Ana <ana@example.com>\n3,b c@example.com\n' >c.txt
run: am-import -p crm --keep -c id,email c.txt; am-import -p crm --keep --semi people.csv -k email:mailbox -c id -l led c.txt; cut -d, -f3- led | grep '^drop' | cut -d, -f1-3
out:
	id,email
	1,a@example.com ::: ana@example.com
	2,Ana <ana@example.com>
	3,b c@example.com
	id
	2
	drop,key_inner_blank,1
	drop,key_several,1

test: N33 a profile may split them
make: printf 'Id,E-mail 1 - Value,Name\n1, a@example.com ::: b@example.com:::,A\n2,c@example.com,C\n3,,D\n' >b.txt
run: am-import -p book -c id,email,line -l led b.txt; grep -o 'extra,[a-z]*,[0-9]*' led
out:
	id,email,line
	1,a@example.com,2
	1,b@example.com,2
	2,c@example.com,3
	3,,4
	extra,again,1

test: a cell that is split: one value that is damaged rejects the record whole
make: printf 'Id,E-mail 1 - Value,Name\n1,a@example.com:::b\357\277\275@example.com,A\n' >b.txt
run: am-import -p book -r rejects.csv -c id,email -l led b.txt; am-select -c line,reason rejects.csv; am-audit led
out:
	id,email
	line,reason
	2,replacement_character
	fault,run,filter,name,detail

test: --semi: only rows with a match, by a key of roles
run: am-import -p log --semi people.csv -k email:mailbox --matched-by how -c email,message_id,how -l led log.txt; grep -o 'drop,[a-z_]*,[0-9]*\|lookup,.*,2,' led
out:
	email,message_id,how
	ana@example.com,<1@example.com>,mailbox
	dora@example.net,<4@example.com>,mailbox
	lookup,people.csv,2,
	drop,unmatched,3

test: --semi with the LOOKUP on disk gives the same
make: seq 1 9000 | sed 's/.*/u&,u&@example.com/' >>people.csv
make: printf 'Id,E-mail 1 - Value,Name\n1,x@example.com:::u7@example.com:::u8@example.com,A\n2,u9@example.com,C\n3,y@example.com:::z@example.com,D\n4,ana@example.com:::a b@example.com,E\n5,a b@example.com,F\n6,,G\n' >b.txt
run: am-import -p book --semi people.csv -k email:mailbox --matched-by how -r r1 -l l1 b.txt >o1 && am-import -p book --semi people.csv -k email:mailbox --matched-by how -m 256K -r r2 -l l2 b.txt >o2; cat o1; am-select -c line,reason r1; for l in l1 l2; do cut -d, -f3- $l | grep '^drop\|^extra\|^reject' | cut -d, -f1,3; am-audit $l; done
out:
	id,email,phone,name,language,joined_at,via,source,line,offset,length,how
	1,u7@example.com,,A,,,,b.txt,2,25,52,mailbox
	1,u8@example.com,,A,,,,b.txt,2,25,52,mailbox
	2,u9@example.com,,C,,,,b.txt,3,77,19,mailbox
	line,reason
	5,inner_blank
	6,inner_blank
	reject,2
	drop,1
	drop,1
	extra,1
	fault,run,filter,name,detail
	reject,2
	drop,1
	drop,1
	extra,1
	fault,run,filter,name,detail
same: o1 o2
same: r1 r2

test: --semi: a number in a key is asked for without its apostrophe, and refused when it is damaged
make: printf 'id,email\n123,a@example.com\n4,b@example.com\n' >ids.csv
make: printf "Record Id,Email\n'123,a@example.com\n4,b@example.com\n1.2E+10,c@example.com\n5,d@example.com\n" >c.txt
run: am-import -p crm --semi ids.csv -k id -r rejects.csv -c id,email c.txt; am-select -c line,reason rejects.csv
out:
	id,email
	123,a@example.com
	4,b@example.com
	line,reason
	4,id_damaged

test: --semi: a damaged address is rejected, not dropped, by whatever form
make: printf 'Record Id,Email\n1,ana@example.com\n2,a@example.com;ana@example.com\n3,x@example.com\n' >c.txt
run: for k in email:mailbox email email:ascii; do am-import -p crm --semi people.csv -k $k -r rejects.csv -c id c.txt; am-select -c line,reason rejects.csv; done
out:
	id
	1
	line,reason
	3,several
	id
	line,reason
	3,several
	id
	1
	line,reason
	3,several

test: --semi: several addresses of a cell are asked for one by one
make: printf 'Id,E-mail 1 - Value,Name\n1,x@example.com ::: ana@example.com,A\n2,x@example.com:::y@example.com,B\n' >b.txt
run: am-import -p book --semi people.csv -k email:mailbox -c id,email -l led b.txt; am-audit led
out:
	id,email
	1,ana@example.com
	fault,run,filter,name,detail

test: --semi: a ladder of roles
make: printf 'id,email,phone\n1,ana@example.com,\n2,,600\n' >who.csv
make: printf 'Record Id,Email,Phone\n1,ana@example.com,\n2,x@example.com,600\n3,y@example.com,700\n4,a@example.com;b@example.com,700\n' >c.txt
run: am-import -p crm --semi who.csv -k email:mailbox -k phone --matched-by how -c id,how -r rejects.csv c.txt; am-select -c line,reason rejects.csv
out:
	id,how
	1,email:mailbox
	2,phone
	line,reason
	5,several

test: --semi without a key
run: am-import -p crm --semi people.csv crm.txt
status: 2
err:
	am-import: --semi: give a key to compare (-k)

test: a key without --semi
run: am-import -p crm -k email crm.txt
status: 2
err:
	am-import: --key needs --semi

test: --matched-by without --semi
run: am-import -p crm --matched-by how crm.txt
status: 2
err:
	am-import: --matched-by needs --semi

test: a key of what is no role
run: am-import -p crm --semi people.csv -k Email crm.txt
status: 2
err:
	am-import: -k: no role Email (a key is made of roles)

test: a key of a role that the export has not
make: printf 'Record Id,Email\n1,a@example.com\n' >c.txt
run: am-import -p crm --semi people.csv -k phone=id c.txt
status: 2
err:
	am-import: -k: no column of the export is the role phone

test: a key of two roles that are one column
run: am-import -p crm --column phone='Record Id' --semi people.csv -k id,phone=id,email crm.txt
status: 2
err:
	am-import: -k: the roles id and phone are one column

test: the LOOKUP and the export cannot both be stdin
run: am-import -p crm --semi - -k email <people.csv
status: 2
err:
	am-import: the LOOKUP and the table cannot both be stdin

test: --coverage: the months of all rows read, in UTC
make: printf 'st_text,ts,email,tag\n,31-01-2026 23:30:00,a@example.com,x\n,01-02-2026 00:30:00,b@example.com,x\n,01-02-2026 01:30:00,c@example.com,x\n,15-02-2026 10:30:00,ana@example.com,x\n,15-02-2026 10:10:59,c@example.com,x\n,15-02-2026 10:40:00,c@example.com,x\n,,d@example.com,x\n,15-02-2026 10:75:00,e@example.com,x\n' >d.txt
run: am-import -p log --zone Europe/Madrid --semi people.csv -k email:mailbox --coverage sent_at=cov.csv -c email d.txt; cat cov.csv
out:
	email
	ana@example.com
	month,rows,first,last
	2026-01,2,2026-01-31T22:30:00Z,2026-01-31T23:30:00Z
	2026-02,4,2026-02-01T00:30:00Z,2026-02-15T09:40:00Z
	unknown,2,,

test: --coverage of a constant
make: printf 'Email Address\na@example.com\nb@example.com\n' >sent.txt
run: am-import -p sent --set sent_at=2015-12-20T10:00:00Z --set campaign=x --coverage sent_at=cov.csv -c email sent.txt; cat cov.csv
out:
	email
	a@example.com
	b@example.com
	month,rows,first,last
	2015-12,2,2015-12-20T10:00:00Z,2015-12-20T10:00:00Z

test: --coverage of what is no time
run: am-import -p log --coverage email=cov.csv log.txt
status: 2
err:
	am-import: --coverage: no time of sends is called so
absent: cov.csv

test: --coverage without a file
run: am-import -p log --coverage sent_at log.txt
status: 2
err:
	am-import: --coverage: not ROLE=FILE

test: -i: inputs.csv says what a file is
file inputs.csv:
	file,profile,holds,campaign,sent_at,outcome,time_zone,encoding,dates,purpose
	sent-*.txt,sent,sends,xmas,2015-12-20 10:00:00,sent,Europe/Madrid,,,marketing
	crm.txt,crm,,,,,,,,
make: printf 'Email Address\na@example.com\n' >sent-1.txt
run: am-import -i inputs.csv -c email,sent_at,campaign,outcome,purpose sent-1.txt && am-import -i inputs.csv -c id crm.txt
out:
	email,sent_at,campaign,outcome,purpose
	a@example.com,2015-12-20T09:00:00Z,xmas,sent,marketing
	id
	1
	2
	3

test: -i: options win over the table, which wins over the profile; --name finds the row
file inputs.csv:
	file,profile,campaign,time_zone,encoding,dates
	log.txt,crm,table,Europe/Madrid,windows-1252,YYYY
run: am-import -i inputs.csv --name log.txt -p log --set campaign=option --zone UTC --charset utf-8 --dates 'DD-MM-YYYY hh:mm:ss' -c sent_at,campaign - <log.txt | head -n 2; sed -i s/,crm,/,log,/ inputs.csv; am-import -i inputs.csv --dates 'DD-MM-YYYY hh:mm:ss' -c sent_at,campaign log.txt | head -n 2
out:
	sent_at,campaign
	2026-01-21T10:22:05Z,option
	sent_at,campaign
	2026-01-21T09:22:05Z,table

test: -i: a cell that is not answered
file inputs.csv:
	file,profile,campaign
	crm.txt,crm,
	log.txt,log,?
run: am-import -i inputs.csv log.txt
status: 2
err:
	am-import: inputs.csv:3: column campaign: not answered yet

test: -i: no row, two patterns, two rows
file inputs.csv:
	file,profile
	*.txt,crm
	l*,log
	crm.txt,crm
run: am-import -i inputs.csv x.csv; am-import -i inputs.csv log.txt; am-import -i inputs.csv news.txt crm.txt
status: 2
err:
	am-import: inputs.csv: no row for x.csv
	am-import: inputs.csv: lines 2 and 3 both name log.txt
	am-import: inputs.csv: news.txt and crm.txt stand in different rows: import them one by one

test: -i: a file that holds two kinds has two rows
make: sed -i 's/^holds,,customers.*/&\nholds,,people,,,/' profiles/crm.csv
file inputs.csv:
	file,profile,holds,time_zone
	c*.txt,crm,people,UTC
	c*.txt,crm,customers,Europe/Madrid
run: am-import -i inputs.csv --as customers -n crm.txt; am-import -i inputs.csv --as people -n crm.txt; am-import -i inputs.csv crm.txt
status: 2
err:
	am-import: would write 3 rows to <stdout> (in 3, dropped 0, rejected 0)
	am-import: would write 3 rows to <stdout> (in 3, dropped 0, rejected 0)
	am-import: inputs.csv: lines 2 and 3 both name crm.txt

test: -i: a table of ours, no column file, a kind or an encoding that is none
file inputs.csv:
	file,profile,holds,encoding,time_zone
	a,,,,
	b,crm,sends,,
	c,crm,,latin,
	crm.txt,crm,,,Madrid
file other.csv:
	name
	a
run: am-import -i inputs.csv a; am-import -i inputs.csv b; am-import -i inputs.csv c; am-import -i inputs.csv crm.txt; am-import -i other.csv a
status: 2
err:
	am-import: inputs.csv:2: column profile: is empty: the file is a table of ours and needs no import
	am-import: inputs.csv:3: column holds: the profile crm holds customers
	am-import: inputs.csv:4: column encoding: no charset of that name (utf-8, windows-1252, iso-8859-1, utf-16le, utf-16be)
	am-import: inputs.csv:5: column time_zone: no time zone of that name (Europe/Madrid, +02:00, UTC ...)
	am-import: other.csv: no column file (the header has name)

test: -i: stdin needs a name
run: am-import -i inputs.csv <crm.txt
status: 2
err:
	am-import: -i: stdin has no name of its own (give --name)

test: neither -p nor -i
run: am-import crm.txt
status: 2
err:
	am-import: give a profile (-p) or inputs.csv (-i); --list and --detect know profiles

test: --language without --explain
run: am-import -p crm --language es crm.txt
status: 2
err:
	am-import: --language needs --explain

test: an output that is the profile
run: am-import -p ./profiles/crm.csv -o profiles/crm.csv crm.txt
status: 2
err:
	am-import: output is also an input: ./profiles/crm.csv

test: --list
run: AMENDS_SHARE=. am-import --list
out:
	profile,system,holds,grade
	book,Book Example,people,unverified
	crm,Crm Example,customers,documented
	gone,News Example,consents,seen
	log,Log Example,sends,seen
	news,News Example,people|consents,seen
	sent,News Example,sends,seen

test: a profile that holds nothing is recognised, and not imported
file profiles/orders.csv:
	what,name,value
	system,,Orders Example
	grade,,seen
	recognise,,Order #
make: printf 'Order #\n1\n' >orders.txt
run: am-import --detect -p orders orders.txt; am-import -p orders orders.txt
status: 2
out:
	file,profile,system,holds,grade,fits,why
	orders.txt,orders,Orders Example,,seen,yes,has Order #
err:
	am-import: the profile orders holds nothing that can be imported (see --explain)

test: --list reads no FILE
run: am-import --list crm.txt
status: 2
err:
	am-import: --list reads no FILE

test: --list puts nothing aside
run: am-import --list -r x
status: 2
err:
	am-import: -r: no row is read that could be put aside

test: --detect: which profile each file is of, the best first, and why
make: printf 'Informe\n\nCorreo;Record Id\nx;1\n' | gzip >titles.txt
make: printf 'Email Address\na@example.com\n' >all-sent-1.txt
make: printf 'Email Address\na@example.com\n' >other.txt
make: printf 'Record Id,Mail\na\n' >near.txt
make: printf '<html>403</html>' >page.txt
make: printf 'PK\003\004rest' >zip.txt
make: : >empty.txt
run: AMENDS_SHARE=. am-import --detect crm.txt titles.txt news.txt log.txt all-sent-1.txt other.txt near.txt page.txt zip.txt empty.txt people.csv
out:
	file,profile,system,holds,grade,fits,why
	crm.txt,crm,Crm Example,customers,documented,yes,"has Record Id, Email"
	titles.txt,crm,Crm Example,customers,documented,yes,"has Record Id, Correo"
	news.txt,news,News Example,people|consents,seen,yes,"has LEID, Email Address"
	log.txt,log,Log Example,sends,seen,yes,"has st_text, email"
	all-sent-1.txt,sent,News Example,sends,seen,yes,"has Email Address, a name like *sent*"
	other.txt,gone,News Example,consents,seen,no,no column UNSUB_TIME
	near.txt,crm,Crm Example,customers,documented,no,no column Email or Correo
	page.txt,,,,,no,"is an HTML page, not a table"
	zip.txt,,,,,no,is a ZIP archive
	empty.txt,,,,,no,empty file
	people.csv,log,Log Example,sends,seen,no,no column st_text

test: --detect with one profile
run: am-import --detect -p news -c file,profile,fits,why crm.txt
out:
	file,profile,fits,why
	crm.txt,news,no,no column LEID

test: --detect of a file in another charset that the profile allows
make: printf 'Record Id;Correo;Poblaci\363n\n1;a@example.com;x\n' >c.txt
run: AMENDS_SHARE=. am-import --detect -c profile,fits c.txt
out:
	profile,fits
	crm,yes

test: --detect of a file that cannot be opened
run: am-import --detect crm.txt nothing.txt
status: 2
err:
	am-import: nothing.txt: No such file or directory

test: --detect without a FILE
run: am-import --detect
status: 2
err:
	am-import: --detect needs a FILE

test: --detect of stdin
run: am-import --detect - <crm.txt
status: 2
err:
	am-import: --detect reads a file more than once: stdin is none

test: --explain: in English
run: am-import --explain crm
out:
	crm: Crm Example
	holds customers; evidence: documented
	
	Where to get it
	  - Setup > Data > Export
	
	What to tick
	  - All fields
	
	What it does not say, or says wrongly
	  - Times have no zone: they are those of the account

test: --explain: in Spanish, in lines of a terminal; what is written in one language is shown
run: am-import --explain crm --language es -o out.txt; cat out.txt
out:
	crm: Crm Example
	contiene customers; prueba: documented
	
	Dónde se obtiene
	  - Configuración > Datos > Exportar los contactos de la cuenta y no los que
	    solo están en una vista
	
	Qué marcar
	  - All fields
	
	Qué no dice, o dice mal
	  - Times have no zone: they are those of the account

test: --explain of a profile that says little
run: am-import --explain gone
out:
	gone: News Example
	holds consents; evidence: seen
	
	Where to get it
	  - (nothing is written down about this)
	
	What to tick
	  - (nothing is written down about this)
	
	What it does not say, or says wrongly
	  - (nothing is written down about this)

test: --explain in a language that is none
run: am-import --explain crm --language fr
status: 2
err:
	am-import: --language: neither es nor en

test: --explain reads no FILE
run: am-import --explain crm crm.txt
status: 2
err:
	am-import: --explain reads no FILE

test: a profile that is not there
run: AMENDS_SHARE=nowhere am-import -p zoho crm.txt 2>&1 | sed 's/nowhere, .*/nowhere, INSTALLED/'
status: 2
out:
	am-import: cannot find profiles/zoho.csv in the folder of the run, nowhere, INSTALLED
err:

test: JSON: paths are columns, an array makes a record of each element
file profiles/hook.csv:
	what,name,value,means
	system,,Hook Example,
	holds,,sends,
	grade,,seen,
	format,,json,
	recognise,,eventType,
	column,message_id,mail.messageId,
	column,email,mail.destination[],
	column,sent_at,mail.timestamp,
	column,campaign,mail.tag,
	column,outcome,eventType,
	word,outcome,Delivery,delivered
	word,outcome,Bounce,bounced_hard
file hook.json:
	{"eventType":"Delivery","mail":{"timestamp":"2026-01-21T10:22:05.123Z","messageId":"m1","destination":["ana@example.com","ben@example.org"],"tag":"promo"}}
	{"eventType":"Bounce","mail":{"timestamp":"2026-01-22T10:22:05.123Z","messageId":"m2","destination":["dora@example.net"]}}
run: am-import -p hook --semi people.csv -k email:mailbox -l led -c message_id,email,sent_at,campaign,outcome,line,offset hook.json; am-import -p hook -c email hook.json; am-import -p hook -c email <hook.json; am-audit led; AMENDS_SHARE=. am-import --detect -c file,profile,fits,why hook.json crm.txt
out:
	message_id,email,sent_at,campaign,outcome,line,offset
	m1,ana@example.com,2026-01-21T10:22:05Z,promo,delivered,1,0
	m2,dora@example.net,2026-01-22T10:22:05Z,,bounced_hard,2,156
	email
	ana@example.com
	ben@example.org
	dora@example.net
	email
	ana@example.com
	ben@example.org
	dora@example.net
	fault,run,filter,name,detail
	file,profile,fits,why
	hook.json,hook,yes,has eventType
	crm.txt,crm,yes,"has Record Id, Email"

test: JSON: of several paths of a role the first that is filled in a record counts, in a key too
file profiles/hook.csv:
	what,name,value,means
	system,,Hook Example,
	holds,,sends,
	grade,,seen,
	format,,json,
	recognise,,event,
	column,message_id,sg_id,
	column,message_id,id,
	column,email,email,
	column,email,recipient,
	column,sent_at,at,
	column,campaign,tag,
file hook.json:
	{"event":"a","sg_id":"m1","id":"x","email":"ana@example.com","recipient":"no@example.com"}
	{"event":"a","id":"m2","recipient":"dora@example.net"}
	{"event":"a","id":"m3","recipient":"no@example.com"}
	{"event":"a","id":"m4"}
run: am-import -p hook -c message_id,email hook.json; am-import -p hook --semi people.csv -k email:mailbox -c message_id,email -l led hook.json; am-audit led; grep -o 'drop,[a-z_]*,[0-9]*' led
out:
	message_id,email
	m1,ana@example.com
	m2,dora@example.net
	m3,no@example.com
	m4,
	message_id,email
	m1,ana@example.com
	m2,dora@example.net
	fault,run,filter,name,detail
	drop,key_empty,1
	drop,unmatched,1

test: JSON: another export than the profile says
file profiles/hook.csv:
	what,name,value,means
	system,,Hook Example,
	holds,,sends,
	grade,,seen,
	format,,json,
	recognise,,event,
	column,email,email,
	column,sent_at,timestamp,
	column,campaign,tag,
file hook.json:
	{"eventType":"Delivery","mail":{"timestamp":"2026-01-21T10:22:05.123Z"}}
run: am-import -p hook hook.json; am-import -p hook <hook.json
status: 2
err:
	am-import: hook.json: does not fit the profile hook: no column event
	am-import: <stdin>: does not fit the profile hook: no column event in 1 records
out:
	message_id,email,channel,sent_at,campaign,outcome,subject,purpose,source,line,offset,length

test: JSON: a table is none
file profiles/hook.csv:
	what,name,value,means
	system,,Hook Example,
	holds,,campaigns,
	grade,,seen,
	format,,json,
	recognise,,event,
	column,campaign,tag,
run: am-import -p hook crm.txt; am-import --detect -p hook -c profile,fits crm.txt
status: 0
out:
	profile,fits
	,no
err:
	am-import: crm.txt: no JSON object

test: mail: who a message went to
file profiles/mail.csv:
	what,name,value,means
	system,,Sent folder,
	holds,,sends,
	grade,,documented,
	format,,mail,
	recognise,,message_id,
	column,message_id,message_id,
	column,email,to,
	column,sent_at,date,
	column,campaign,subject,
	column,subject,subject,
	dates,,rfc5322,
	constant,channel,email,
	constant,outcome,sent,
file sent.mbox:
	From me@example.com Tue Jan  9 12:00:00 2024
	Message-ID: <1@example.com>
	Date: Tue, 9 Jan 2024 12:00:00 +0100
	From: me@example.com
	To: Ana <ana@example.com>, ben@example.org
	Subject: =?utf-8?q?Ma=C3=B1ana?=
	
	Hello
run: am-import -p mail -c message_id,email,sent_at,campaign,outcome,line sent.mbox; AMENDS_SHARE=. am-import --detect -c profile,fits sent.mbox
out:
	message_id,email,sent_at,campaign,outcome,line
	<1@example.com>,ana@example.com,2024-01-09T11:00:00Z,Mañana,sent,1
	<1@example.com>,ben@example.org,2024-01-09T11:00:00Z,Mañana,sent,1
	profile,fits
	mail,yes

test: mail: a reader that goes away ends it quietly, as it ends every filter
file profiles/mail.csv:
	what,name,value,means
	system,,Sent folder,
	holds,,sends,
	grade,,documented,
	format,,mail,
	recognise,,message_id,
	column,message_id,message_id,
	column,email,to,
	column,sent_at,date,
	column,campaign,subject,
	column,subject,subject,
	dates,,rfc5322,
	constant,channel,email,
	constant,outcome,sent,
file sent.mbox:
	From me@example.com Tue Jan  9 12:00:00 2024
	Message-ID: <1@example.com>
	Date: Tue, 9 Jan 2024 12:00:00 +0100
	From: me@example.com
	To: Ana <ana@example.com>, ben@example.org
	Subject: =?utf-8?q?Ma=C3=B1ana?=
	
	Hello
make: for i in $(seq 3000); do cat sent.mbox; echo; done >many.mbox
run: am-import -p mail many.mbox | head -n 1 | cut -d, -f1; echo ${PIPESTATUS[0]}
out:
	message_id
	141

test: a profile with what that is no word
make: echo 'colour,,red,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the column what holds no word of amends-profile(5)

test: a profile with a kind that is none
make: echo 'holds,,mails,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: no kind of that name (people, customers, consents, sends, campaigns, tracking, shipments, notices)

test: a profile with a grade that is none
make: echo 'grade,,good,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: a profile has only one row of this kind

test: a profile with a format that is none
make: echo 'format,,xml,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the format is none of csv, json, mail

test: a profile with a charset that is none
make: echo 'charset,,latin,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: no charset of that name (utf-8, windows-1252, iso-8859-1, utf-16le, utf-16be)

test: a profile with a delimiter that is none
make: echo 'delimiter,,:,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the delimiter is none of , ; TAB |

test: a profile with a flag that is none
make: echo 'flag,,fast,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the flag is none of backslash, no-quote, cr, trailing-empties, body

test: a profile with a header line that is none
make: echo 'header-at,,x,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the line of the header is no number

test: a profile with a row that has no name
make: echo 'column,,Email,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the column name is empty: it says which role

test: a profile with a row with a name too many
make: echo 'tail,x,Total,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: a row of this kind has nothing in the column name

test: a profile with a row without a value
make: echo 'column,id,,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the column value is empty

test: a profile with a word without a meaning
make: echo 'word,event,yes,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the column means is empty: it says our word

test: a profile with a meaning too many
make: echo 'column,id,ID,x' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: a row of this kind has nothing in the column means

test: a profile with a role that is none
make: echo 'column,colour,Colour,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: no role of that name in what it holds

test: a profile with a word that the role cannot hold
make: echo 'word,event,yes,left' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the role cannot hold that word

test: a profile with a constant that the role cannot hold
make: echo 'constant,evidence,strong,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: the role cannot hold that word

test: a profile with a zone that is none
make: echo 'zone,,Madrid,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: no time zone of that name

test: a profile with a language that is none
make: printf 'what,name,value,means,language\nwhere,,x,,fr\n' >profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:2: the language is neither es nor en

test: a profile with a language where there is none
make: printf 'what,name,value,means,language\nsystem,,x,,es\n' >profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:2: a row of this kind has no language

test: a profile with a grade that is none
make: sed -i 's/seen/good/' profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:4: the grade is none of documented, seen, unverified

test: a profile with a charset twice
make: printf 'charset,,utf-8,\ncharset,,UTF-8,\n' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:11: the charset stands there already

test: a profile with a format of dates that is none
make: echo 'dates,,YYYY-[,' >>profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv:10: a format of times with [ and no ]

test: a profile with a word that means two things
make: echo 'word,outcome,aperta,clicked' >>profiles/log.csv
run: am-import -p log log.txt
status: 2
err:
	am-import: ./profiles/log.csv:18: the word means something else in a row before

test: a profile without what every profile says
make: sed -i '/^recognise/d' profiles/gone.csv
run: am-import --explain gone
status: 2
err:
	am-import: ./profiles/gone.csv: no row recognise

test: --list: one that cannot be read ends it
make: echo x >profiles/gone.csv
run: AMENDS_SHARE=. am-import --list
status: 2
err:
	am-import: ./profiles/gone.csv: no column what (the header has x)

test: --dry-run
run: am-import -n -p crm -o out.csv crm.txt
err:
	am-import: would write 3 rows to out.csv (in 3, dropped 0, rejected 0)
absent: out.csv
