base:
file people.csv:
	id,email
	1,ana@example.com
	2,ben@example.org
	3,carla@example.net
file two.csv:
	id,email
	1,ana@example.com
	2,ben@example.org
file one.csv:
	id,email
	1,ana@example.com
file three.csv:
	id,email
	3,carla@example.net
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5

test: a ledger that closes
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: names are relative to --root
run: cd / && am-audit --root "$OLDPWD" "$OLDPWD/ledger.csv"
status: 0
out:
	fault,run,filter,name,detail

test: a file that is gone is no fault: intermediates are removed
make: rm one.csv two.csv
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: a row deleted from a file after it was written and read
make: sed -i 2d two.csv
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	differs,r1,am-join,two.csv,"2 rows were written, 1 are there, in other bytes"
err:

test: a value changed in a file
make: sed -i s/1/7/ one.csv
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	differs,r2,am-select,one.csv,"1 rows were written, 1 are there, in other bytes"
err:

test: a row deleted from an intermediate file before it was read
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,plain=1 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,end,,0,,,0 lines=4
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	changed,r2,am-select,two.csv,"am-join of run r1 wrote 2 rows, 1 were read, other bytes"
err:

test: two files swapped: each by its name
make: mv one.csv x && mv two.csv one.csv && mv x two.csv
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	differs,r2,am-select,one.csv,"1 rows were written, 2 are there, in other bytes"
	differs,r1,am-join,two.csv,"2 rows were written, 1 are there, in other bytes"
err:

test: an intermediate file swapped for what another run wrote
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r0,am-select,begin,,0,,,
	r0,am-select,in,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,plain=1 intricate=0
	r0,am-select,out,-,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r0,am-select,end,,0,,,0 lines=4
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,plain=1 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,end,,0,,,0 lines=4
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	changed,r2,am-select,two.csv,"am-join of run r1 wrote 2 rows, 1 were read, other bytes"
err:

test: a pipe and a moved file are known by their bytes
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,-,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: a pipe that lost a row on its way
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,-,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,-,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,plain=1 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,end,,0,,,0 lines=4
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	unknown_input,r2,am-select,-,no run wrote what came in by standard input
err:

test: a killed stage
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	no_end,r2,am-select,,"it never ended: killed, failed at its start, or still running"
err:

test: a stage killed behind its output
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	no_end,r2,am-select,,"it never ended: killed, failed at its start, or still running"
err:

test: a stage that failed
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,end,,0,,,2 lines=2
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	failed,r2,am-select,,it ended with status 2
err:

test: a status that only begins with 0
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,end,,0,,,01 lines=2
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	failed,r2,am-select,,it ended with status 01
err:

test: a dropped begin
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	no_begin,r2,am-select,,no line says that it began
	lines_missing,r2,am-select,,"it wrote 5 lines, 4 are here"
err:

test: a dropped in
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r2,am-select,,"it wrote 5 lines, 4 are here"
	no_in,r2,am-select,,no line says what it read
	sum,r2,am-select,,in 0 + extra 0 is not out 1 + reject 0 + drop 1 + fold 0
err:

test: a dropped out
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r2,am-select,,"it wrote 5 lines, 4 are here"
	no_out,r2,am-select,,"0 lines say what it wrote, not one"
	sum,r2,am-select,,in 2 + extra 0 is not out 0 + reject 0 + drop 1 + fold 0
err:

test: a dropped out that others read
file inputs.csv:
	file,system
	people.csv,lottery
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit --inputs inputs.csv ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r1,am-join,,"it wrote 5 lines, 4 are here"
	no_out,r1,am-join,,"0 lines say what it wrote, not one"
	sum,r1,am-join,,in 3 + extra 0 is not out 0 + reject 0 + drop 1 + fold 0
	unknown_input,r2,am-select,two.csv,"it is no named input, and no run wrote it"
err:

test: a dropped drop
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r2,am-select,,"it wrote 5 lines, 4 are here"
	sum,r2,am-select,,in 2 + extra 0 is not out 1 + reject 0 + drop 0 + fold 0
err:

test: a dropped lookup, whose rows no sum holds
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=6
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r1,am-join,,"it wrote 6 lines, 5 are here"
err:

test: a line too many
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_added,r1,am-join,,"it wrote 5 lines, 6 are here"
	sum,r1,am-join,,in 3 + extra 0 is not out 2 + reject 0 + drop 2 + fold 0
err:

test: a ledger twice over
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_added,r1,am-join,,it begins more than once
	lines_added,r1,am-join,,"it wrote 5 lines, 10 are here"
	no_out,r1,am-join,,"2 lines say what it wrote, not one"
