base:
file sends.csv:
	id,email,sent_at,outcome
	1,ana@example.com,2024-01-01T00:00:00Z,delivered
	2,ben@example.org,2024-01-02T00:00:00,sent
	3,"carla@example.net",2024-01-03,bounced_hard
	4,,,
	5,dora@example.com,soon,"sent, twice"
file more.csv:
	outcome,sent_at,id,email
	sent,2024-02-01T00:00:00Z,6,ana@example.com
make: seq 1 1000 | (echo n; cat) > numbers.csv

test: without options all rows go through as they are
run: am-select sends.csv
out:
	id,email,sent_at,outcome
	1,ana@example.com,2024-01-01T00:00:00Z,delivered
	2,ben@example.org,2024-01-02T00:00:00,sent
	3,"carla@example.net",2024-01-03,bounced_hard
	4,,,
	5,dora@example.com,soon,"sent, twice"

test: columns in the order asked for, renamed, values kept
run: am-select -c outcome,mail=email -w 'id 3|5' sends.csv
out:
	outcome,mail
	bounced_hard,carla@example.net
	"sent, twice",dora@example.com

test: several parts are one table, aligned by name
run: am-select -c id,outcome -w 'outcome sent' sends.csv more.csv
out:
	id,outcome
	2,sent
	6,sent

test: no cell is present
run: am-select -c id -w sent_at sends.csv
out:
	id
	1
	2
	3
	5

test: all conditions must hold
run: am-select -c id -w 'email *@example.com' -w 'outcome !delivered' sends.csv
out:
	id
	5

test: everything behind the first blank is the cell
run: am-select -c id -w "outcome 'sent, twice'|empty" sends.csv
out:
	id
	4
	5

test: a time that is not certain does not match, with ? it does
run: for w in '<2024-01-03T00:00:00Z' '<?2024-01-03T00:00:00Z' '?2024-01-03T00:00:00Z'; do am-select -c id -w "sent_at $w" sends.csv; done
out:
	id
	1
	2
	id
	1
	2
	3
	4
	5
	id
	3
	4
	5

test: unknown is empty or no time
run: am-select -c id -w 'sent_at unknown' sends.csv
out:
	id
	4
	5

test: another column and a setting can be named
run: am-select -c id -w 'sent_at >=@FROM+24h' -w 'email !@outcome' --set FROM=2024-01-31T00:00:00Z sends.csv more.csv
out:
	id
	6

test: a quoted column name and a column by its place
file odd.csv:
	"a b",c
	x,1
	y,2
run: am-select -w '"a b" y' odd.csv; am-select -w '#2 <2' odd.csv
out:
	a b,c
	y,2
	a b,c
	x,1

test: an odd name is quoted as in CSV
file odd.csv:
	"a,b",c
	x,1
	y,2
run: am-select -c c -w '"a,b" y' odd.csv
out:
	c
	2

test: a pattern
run: am-select -c id -w 'email /^[a-c].*\.(com|net)$/i' sends.csv
out:
	id
	1
	3

test: CRLF and gzip come in, LF goes out
make: sed 's/$/\r/' sends.csv | gzip > sends.gz
run: am-select -c id,outcome -w 'id 2|4' sends.gz
out:
	id,outcome
	2,sent
	4,

test: nothing matches: the header, status 0
run: am-select -w 'id nobody' sends.csv
out:
	id,email,sent_at,outcome

test: head takes the first rows that match
run: am-select --head 2 -c id -w 'outcome sent*' sends.csv more.csv
out:
	id
	2
	5

test: head 0 is the header
run: am-select --head 0 sends.csv
out:
	id,email,sent_at,outcome

test: head reads a pipe to its end, and says so in the ledger
run: cat numbers.csv | am-select --head 2 -l ledger.csv; am-select -c role,name,rows -w 'role in|out|drop' ledger.csv
out:
	n
	1
	2
	role,name,rows
	in,-,1000
	out,-,2
	drop,head,998

test: head leaves the rest of a file alone
run: am-select --head 2 -l ledger.csv numbers.csv; am-select -c role,rows,note -w 'role in' ledger.csv | sed 's/plain=[0-9]* intricate=0/counts/'
out:
	n
	1
	2
	role,rows,note
	in,2,counts partial

test: head does not judge what it does not need
file bad.csv:
	a,b
	1,2
	3
run: am-select --head 1 bad.csv
out:
	a,b
	1,2

test: a sample is the same every time, in the order of the input
run: am-select --sample 5 numbers.csv > a; cat numbers.csv | am-select --sample 5 --seed 0 > b; cmp a b && sed 1d a | sort -nc && wc -l < a
out:
	6

test: a sample to the row, the same on every machine
run: am-select --sample 4 --seed 7 numbers.csv
out:
	n
	221
	517
	630
	710

test: another seed, another sample
run: am-select --sample 5 --seed 1 numbers.csv > a; am-select --sample 5 --seed 2 numbers.csv > b; cmp -s a b; echo $?
out:
	1

test: a sample larger than the table is the table
run: am-select --sample 9 -w 'outcome sent*' sends.csv
out:
	id,email,sent_at,outcome
	2,ben@example.org,2024-01-02T00:00:00,sent
	5,dora@example.com,soon,"sent, twice"

