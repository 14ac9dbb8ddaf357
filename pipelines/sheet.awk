# sheet.awk: a sheet as xlsx2csv writes it -> a table. Rows that end early get the fields of the first one. A date and time, which
# xlsx2csv marks for us with U+0001 (no workbook can hold it) and cuts to the microsecond, is rounded to the second: what a
# workbook holds is a fraction of a day. At midnight sharp it is a date.

function length_of(month, year) {
	if (month == 2) return (year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)) ? 29 : 28
	return (month == 4 || month == 6 || month == 9 || month == 11) ? 30 : 31
}

# YYYY-MM-DDThh:mm:ss.ffffff, rounded.
function rounded(text, part, carry) {
	split(text, part, /[-T:.]/)
	carry = part[7] >= 500000
	if ((part[6] += carry) == 60) { part[6] = 0; part[5]++ }
	if (part[5] == 60) { part[5] = 0; part[4]++ }
	if (part[4] == 24) { part[4] = 0; part[3]++ }
	if (part[3] > length_of(part[2] + 0, part[1] + 0)) { part[3] = 1; part[2]++ }
	if (part[2] == 13) { part[2] = 1; part[1]++ }
	if (part[4] + part[5] + part[6] == 0) return sprintf("%04d-%02d-%02d", part[1], part[2], part[3])
	return sprintf("%04d-%02d-%02d %02d:%02d:%02d", part[1], part[2], part[3], part[4], part[5], part[6])
}

{
	while ((at = index($0, "\001")) != 0)
		$0 = substr($0, 1, at - 1) rounded(substr($0, at + 1, 26)) substr($0, at + 27)
	# Pieces between quotes, by turns outside and inside; a doubled quote is an empty piece outside.
	pieces = $0 == "" ? 1 : split($0, piece, "\"")
	if ($0 != "") for (i = inside ? 2 : 1; i <= pieces; i += 2) commas += gsub(/,/, ",", piece[i])
	if (pieces % 2 == 0) inside = !inside
	if (inside) { print; next }
	if (width == "" && $0 != "") width = commas
	if ($0 != "" || commas) while (commas < width) { $0 = $0 ","; commas++ }
	commas = 0
	print
}