err:

test: an end without the number of lines
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	lines_missing,r1,am-join,,its end does not say how many
err:

test: rows that do not add up
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,5,,,
	r1,am-join,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	sum,r1,am-join,,in 3 + extra 0 is not out 2 + reject 0 + drop 5 + fold 0
err:

test: extra and fold are in the sum
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-tally,begin,,0,,,
	r1,am-tally,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-tally,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r1,am-tally,fold,,3,,,
	r1,am-tally,extra,result,1,,,
	r1,am-tally,end,,0,,,0 lines=6
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: rows of a digest that differ
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,3,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	sum,r2,am-select,,in 3 + extra 0 is not out 1 + reject 0 + drop 1 + fold 0
	changed,r2,am-select,two.csv,"am-join of run r1 wrote 2 rows, 3 were read"
err:

test: two outs of one run
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r1,am-join,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	no_out,r1,am-join,,"2 lines say what it wrote, not one"
err:

test: no run at all
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	no_run,,,,the ledger holds no run
err:

test: a word and a number that do not exist
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,inn,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,one,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	bad_line,r2,am-select,ledger.csv,"line 8: no such role, or rows that are no number"
	bad_line,r2,am-select,ledger.csv,"line 9: no such role, or rows that are no number"
	lines_missing,r2,am-select,,"it wrote 5 lines, 3 are here"
	no_in,r2,am-select,,no line says what it read
	no_out,r2,am-select,,"0 lines say what it wrote, not one"
	sum,r2,am-select,,in 0 + extra 0 is not out 0 + reject 0 + drop 1 + fold 0
err:

test: a file that cannot be read any more
make: printf 'id,email\n1,"ana' > one.csv
run: am-audit ledger.csv
status: 1
err:
	am-audit: one.csv:2: field 2: quoted field is not closed

test: a file that became a folder
make: rm one.csv && mkdir one.csv
run: am-audit ledger.csv
status: 1
err:
	am-audit: one.csv: is a directory

test: gz files are compared by their plain bytes
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv.gz,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
make: gzip -9 two.csv
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: a gz file that lost a row
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv.gz,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
make: sed -i 2d two.csv && gzip two.csv
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	differs,r1,am-join,two.csv.gz,"2 rows were written, 1 are there, in other bytes"
err:

test: a file written twice is held against the last
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
	r3,am-select,begin,,0,,,
	r3,am-select,in,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r3,am-select,out,two.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r3,am-select,end,,0,,,0 lines=4
make: cp three.csv two.csv
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: a file that a run replaces was its input
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-sort,begin,,0,,,
	r1,am-sort,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-sort,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-sort,end,,0,,,0 lines=4
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: a report is read by others, held against its file, and no part of the sum
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,2,65,856fd17ef69a7bef48c3ea2b3d036349,
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,report,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r2,am-select,out,-,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r2,am-select,end,,0,,,0 lines=4
make: printf 'file\npeople.csv\n' > inputs.csv
run: am-audit --inputs inputs.csv ledger.csv; cp people.csv three.csv; am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	fault,run,filter,name,detail
	differs,r1,am-join,three.csv,"1 rows were written, 3 are there, in other bytes"
err:

test: rejects are read by others and held against their file
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,reject,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r2,am-select,out,-,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r2,am-select,end,,0,,,0 lines=4
make: cp people.csv three.csv
run: am-audit ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	differs,r1,am-join,three.csv,"1 rows were written, 3 are there, in other bytes"
err:

test: --inputs names what may be read
file inputs.csv:
	file,system
	people.csv,lottery
run: am-audit --inputs inputs.csv ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: --inputs may hold a pattern, and the column may be called name
file inputs.csv:
	name
	p*.csv
run: am-audit --inputs inputs.csv ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: an input that is not named
file inputs.csv:
	file
	other.csv
run: am-audit --inputs inputs.csv ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	unknown_input,r1,am-join,people.csv,"it is no named input, and no run wrote it"
err:

test: an input with its digest
file inputs.csv:
	file,digest
	people.csv,856fd17ef69a7bef48c3ea2b3d036349
run: am-audit --inputs inputs.csv ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: an input swapped for another
file inputs.csv:
	file,digest
	people.csv,4755c5acdc2e1b54b1a750b03a9c0019
run: am-audit --inputs inputs.csv ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	input_differs,r1,am-join,people.csv,it holds other bytes than the inputs say
err:

test: a lookup is a thing read
file inputs.csv:
	file,system
	people.csv,lottery
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,lookup,three.csv,1,29,6a4e8a7fbbc0439c6cdcfd2a0994e259,
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=6
run: am-audit --inputs inputs.csv ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	unknown_input,r1,am-join,three.csv,"it is no named input, and no run wrote it"
err:

