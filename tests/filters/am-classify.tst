base:
file sends.csv:
	id,purpose,sent_at,joined_at,note
	1,draw,2024-01-05T00:00:00Z,2024-01-01T00:00:00Z,
	2,offer,2024-01-05T00:00:00Z,2024-01-01T00:00:00Z,"a, b"
	3,offer,2023-12-31T23:59:59Z,2024-01-01T00:00:00Z,x
	4,offer,2024-01-01,2024-01-01T00:00:00Z,x
	5,other,,2024-01-01T00:00:00Z,x
file timing.csv:
	rule,sent_at,=timing,#why
	T1,unknown,unknown,no verdict without a time
	T2,<@joined_at,before,
	T3,?@joined_at,near,cannot be told
	T4,,after,
file verdict.csv:
	rule,timing,purpose,=verdict,=evidence
	V1,before,,out,{id}:{sent_at}
	V2,near|unknown,,review,@note
	V3,,draw,lawful,'as {promised}'
	V4,,,unlawful,{joined_at}
file gap.csv:
	purpose,=basis
	draw,promise
	!draw|other,none
file settle.csv:
	verdict,note,==verdict
	review,x,settled
	,,{verdict}

test: a table adds its outputs
run: am-classify -t timing.csv sends.csv
out:
	id,purpose,sent_at,joined_at,note,timing
	1,draw,2024-01-05T00:00:00Z,2024-01-01T00:00:00Z,,after
	2,offer,2024-01-05T00:00:00Z,2024-01-01T00:00:00Z,"a, b",after
	3,offer,2023-12-31T23:59:59Z,2024-01-01T00:00:00Z,x,before
	4,offer,2024-01-01,2024-01-01T00:00:00Z,x,near
	5,other,,2024-01-01T00:00:00Z,x,unknown

test: a later table sees the outputs of an earlier one; outputs copy; rules are named
run: am-classify -t timing.csv -t verdict.csv --rule t --rule v -c id,timing,t,verdict,v,evidence sends.csv
out:
	id,timing,t,verdict,v,evidence
	1,after,T4,lawful,V3,as {promised}
	2,after,T4,unlawful,V4,2024-01-01T00:00:00Z
	3,before,T2,out,V1,3:2023-12-31T23:59:59Z
	4,near,T3,review,V2,x
	5,unknown,T1,review,V2,x

test: columns stand in the order of the tables
run: am-classify -t timing.csv -t verdict.csv --rule t --rule v sends.csv | sed -n 1p
out:
	id,purpose,sent_at,joined_at,note,timing,t,verdict,evidence,v

test: a column is replaced in its place, made or read
make: am-classify -t timing.csv -t verdict.csv -c id,verdict,note sends.csv > judged.csv
run: am-classify -t timing.csv -t verdict.csv -t settle.csv -c verdict,id,note sends.csv; am-classify -t settle.csv judged.csv
out:
	verdict,id,note
	lawful,1,
	unlawful,2,"a, b"
	out,3,x
	settled,4,x
	settled,5,x
	id,verdict,note
	1,lawful,
	2,unlawful,"a, b"
	3,out,x
	4,settled,x
	5,settled,x

test: what is replaced is seen by the next table, and copies come from before
file swap.csv:
	a,==a,==b
	,{b},{a}
file again.csv:
	a,=was
	2,swapped
	,no
file t.csv:
	a,b
	1,2
run: am-classify -t swap.csv -t again.csv t.csv
out:
	a,b,was
	2,1,swapped

test: a replaced column with source and line
run: am-classify -t timing.csv -t verdict.csv -t settle.csv --source -c id,verdict,source,line sends.csv | tail -1
out:
	5,settled,sends.csv,6

test: settings are tested, compared with and copied; a rule without a name has its number
file set.csv:
	MODE,sent_at,=stage,=mode
	strict,>=@DUE,late,{MODE}!
	strict,<@DUE-1d,early,@MODE
	,,none,@EMPTY
