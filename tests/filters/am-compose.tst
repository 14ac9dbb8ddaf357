base:
file people.csv:
	email,name,first_at,sends,campaigns,language
	ana@example.com,Ana,2016-01-09T23:30:00Z,1234,uno;dos,es
	ben@example.com,,2016-01-09T10:00:00Z,2,,es
	carl@example.com,"Carl ""C"", Jr",2016-01-10,3,a;b,en-GB
	dora@example.com,Dora,,2,a;b,en
file note.tpl:
	# Read by counsel.
	type: text
	fallback: en
	needs: email
	
	=== head
	From {{SIGNER}}
	=== row es
	{{#name}}Hola, {{name}}:{{/name}}{{^name}}Hola:{{/name}}
	El {{first_at|date}} le escribimos.
	{{?}}
	Fueron {{sends|count}}: {{campaigns|list}}.
	{{/?}}
	=== row en
	Hello{{?}} {{name}}{{/?}}, we wrote on {{first_at|date}}.
	=== between
	--
	=== foot
	{{rows}} notes
file delete.tpl:
	type: sql
	=== row
	DELETE FROM contacts WHERE email = {{email}}{{#name}} AND name = {{name}}{{/name}};
file array.tpl:
	type: json
	=== head
	[
	=== row
	{"email": {{email}}, "name": {{#name}}{{name}}{{/name}}{{^name}}null{{/name}}}
	=== between
	,
	=== foot
	]
file list.tpl:
	type: csv
	=== head
	email,"name, sends"
	=== row
	{{email}},"{{?}}{{name}}{{/?}}, {{sends}}"
file page.tpl:
	type: html
	=== row
	<p title="{{email}}">{{?}}{{name}}{{/?}}</p>
file sorry.tpl:
	type: mail
	fallback: es
	needs: email
	
	=== header From
	{{SIGNER}} <help@example.com>
	=== header Reply-To
	Eva Peña <eva@example.com>
	=== header X-Incident
	{{?}}{{sends}}{{/?}}
	=== subject es
	Le escribimos cuando no debíamos
	=== subject en
	We wrote to you when we should not have
	=== text es
	{{#name}}Hola, {{name}}:{{/name}}{{^name}}Hola:{{/name}}
	
	El {{first_at|date}} le escribimos.
	{{?}}Fueron {{sends|count}}: {{campaigns|list}}.{{/?}}
	
	From here on: nothing.
	=== text en
	Hello{{?}} {{name}}{{/?}}, we wrote on {{first_at|date}}.
file read.py:
	import email, email.policy, glob, mailbox, sys
	for where in sys.argv[1:]:
	    box = mailbox.mbox(where) if where.endswith("mbox") else None
	    names = [] if box else sorted(glob.glob(where + "/new/*") + glob.glob(where + "/*.eml"))
	    texts = [m.as_bytes() for m in box] if box else [open(name, "rb").read() for name in names]
	    for text in texts:
	        m = email.message_from_bytes(text, policy=email.policy.default)
	        print(m["To"], m["Subject"], m["Content-Language"], m["X-Incident"], sep=" | ")
	        print(m.get_body(("plain",)).get_content(), end="")
make: printf 'not so secret\n' > key && chmod 600 key
make: echo 'exec am-compose -t sorry.tpl --set SIGNER=Equipo --incident lottery --domain mail.example.com --key-file key --date 2026-11-22T10:00:00Z "$@"' > sorry

test: letters in two languages, one held
run: am-compose -t note.tpl --set SIGNER=Eva --held held.csv people.csv && cat held.csv
out:
	From Eva
	Hola, Ana:
	El 9 de enero de 2016 le escribimos.
	Fueron 1.234: uno y dos.
	--
	Hola:
	El 9 de enero de 2016 le escribimos.
	--
	Hello Carl "C", Jr, we wrote on 10 January 2016.
	3 notes
	email,name,first_at,sends,campaigns,language,reason
	dora@example.com,Dora,,2,a;b,en,missing:first_at

test: dates are of the zone
run: am-compose -t note.tpl --set SIGNER=Eva --held held.csv --zone Europe/Madrid people.csv | grep -c '10 de enero'
out:
	1

test: without --held the first held record stops the run, and nothing is left
run: am-compose -t note.tpl --set SIGNER=Eva -o new.txt people.csv
status: 2
err:
	am-compose: people.csv:5: first_at: missing (--held puts such rows aside)
absent: new.txt

test: the account closes, with the reasons and the fallback
make: am-select -c email,name,first_at,sends,campaigns,language -w 'language !es' people.csv > others.csv; echo 'eric@example.com,,x,,,fr' >> others.csv; echo 'fred@example.com,Fred,2016-01-09,,,' >> others.csv
run: am-compose -t note.tpl --set SIGNER=Eva --held held.csv -l ledger.csv -o new.txt others.csv && am-audit ledger.csv && cut -d, -f3-5,8 ledger.csv
out:
	fault,run,filter,name,detail
	role,name,rows,note
	begin,,0,
	in,others.csv,4,plain=3 intricate=1
	out,new.txt,2,bytes
	report,held.csv,2,
	drop,held:missing:first_at,2,
	end,,0,0 lines=6 fallback=1

test: SQL, JSON, CSV and HTML, each with its escapes
run: for t in delete array list page; do am-compose -t $t.tpl people.csv; done
out:
	DELETE FROM contacts WHERE email = 'ana@example.com' AND name = 'Ana';
	DELETE FROM contacts WHERE email = 'ben@example.com';
	DELETE FROM contacts WHERE email = 'carl@example.com' AND name = 'Carl "C", Jr';
	DELETE FROM contacts WHERE email = 'dora@example.com' AND name = 'Dora';
	[
	{"email": "ana@example.com", "name": "Ana"}
	,
	{"email": "ben@example.com", "name": null}
	,
	{"email": "carl@example.com", "name": "Carl \"C\", Jr"}
	,
	{"email": "dora@example.com", "name": "Dora"}
	]
	email,"name, sends"
	ana@example.com,"Ana, 1234"
	ben@example.com,", 2"
	carl@example.com,"Carl ""C"", Jr, 3"
	dora@example.com,"Dora, 2"
	<p title="ana@example.com">Ana</p>
	<p title="ben@example.com"></p>
	<p title="carl@example.com">Carl &quot;C&quot;, Jr</p>
	<p title="dora@example.com">Dora</p>

test: other programs read the array and the list as it was
run: am-compose -t array.tpl people.csv | python3 -c 'import json,sys; print([p["name"] for p in json.load(sys.stdin)])'; am-compose -t list.tpl people.csv | python3 -c 'import csv,sys; print(list(csv.reader(sys.stdin))[3][1])'
out:
	['Ana', None, 'Carl "C", Jr', 'Dora']
	Carl "C", Jr, 3

test: --spreadsheet
file calls.csv:
	email,name,sends
	ana@example.com,=1+1,2
	+ben@example.com,Ben,3
run: am-compose -t list.tpl --spreadsheet calls.csv
out:
	email,"name, sends"
	ana@example.com,"'=1+1, 2"
	'+ben@example.com,"Ben, 3"

test: no rows: head and foot
run: head -1 people.csv | am-compose -t note.tpl --set SIGNER=Eva
out:
	From Eva
	0 notes

test: a template of the user's share
make: mkdir -p share/letters && mv note.tpl share/letters/own.tpl
run: AMENDS_SHARE=share am-compose -t own.tpl --set SIGNER=Eva --held held.csv people.csv | tail -1
out:
	3 notes

test: the template cannot be the output
run: am-compose -t delete.tpl -o delete.tpl people.csv
status: 2
err:
	am-compose: output is also an input: delete.tpl

test: -t is needed
run: am-compose people.csv
status: 2
err:
	am-compose: -t is needed

test: there is no such template
run: AMENDS_SHARE= am-compose -t none.tpl people.csv 2>&1 | sed 's/, \/.*//' >&2
status: 2
err:
	am-compose: cannot find letters/none.tpl in the folder of the run

test: a name that is no column stops before the first row
run: am-compose -t note.tpl -o new.txt people.csv
status: 2
err:
	am-compose: note.tpl:7: SIGNER is neither a column nor a setting (--set)
absent: new.txt

test: a setting that is missing for everybody
run: am-compose -t note.tpl --set SIGNER= people.csv
status: 2
err:
	am-compose: note.tpl: the setting SIGNER: missing

test: --set
run: am-compose -t note.tpl --set SIGNER people.csv
status: 2
err:
	am-compose: --set: NAME=VALUE is needed

test: --zone
run: am-compose -t delete.tpl --zone Mars/Olympus people.csv
status: 2
err:
	am-compose: --zone: no such time zone

test: --spreadsheet is for csv
run: am-compose -t delete.tpl --spreadsheet people.csv
status: 2
err:
	am-compose: --spreadsheet is for templates of type csv

test: there are no columns
run: am-compose -t delete.tpl -c email people.csv; am-compose -t delete.tpl --source people.csv
status: 2
err:
	am-compose: -c: this output has no columns
	am-compose: --source: this output has no columns

test: a reason column is there already
make: sed '1s/sends/reason/' people.csv > again.csv
run: am-compose -t delete.tpl --held held.csv again.csv
status: 2
err:
	am-compose: again.csv: there is a column reason already
absent: held.csv

test: a language from two places
run: am-compose -t note.tpl --set SIGNER=x --set language=es people.csv
status: 2
err:
	am-compose: note.tpl: language names two columns, or a column and a setting

test: language as a setting
make: am-select -c email,name,first_at,sends,campaigns people.csv | head -2 > one.csv
run: am-compose -t note.tpl --set SIGNER=x --set language=es one.csv | sed -n 2p
out:
	Hola, Ana:

test: a template that is too large, or is not there to be read
make: (cat delete.tpl; head -c 1100000 /dev/zero | tr '\0' '\n') > large.tpl; mkdir folder.tpl
run: am-compose -t large.tpl people.csv; am-compose -t folder.tpl people.csv
status: 2
err:
	am-compose: large.tpl: is larger than 1048576 bytes
	am-compose: folder.tpl: is a directory

test: mail, one message to the byte
make: head -2 people.csv > one.csv
run: bash sorry one.csv
out:
	From help@example.com Sun Nov 22 10:00:00 2026
	Date: Sun, 22 Nov 2026 10:00:00 +0000
	From: Equipo <help@example.com>
	Reply-To: =?utf-8?q?Eva_Pe=C3=B1a?= <eva@example.com>
	To: Ana <ana@example.com>
	Subject: =?utf-8?q?Le_escribimos_cuando_no_deb=C3=ADamos?=
	Message-ID: <lottery.sorry.9ff6c2423110dc9b34f4da744a19d7b9@mail.example.com>
	Auto-Submitted: auto-generated
	Content-Language: es
	X-Incident: 1234
	MIME-Version: 1.0
	Content-Type: text/plain; charset=utf-8
	Content-Transfer-Encoding: quoted-printable
	
	Hola, Ana:
	
	El 9 de enero de 2016 le escribimos.
	Fueron 1.234: uno y dos.
	
	=46rom here on: nothing.
	

test: another program reads the same letters in mbox, Maildir and folder
run: bash sorry --held h1.csv -o out.mbox people.csv && bash sorry --held h2.csv --format maildir -o out people.csv && bash sorry --held h3.csv --format eml -o letters people.csv && python3 read.py out.mbox && for way in out.mbox out letters; do python3 read.py $way | sort | sha256sum; done | uniq -c | wc -l
out:
	Ana <ana@example.com> | Le escribimos cuando no debíamos | es | 1234
	Hola, Ana:
	
	El 9 de enero de 2016 le escribimos.
	Fueron 1.234: uno y dos.
	
	From here on: nothing.
	ben@example.com | Le escribimos cuando no debíamos | es | 2
	Hola:
	
	El 9 de enero de 2016 le escribimos.
	
	From here on: nothing.
	"Carl \"C\", Jr" <carl@example.com> | We wrote to you when we should not have | en | 3
	Hello Carl "C", Jr, we wrote on 10 January 2016.
	1
present: out/cur
present: out/tmp
same: h1.csv h2.csv
same: h1.csv h3.csv

test: names of the files, modes, and the account of a folder
run: bash sorry --held held.csv --format eml -o letters -l ledger.csv people.csv && ls letters && stat -c %a letters letters/* | sort | uniq -c && am-audit ledger.csv && grep -E ',(out|drop),' ledger.csv | cut -d, -f3-5 && [ $(cat letters/* | wc -c) = $(grep ',out,' ledger.csv | cut -d, -f6) ] && grep ',out,' ledger.csv | cut -d, -f7 | tr -d '\n' | wc -c
out:
	lottery.sorry.157382266f7dc7425e092384618c3037.eml
	lottery.sorry.4706a0b7782e430eda3892a756c1df16.eml
	lottery.sorry.9ff6c2423110dc9b34f4da744a19d7b9.eml
	      3 600
	      1 700
	fault,run,filter,name,detail
	out,letters,3
	drop,held:missing:first_at,1
	32

test: the index
run: bash sorry --held held.csv --index index.csv --format eml -o letters people.csv && am-select -c email,letter_language,letter_form,letter_branch index.csv && tail -n +2 index.csv | rev | cut -d, -f1,6 | rev | while IFS=, read -r id digest; do sha256sum letters/$id.eml | grep -c "$digest"; done
out:
	email,letter_language,letter_form,letter_branch
	ana@example.com,es,usted,1011
	ben@example.com,es,usted,0101
	carl@example.com,en,usted,11
	1
	1
	1

test: a table for a mail platform
run: bash sorry --held held.csv --format csv -c email,name,language,form,subject people.csv
out:
	email,name,language,form,subject
	ana@example.com,Ana,es,usted,Le escribimos cuando no debíamos
	ben@example.com,,es,usted,Le escribimos cuando no debíamos
	carl@example.com,"Carl ""C"", Jr",en,usted,We wrote to you when we should not have

test: who is held
file odd.csv:
	email,name,first_at,sends,campaigns,language
	ana@example.com,Ana,2016-01-09,1,,es
	" Ana@Example.COM",Ana,2016-01-09,1,,es
	ana,Ana,2016-01-09,1,,es
	,Ana,2016-01-09,1,,es
	"a@example.com, b@example.com",Ana,2016-01-09,1,,es
	ñ@example.com,Ana,2016-01-09,1,,es
	c@example.com,"a
	b",2016-01-09,1,,es
	d@example.com,{{name}},2016-01-09,1,,es
	e@example.com,Eve <x@example.com>,2016-01-09,1,,es
	f@example.com,=?utf-8?q?x?=,2016-01-09,1,,en
	g@example.com,Ana,,1,,en
run: bash sorry --held held.csv -o out.mbox odd.csv && am-select -c reason held.csv && grep -c ^To: out.mbox
out:
	reason
	repeated:email
	no_at:email
	missing:email
	several:email
	local_part_not_ascii:email
	line_break:name
	placeholder:name
	name_like_address:name
	encoded_word:name
	missing:first_at
	1

test: the same input gives the same bytes, in any order of options
run: bash sorry --held held.csv people.csv > 1; bash sorry --held held.csv people.csv > 2; TZ=Asia/Tokyo LC_ALL=C.UTF-8 bash sorry --held held.csv -o 3 people.csv; cmp 1 2 && cmp 2 3

test: another address column, no names, no Auto-Submitted, a draft
file own.tpl:
	type: mail
	fallback: es
	=== header from
	Eva <eva@example.com>
	=== header auto-submitted
	none
	=== header x-unsent
	1
	=== subject
	Hola
	=== text
	{{own_words}}
file cases.csv:
	address,own_words,name
	ana@example.com,Lo siento.,Ana
	ben@example.com,,Ben
run: am-select -c address,own_words cases.csv | am-compose -t own.tpl --to address --incident x --domain example.com --key-file key --date 2026-11-22T10:00:00Z --held held.csv && am-compose -t own.tpl --to address --to-name name --incident x --domain example.com --key-file key --date 2026-11-22T10:00:00Z --held held.csv --format csv -c name cases.csv
out:
	From eva@example.com Sun Nov 22 10:00:00 2026
	Date: Sun, 22 Nov 2026 10:00:00 +0000
	From: Eva <eva@example.com>
	To: ana@example.com
	Subject: Hola
	Message-ID: <x.own.9ff6c2423110dc9b34f4da744a19d7b9@example.com>
	Content-Language: es
	X-Unsent: 1
	MIME-Version: 1.0
	Content-Type: text/plain; charset=utf-8
	Content-Transfer-Encoding: quoted-printable
	
	Lo siento.
	
	name
	Ana

test: a folder that is there is not replaced
make: mkdir letters && echo mine > letters/note
run: bash sorry --held held.csv --format eml -o letters people.csv; cat letters/note
out:
	mine
err:
	am-compose: letters: is there already, and is not replaced
absent: held.csv

test: a run that fails leaves no folder
run: bash sorry --format maildir -o letters people.csv; ls -A | grep -c amends
status: 1
out:
	0
err:
	am-compose: people.csv:5: first_at: missing (--held puts such rows aside)
absent: letters

test: a folder needs -o, no / and no -z
run: bash sorry --format eml people.csv; bash sorry --format eml -z -o letters people.csv; bash sorry --format eml -o letters/ people.csv
status: 2
err:
	am-compose: this output is a folder, which -o names
	am-compose: -z: this output is a folder
	am-compose: letters/: a folder is named without / at the end
absent: letters

test: a dry run makes nothing
run: bash sorry --format eml -o letters --held held.csv -n people.csv
err:
	am-compose: would write 3 rows to letters (in 4, dropped 1: held:missing:first_at 1, rejected 0)
absent: letters
absent: held.csv

test: what mail needs
run: for skip in date incident domain key-file; do for o in date=2026-11-22T10:00:00Z incident=x domain=example.com key-file=key; do [ ${o%%=*} = $skip ] || echo --$o; done | xargs am-compose -t sorry.tpl --set SIGNER=x people.csv; done
status: 123
err:
	am-compose: --date is needed for mail
	am-compose: --incident is needed for mail
	am-compose: --domain is needed for mail
	am-compose: --key-file is needed for mail

test: settings that no message could have
make: cp sorry.tpl 'so sorry.tpl'; printf x > open && chmod 644 open
run: for o in --date=2026-11-22 --format=mbx --incident='a b' --domain=a..b --key-file=open; do name=${o%%=*}; eval "$(sed "s/$name [^ ]*//; s/^exec//; s/\"\$@\"//" sorry) \"\$o\" people.csv"; done; sed "s/sorry.tpl/'so sorry.tpl'/" sorry > so; bash so people.csv
status: 2
err:
	am-compose: --date: a time YYYY-MM-DDThh:mm:ssZ is needed
	am-compose: --format: none of mbox, maildir, eml, csv
	am-compose: --incident: letters, digits, - and _ are allowed
	am-compose: --domain: is no domain in ASCII
	am-compose: open: group or others have rights on the key file (chmod 600)
	am-compose: the file name of the template: letters, digits, - and _ are allowed, and .tpl

test: options of mail are for mail
run: am-compose -t delete.tpl --index i.csv people.csv
status: 2
err:
	am-compose: --index is for templates of type mail

test: no such column
run: bash sorry --to mail people.csv
status: 2
err:
	am-compose: people.csv: no column mail (did you mean email? the header has email, name, first_at, sends, campaigns, language)

test: nothing could be sent to anybody
make: sed 's/^type: mail/&\n/; s/=== subject es/=== header Auto-Submitted\nperhaps\n&/' sorry.tpl > bad.tpl
run: am-compose -t bad.tpl --set SIGNER=Equipo --incident lottery --domain mail.example.com --key-file key --date 2026-11-22T10:00:00Z people.csv
status: 2
err:
	am-compose: no message can be sent: Auto-Submitted: bad_auto_submitted

test: more addresses than memory
make: (echo email,first_at,sends,campaigns,language,name; seq -f 'p%g@example.com,2016-01-09,1,,es,' 3000) > many.csv
run: bash sorry -m 64K -o out.mbox many.csv
status: 2
err:
	am-compose: more addresses than -m allows

test: the audit sees what was changed in a folder, a file, a page
make: bash sorry --held h1.csv --format maildir -o letters -l ledger.csv people.csv; bash sorry --held h2.csv -o out.mbox -l ledger.csv people.csv; am-compose -t page.tpl -o page.html -l ledger.csv people.csv; sed '1s/^.*$/<html>/' page.tpl > html.tpl; sed -i 's/^<p/<html><p/' page.tpl; am-compose -t page.tpl -o html.html -l ledger.csv people.csv
run: am-audit ledger.csv; for i in 1 2 3; do cp -a letters kept; f=$(ls letters/new/* | head -1); case $i in 1) echo x >>"$f" ;; 2) mv "$f" "${f}x" ;; 3) ln -s nowhere letters/new/link ;; esac; am-audit ledger.csv 2>&1 | sed 1d | cut -d, -f1,3-; rm -r letters; mv kept letters; done; echo >> out.mbox; echo >> page.html; am-audit -c fault,name,detail ledger.csv
status: 1
err:
out:
	fault,run,filter,name,detail
	differs,am-compose,letters,"other bytes are there, or other files"
	differs,am-compose,letters,"other bytes are there, or other files"
	am-audit: letters/new/link: Too many levels of symbolic links
	unreadable,am-compose,letters,it cannot be read any more
	fault,name,detail
	differs,out.mbox,other bytes are there
	differs,page.html,other bytes are there
