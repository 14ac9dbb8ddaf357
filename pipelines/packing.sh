# packing.sh: how the inputs of an incident lie in other files: as members of an archive (dumps/mc.zip/MEMBER, by bsdtar), as
# sheets of a workbook (dumps/list.xlsx/SHEET, by xlsx2csv), as messages of a folder, or behind a command that unpacks them
# (the column reader of inputs.csv). Sourced, by bash, behind lib.sh.
# shellcheck shell=bash disable=SC2034

# lies_in NAME: the file or folder on disk that a name lies in, into `container`, and what is behind it, into `member`. Fails
# when there is none.
lies_in() {
	container=$1 member=''
	until [ -e "$container" ]; do
		case $container in ?*/*) container=${container%/*} ;; *) return 1 ;; esac
	done
	[ "$container" = "$1" ] || { member=${1#"$container"/} && [ -f "$container" ]; }
}

# An archive by its first bytes: ZIP (a workbook is one), 7z, RAR, tar.
is_archive() {
	local bytes
	bytes=$(head -c 262 -- "$1" | od -An -v -tx1 | tr -d ' \n')
	case $bytes in 504b0304* | 504b0506* | 377abcaf271c* | 526172211a07*) return 0 ;; esac
	[ "${bytes:514:10}" = 7573746172 ]
}

# bsdtar, which reads names as UTF-8, and asks nobody for a passphrase.
unpack() { LC_ALL=C.UTF-8 bsdtar --passphrase ' ' "$@" </dev/null; }

# The sheets of a workbook, hidden ones too.
sheets() {
	local workbook
	workbook=$(unpack -xOf "$1" xl/workbook.xml) || return
	grep -oE '<([A-Za-z0-9]+:)?sheet [^>]*' <<<"$workbook" |
		sed -E "s/.* name=\"([^\"]*)\".*/\1/; s/&lt;/</g; s/&gt;/>/g; s/&quot;/\"/g; s/&apos;/'/g; s/&amp;/\&/g"
}

# contents CONTAINER: the names of what an archive or workbook holds, into `members`, and which it is, into `holder`: member or
# sheet. Names that are no UTF-8 are read as the Windows of western Europe packs them, with `charset`.
declare -A listings=() holders=() charsets=()
contents() {
	local list
	if [ -z "${holders[$1]:-}" ]; then
		command -v bsdtar >/dev/null || fail "$1: bsdtar is not installed, which reads archives (package libarchive-tools)"
		# Without its end a ZIP is read from its beginning, and what is cut off is not missed.
		[ "$(head -c 2 -- "$1")" != PK ] || [ "$(tail -c 65557 -- "$1" | grep -ac $'PK\x05\x06')" != 0 ] ||
			fail "$1: truncated archive"
		list=$(unpack -tf "$1" 2>/dev/null) || fail "$1: damaged archive"
		holders[$1]=member charsets[$1]=''
		if [[ $'\n'$list$'\n' = *$'\nxl/workbook.xml\n'* ]]; then
			holders[$1]=sheet
			list=$(sheets "$1" 2>/dev/null) || fail "$1: damaged workbook"
		elif [[ $list = *\\* ]]; then
			charsets[$1]=zip:hdrcharset=CP850
			list=$(unpack --options "${charsets[$1]}" -tf "$1" 2>/dev/null) || fail "$1: damaged archive"
		fi
		listings[$1]=$(sed '/\/$/d' <<<"$list" | sort)
		[ -z "$(uniq -d <<<"${listings[$1]}")" ] || fail "$1: two members have one name"
	fi
	holder=${holders[$1]} charset=${charsets[$1]} members=()
	[ -z "${listings[$1]}" ] || mapfile -t members <<<"${listings[$1]}"
}

# chosen CONTAINER PATTERN: adds the members that the pattern means to `found`. As in folders, * matches no slash and no dot
# at the beginning.
chosen() {
	local name slashes=${2//[^\/]/}
	contents "$1"
	for name in "${members[@]}"; do
		if [ "$name" != "$2" ]; then
			# shellcheck disable=SC2053 # a pattern
			[[ $name = $2 && ${name//[^\/]/} = "$slashes" && (/$name != */.* || /$2 = */.*) ]] || continue
		fi
		found+=("$1/$name")
	done
}

# expand PATTERN: what a cell of the column `file` stands for, into `found`, in order of their names.
expand() {
	local head=$1 tail='' path paths
	local IFS=
	found=()
	shopt -s nullglob
	while :; do
		# shellcheck disable=SC2206 # a pattern is expanded, nothing is split
		if [ -e "$head" ]; then paths=("$head"); else paths=($head); fi
		for path in "${paths[@]}"; do
			if [ -z "$tail" ]; then
				[ ! -e "$path" ] || found+=("$path")
			elif [ -f "$path" ] && is_archive "$path"; then
				chosen "$path" "$tail"
			fi
		done
		case $head in ?*/*) tail=${head##*/}${tail:+/$tail} head=${head%/*} ;; *) break ;; esac
	done
	shopt -u nullglob
}

# is_there NAME: with `container` and `member`, and `charset` for packed.
is_there() {
	local name
	lies_in "$1" || return
	[ -n "$member" ] || return 0
	contents "$container"
	for name in "${members[@]}"; do [ "$name" != "$member" ] || return 0; done
	return 1
}