run: for m in strict loose; do am-classify -t set.csv --set MODE=$m --set DUE=2024-01-05T00:00:00Z --set EMPTY= --rule n -c id,stage,mode,n sends.csv; done
out:
	id,stage,mode,n
	1,late,strict!,1
	2,late,strict!,1
	3,early,strict,2
	4,early,strict,2
	5,none,,3
	id,stage,mode,n
	1,none,,3
	2,none,,3
	3,none,,3
	4,none,,3
	5,none,,3

test: unknown among words is the word
file words.csv:
	purpose,=x
	unknown,word
	draw,draw
	,rest
file t.csv:
	purpose
	unknown
	draw
	""
run: am-classify -t words.csv t.csv
out:
	purpose,x
	unknown,word
	draw,draw
	,rest

test: tables are found in the folder of rules
make: mkdir -p rules && mv timing.csv rules/here.csv
run: am-classify -t here.csv -c id,timing sends.csv | sed -n 1,2p
out:
	id,timing
	1,after

test: and in AMENDS_SHARE, with or without the folder's name
make: mkdir -p share/rules && mv timing.csv share/rules/there.csv
run: for t in there.csv rules/there.csv; do AMENDS_SHARE=share am-classify -t $t -c id,timing sends.csv | sed -n 2p; done
out:
	1,after
	1,after

test: editing one word of a table changes the result
make: sed -i 's/V4,,,unlawful/V4,,,lawful/' verdict.csv
run: am-classify -t timing.csv -t verdict.csv -c id,verdict sends.csv | sed -n 3p
out:
	2,lawful

test: several parts, gzip, CRLF
make: head -3 sends.csv | sed 's/$/\r/' | gzip > a.gz; (head -1 sends.csv; tail -2 sends.csv) > b.csv
run: am-classify -t timing.csv -c id,timing a.gz b.csv
out:
	id,timing
	1,after
	2,after
	4,near
	5,unknown

test: how often each rule matched, and how many never did
run: am-classify -t timing.csv -t verdict.csv --hits hits.csv -l ledger.csv -o out.csv sends.csv; cat hits.csv; am-select -c note -w 'role end' ledger.csv
out:
	table,rule,hits
	timing,T1,1
	timing,T2,1
	timing,T3,1
	timing,T4,2
	verdict,V1,1
	verdict,V2,2
	verdict,V3,1
	verdict,V4,1
	note
	0 lines=5 unused=0

test: the table of hits is in the ledger, and an audit holds it against its line
run: am-classify -t timing.csv --hits hits.csv -l ledger.csv -o out.csv sends.csv; am-select -c role,name,rows ledger.csv; am-audit ledger.csv; sed -i s/T4,2/T4,3/ hits.csv; am-audit -c fault,filter,name ledger.csv
status: 1
out:
	role,name,rows
	begin,,0
	in,sends.csv,5
	out,out.csv,5
	report,hits.csv,4
	end,,0
	fault,run,filter,name,detail
	fault,filter,name
	differs,am-classify,hits.csv
err:

test: no hits have their name when the output cannot be written
run: am-classify -t timing.csv --hits hits.csv sends.csv >/dev/full
status: 2
err:
	am-classify: <stdout>: No space left on device
absent: hits.csv

test: rules that never matched
run: head -3 sends.csv | am-classify -t timing.csv -l ledger.csv -o out.csv --hits hits.csv; am-select -w 'hits 0' hits.csv; am-select -c note -w 'role end' ledger.csv
out:
	table,rule,hits
	timing,T1,0
	timing,T2,0
	timing,T3,0
	note
	0 lines=5 unused=3

test: a record that no rule takes ends the run
run: am-classify -t gap.csv -o out.csv --hits hits.csv sends.csv
status: 2
err:
	am-classify: sends.csv:6: no rule of gap matches
absent: out.csv

test: also with rejects, which are for records that cannot be read
run: am-classify -t gap.csv -r rejects.csv -o out.csv sends.csv
status: 2
err:
	am-classify: sends.csv:6: no rule of gap matches