test: a sample of nothing
run: am-select --sample 0 sends.csv
out:
	id,email,sent_at,outcome

test: each row of a sample is as likely as another
run: for i in $(seq 1 200); do am-select --sample 100 --seed $i numbers.csv; done | grep -v n | awk '{ n[int(($1 - 1) / 100)]++ } END { for (i = 0; i < 10; i++) if (n[i] < 1850 || n[i] > 2150) print "part", i, "has", n[i] }'
out:

test: a sample with source and line of its rows
run: am-select --sample 9 --source -c id,source,line -w 'outcome sent' sends.csv more.csv
out:
	id,source,line
	2,sends.csv,3
	6,more.csv,2

test: the account of a sample closes
run: am-select --sample 3 -w 'n *5' -l ledger.csv -o out.csv numbers.csv; am-select -c role,name,rows -w 'role in|out|drop' ledger.csv
out:
	role,name,rows
	in,numbers.csv,1000
	out,out.csv,3
	drop,sample,97
	drop,where,900

test: a dry run writes nothing
run: am-select -n -w 'outcome sent' -o out.csv sends.csv
err:
	am-select: would write 1 rows to out.csv (in 5, dropped 4: where 4, rejected 0)
absent: out.csv

test: rejects
file bad.csv:
	a,b
	1,2
	3
	4,5
run: am-select -r rejects.csv -w 'a >1' bad.csv; cat rejects.csv
out:
	a,b
	4,5
	file,line,reason,record
	bad.csv,3,too_few_fields,3

test: a record that cannot be used stops the run
file bad.csv:
	a,b
	1,2
	3
run: am-select -o out.csv bad.csv
status: 2
err:
	am-select: bad.csv:3: 1 field, the header has 2
absent: out.csv

test: refused: a column that is not there
run: am-select -w 'mail present' sends.csv
status: 2
out:
err:
	am-select: sends.csv: no column mail (did you mean email? the header has id, email, sent_at, outcome)

test: refused: a name that is not there
run: am-select -w 'id <@start' sends.csv
status: 2
out:
err:
	am-select: -w id: start is neither a column nor a setting (--set)

test: refused: a setting of the name of a column
run: am-select -w 'id @email' --set email=x sends.csv
status: 2
out:
err:
	am-select: -w id: email names two columns, or a column and a setting

test: refused: a setting that is no number or time
run: am-select -w 'id <@FROM' --set FROM=soon sends.csv
status: 2
err:
	am-select: -w id: the setting FROM is not a number or a time

test: refused: a cell that cannot be read
run: am-select -w 'id <soon' sends.csv
status: 2
err:
	am-select: -w id: a comparison needs a number, a time or a name behind an at sign

test: refused: a blank before the cell
run: am-select -w 'id  3' sends.csv
status: 2
err:
	am-select: -w id: a blank at an end of a value must be quoted

test: refused: a blank and no cell, as when a variable is empty
run: am-select -w "id $nothing" sends.csv
status: 2
err:
	am-select: -w: a cell is needed behind the blank

test: refused: no column
run: am-select -w ' x' sends.csv
status: 2
err:
	am-select: -w: a column is needed before the blank

test: refused: two columns
run: am-select -w 'id,email x' sends.csv
status: 2
err:
	am-select: -w: one column is needed

test: refused: a column that is renamed
run: am-select -w 'a=id x' sends.csv
status: 2
err:
	am-select: -w: one column is needed

test: refused: a pattern that is no pattern
run: am-select -w 'id /(/' sends.csv
status: 2
err:
	am-select: -w id: the pattern cannot be read at byte 2: missing closing parenthesis

test: a pattern that a value keeps busy stops the run
make: (echo a; printf 'a%.0s' {1..63}; echo b) > long.csv
run: am-select -w 'a /^(a|aa)+$/' long.csv 2> err; echo $?; sed 's/-47/-N/' err
out:
	a
	2
	am-select: -w a: the pattern is too hard for a value (PCRE2 error -N)

test: refused: a setting without a value
run: am-select --set FROM sends.csv
status: 2
err:
	am-select: --set: NAME=VALUE is needed

test: refused: a setting given twice
run: am-select --set A=1 --set A=2 sends.csv
status: 2
err:
	am-select: --set: A is set twice

test: refused: head that is no number
run: am-select --head -1 sends.csv
status: 2
err:
	am-select: --head: not a number

test: refused: sample that is no number
run: am-select --sample 5% sends.csv
status: 2
err:
	am-select: --sample: not a number

test: refused: seed that is no number
run: am-select --sample 5 --seed x sends.csv
status: 2
err:
	am-select: --seed: not a number

test: refused: head and sample
run: am-select --head 1 --sample 1 sends.csv
status: 2
err:
	am-select: --head and --sample exclude each other

test: refused: a seed for nothing
run: am-select --seed 1 sends.csv
status: 2
err:
	am-select: --seed needs --sample

test: refused: a sample over -m
run: seq 1 300000 | (echo n; cat) | am-select -m 1M --sample 200000
status: 2
err:
	am-select: --sample: the rows need more memory than -m gives
