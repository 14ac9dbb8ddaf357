# import.sh: an input of the plan, or of inputs.csv, read through what packs it and am-import. Sourced, by bash, behind lib.sh.
# shellcheck shell=bash disable=SC2034,SC2154

# shellcheck source=pipelines/packing.sh
. "${0%/*}/packing.sh"

# A name, as a pattern of bsdtar that means nothing else.
pattern_of() {
	local name=${1//\\/\\\\} sign
	for sign in '*' '?' '[' ']' '^' '$'; do name=${name//"$sign"/"\\$sign"}; done
	printf '%s' "$name"
}

# The bytes of $file, as they lie in $container (of use_entry), on stdout.
packed() {
	case $how in
	member) unpack ${charset:+--options "$charset"} -xOf "$container" -- "$(pattern_of "$member")" ;;
	sheet) xlsx2csv --sheetname="$member" -f $'\001%Y-%m-%dT%H:%M:%S.%f' -- "$container" | awk -f "${0%/*}/sheet.awk" ;;
	*) cat -- "$container" ;;
	esac || { [ $? = 141 ] || say "$file: cannot be unpacked"; return 2; }
}

# The plain bytes of $file, on stdout.
plain() {
	if [ -z "$reader" ]; then
		packed
	elif [ "$how" = plain ]; then
		bash -o pipefail -c "$reader" <"$container"
	else
		packed | bash -o pipefail -c "$reader"
	fi || { [ $? = 141 ] || [ -z "$reader" ] || say "$file: its reader failed"; return 2; }
}

# use_entry ENTRY: an input of the plan as what follows is about: `file` its name, `how` it is read (own: a table of ours; plain,
# folder, member, sheet: a foreign export), `container`, `member`, `reader`.
use_entry() {
	[ -e "out/plan/rows/$1" ] || fail "no such part in the plan: $1"
	{ IFS= read -r how && IFS= read -r file && IFS= read -r reader; } <"out/plan/rows/$1"
	is_there "$file" || fail "$file: planned, and not there any more"
}

# imported KIND OPTION...: the table that am-import makes of $file.
imported() {
	local kind=$1
	shift
	[ -z "${TIME_ZONE:-}" ] || set -- --zone-else "$TIME_ZONE" "$@"
	[ "$kind" = sends ] || [ "$kind" = campaigns ] || set -- --keep "$@" # nobody may edit a dump, or be lost
	[ "$how" != sheet ] || set -- --dates-too iso "$@" # as sheet.awk writes cells that are dates
	if [ -z "$reader" ] && [[ $how = plain || $how = folder ]]; then
		am-import -i inputs.csv --as "$kind" "$@" -- "$file"
	else
		plain | am-import -i inputs.csv --as "$kind" --name "$file" "$@" -
	fi
}