absent: rejects.csv

test: a record that cannot be read is a reject
make: sed -i '3s/.*/2/' sends.csv
run: am-classify -t timing.csv -r rejects.csv -c id,timing sends.csv; cat rejects.csv
out:
	id,timing
	1,after
	3,before
	4,near
	5,unknown
	file,line,reason,record
	sends.csv,3,too_few_fields,2

test: the account closes
run: am-classify -t timing.csv -l ledger.csv -o out.csv sends.csv; am-select -c role,name,rows -w 'role in|out' ledger.csv
out:
	role,name,rows
	in,sends.csv,5
	out,out.csv,5

test: a dry run writes nothing
run: am-classify -n -t timing.csv -o out.csv --hits hits.csv sends.csv
err:
	am-classify: would write 5 rows to out.csv (in 5, dropped 0, rejected 0)
absent: out.csv
absent: hits.csv

test: check: nothing to say
run: am-classify --check -t timing.csv -t verdict.csv
out:
	table,fault,rule,detail

test: check: a gap, with an example
run: am-classify --check -t gap.csv
status: 1
out:
	table,fault,rule,detail
	gap,uncovered,,for example purpose=other
err:

test: check: twenty planted faults, each by name
file faults.csv:
	rule,a,b,t,=v,=w
	F1,x,,,1,1
	F2,x,,,1,1
	F3,x,,,2,1
	F4,x,y,,1,1
	F5,news*,,,1,1
	F6,newsletter,,,1,1
	F7,!x,p,,1,1
	F8,,p,,2,2
	F9,,5..3,,1,1
	F10,,2024-02-01..2024-01-01,,1,1
	F11,/a^b/,,,1,1
	F12,/^z$z/i,,,1,1
	F13,!*,,,1,1
	F14,!empty|present,,,1,1
	F15,k|k,q,,1,1
	F16,k*|kk,r,,1,1
	F16,m,m,,1,1
	F17,,,>=@s,1,1
	F18,,,>@s,1,1
	F19,,,@s+1d..@s+2d,1,1
	F20,,,@s+2d..@s+1d,1,1
	F21,,,?@s,1,1
	F22,,,empty,1,1
	F23,<5,1..10,,1,1
	F24,<5,2..3,,1,1
	F25,x|news1,,,2,2
run: am-classify --check -t faults.csv
status: 1
out:
	table,fault,rule,detail
	faults,repeated,F2,by F1
	faults,contradiction,F3,by F1
	faults,shadowed,F4,by F1
	faults,shadowed,F6,by F5
	faults,shadowed_by_union,F8,"by F1, F7"
	faults,empty_range,F9,column b: 5..3
	faults,empty_range,F10,column b: 2024-02-01..2024-01-01
	faults,dead_pattern,F11,column a: /a^b/
	faults,dead_pattern,F12,column a: /^z$z/i
	faults,empty_cell,F13,column a: !*
	faults,empty_cell,F14,column a: !empty|present
	faults,redundant,F15,column a: k|k
	faults,redundant,F16,column a: k*|kk
	faults,duplicate_name,F16,named so before at faults.csv:17
	faults,shadowed,F18,by F17
	faults,shadowed,F19,by F17
	faults,empty_range,F20,column t: @s+2d..@s+1d
	faults,shadowed,F22,by F21
	faults,shadowed,F24,by F23
	faults,shadowed_by_union,F25,"by F1, F5"
	faults,uncovered,,for example a=(empty); b=y; t=2001-02-03T04:05:06Z with @s=2001-02-03T04:05:07Z
	faults,uncovered,,for example a=0; b=y; t=2001-02-03T04:05:06Z with @s=2001-02-03T04:05:07Z
	faults,uncovered,,for example a=kk; b=y; t=2001-02-03T04:05:06Z with @s=2001-02-03T04:05:07Z
	faults,uncovered,,for example a=k; b=y; t=2001-02-03T04:05:06Z with @s=2001-02-03T04:05:07Z
	faults,uncovered,,for example a=m; b=y; t=2001-02-03T04:05:06Z with @s=2001-02-03T04:05:07Z