test: a whole run that somebody dropped
file inputs.csv:
	file,system
	people.csv,lottery
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
run: am-audit --inputs inputs.csv ledger.csv
status: 1
out:
	fault,run,filter,name,detail
	unknown_input,r2,am-select,two.csv,"it is no named input, and no run wrote it"
err:

test: a file read in part is known by its name
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,1,,,plain=1 intricate=0 partial
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,end,,0,,,0 lines=4
run: am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: several ledgers are one account
file b.csv:
	run,filter,role,name,rows,bytes,digest,note
	r2,am-select,begin,,0,,,
	r2,am-select,in,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,plain=2 intricate=0
	r2,am-select,out,one.csv,1,27,ede910d90e2fe84da9a8a0faf4dfeee7,
	r2,am-select,drop,not_asked,1,,,
	r2,am-select,end,,0,,,0 lines=5
file ledger.csv:
	run,filter,role,name,rows,bytes,digest,note
	r1,am-join,begin,,0,,,
	r1,am-join,in,people.csv,3,65,856fd17ef69a7bef48c3ea2b3d036349,plain=3 intricate=0
	r1,am-join,out,two.csv,2,45,4755c5acdc2e1b54b1a750b03a9c0019,
	r1,am-join,drop,unmatched,1,,,
	r1,am-join,end,,0,,,0 lines=5
run: am-audit b.csv ledger.csv
status: 0
out:
	fault,run,filter,name,detail

test: the answer in a file, its columns picked
make: sed -i 2d two.csv
run: am-audit -c fault,name -o faults.csv ledger.csv; echo $? >> faults.csv; cat faults.csv
status: 0
out:
	fault,name
	differs,two.csv
	1

test: a ledger that is not there
run: am-audit nothing.csv
status: 2
err:
	am-audit: nothing.csv: No such file or directory

test: a table that is no ledger
run: am-audit people.csv
status: 2
err:
	am-audit: people.csv: no column run (the header has id, email)

test: no ledger named
run: am-audit
status: 2
err:
	am-audit: missing operand (usage: am-audit [options] LEDGER...)

test: inputs without a name
run: am-audit --inputs people.csv ledger.csv
status: 2
err:
	am-audit: people.csv: no column name (the header has id, email)

test: inputs that cannot be read
make: printf 'file\na,b\n' > inputs.csv
run: am-audit --inputs inputs.csv ledger.csv
status: 2
err:
	am-audit: inputs.csv:2: 2 fields, the header has 1

test: a ledger whose line is cut
make: printf 'r3,am-sel' >> ledger.csv
run: am-audit ledger.csv
status: 2
err:
	am-audit: ledger.csv:12: 2 fields, the header has 8

test: an audit keeps a ledger of its own only when told so
run: am-audit -l new.csv ledger.csv >answer.csv && am-select -c filter,role,rows new.csv
status: 0
out:
	filter,role,rows
	am-audit,begin,0
	am-audit,in,10
	am-audit,out,0
	am-audit,fold,10
	am-audit,end,0

test: a ledger in the environment is not meant for an audit
run: AMENDS_LEDGER=new.csv am-audit ledger.csv
status: 0
out:
	fault,run,filter,name,detail
absent: new.csv

test: a ledger that is read is not written
run: cp ledger.csv l.csv && am-audit -l l.csv l.csv
status: 2
err:
	am-audit: output is also an input: l.csv

test: the pipeline of real filters closes
make: am-select -l real.csv -c id people.csv | am-select -l real.csv -o ids.csv
run: am-audit real.csv
status: 0
out:
	fault,run,filter,name,detail

test: a row lost in a pipe between real filters
make: am-select -l real.csv -c id people.csv | sed 2d | am-select -l real.csv -o ids.csv
run: am-audit -c fault,filter,name real.csv
status: 1
out:
	fault,filter,name
	unknown_input,am-select,-
err:

test: a real filter that was killed
make: { echo id; seq 100000 100500; sleep 5 & } | am-select -l real.csv & for i in $(seq 200); do [ ! -s real.csv ] || break; sleep 0.05; done; sleep 0.05; kill -9 $!
run: am-audit -c fault,filter real.csv
status: 1
out:
	fault,filter
	no_end,am-select
err:

test: a ledger's lines cannot be put aside
file l.csv:
	run,filter,role,name,rows,bytes,digest,note
run: am-audit -r r.csv l.csv
status: 2
err:
	am-audit: -r: a line of a ledger may not be put aside
absent: r.csv