err:

test: check: a table without a gap may end in anything
file ok.csv:
	a,b,=v
	x,,1
	,y,2
	!x,!y,3
run: am-classify --check -t ok.csv
out:
	table,fault,rule,detail

test: check is quick where the product of columns is large
make: awk 'BEGIN { x = 7; for (c = 0; c < 12; c++) printf "c%d,", c; print "=v"; for (r = 0; r < 60; r++) { for (c = 0; c < 12; c++) { x = (x * 16807) % 2147483647; y = int(x / 1000); printf "%s,", y % 4 && c != r % 12 ? "" : "w" int(y / 4) % 3 }; print r } }' > wide.csv
run: timeout 20 am-classify --check -t wide.csv > out.csv; echo $?; cut -d, -f2 out.csv | sort | uniq -c
out:
	1
	      1 fault
	      3 shadowed
	     21 uncovered

test: refused: no table
run: am-classify sends.csv
status: 2
err:
	am-classify: -t is needed

test: refused: --rule for some tables
run: am-classify -t timing.csv -t verdict.csv --rule t sends.csv
status: 2
err:
	am-classify: --rule is needed once for each -t (1 and 2)

test: refused: --rule of a column that is there
run: am-classify -t timing.csv --rule id sends.csv
status: 2
err:
	am-classify: --rule: id is a column or a setting already

test: refused: --rule without a name
run: am-classify -t timing.csv --rule '' sends.csv
status: 2
err:
	am-classify: --rule: a column needs a name

test: refused: a table that is nowhere
run: AMENDS_SHARE=/nonexistent am-classify -t nowhere.csv sends.csv 2> err; echo $?; sed 's/in the folder.*/.../' err
out:
	2
	am-classify: cannot find rules/nowhere.csv ...

test: refused: a table with a mistake, by line and column
make: sed -i '3s/.*/T2,<joined_at,before,/' timing.csv
run: am-classify -t timing.csv -o out.csv sends.csv
status: 2
err:
	am-classify: timing.csv:3: column sent_at: a comparison needs a number, a time or a name behind an at sign
absent: out.csv

test: refused: a rule that leaves an output empty
make: sed -i '3s/.*/T2,<@joined_at,,/' timing.csv
run: am-classify -t timing.csv sends.csv
status: 2
out:
err:
	am-classify: timing.csv:3: column timing: the output is empty

test: refused: a column of the table that the input does not have
run: cut -d, -f1,2 sends.csv | am-classify -t timing.csv
status: 2
out:
err:
	am-classify: timing.csv:1: sent_at is neither a column nor a setting (--set)

test: refused: a name in a cell that the input does not have
run: cut -d, -f1-3 sends.csv | am-classify -t timing.csv
status: 2
out:
err:
	am-classify: timing.csv:3: column sent_at: joined_at is neither a column nor a setting (--set)

test: refused: an output that is there already
run: am-classify -t timing.csv -t timing.csv sends.csv
status: 2
out:
err:
	am-classify: timing.csv:1: the column timing is there already (==timing replaces it)

test: refused: nothing to be replaced
run: am-classify -t settle.csv -c id sends.csv
status: 2
out:
err:
	am-classify: settle.csv:1: verdict is neither a column nor a setting (--set)

test: refused: a setting given twice
run: am-classify -t timing.csv --set A=1 --set A=1 sends.csv
status: 2
err:
	am-classify: --set: A is set twice

test: refused: check with a FILE
run: am-classify --check -t timing.csv sends.csv
status: 2
err:
	am-classify: --check reads no FILE

test: refused: check with what is for a run
run: am-classify --check -t timing.csv --rule t
status: 2
err:
	am-classify: --check goes without --rule and --hits

test: refused: hits over an input
run: am-classify -t timing.csv --hits sends.csv sends.csv
status: 2
out:
err:
	am-classify: output is also an input: sends.csv
