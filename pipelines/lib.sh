# lib.sh: what the steps of an incident share. Sourced, by bash, in the incident's folder; make has exported the settings.
# shellcheck shell=bash
set -euo pipefail
shopt -s inherit_errexit
umask 077
# shellcheck source=pipelines/clock.sh
. "${BASH_SOURCE[0]%/*}/clock.sh"

say() { printf 'amends: %s\n' "$1" >&2; }
fail() { say "$1"; exit 2; }
# Every path below is relative to the folder of the incident.
[ -e settings.mk ] || fail 'this folder is no incident: it has no settings.mk'

# stage NAME: this step writes into $new, which becomes out/NAME when it is published.
stage() {
	stage=$1 new=out/.new/$1
	mkdir -p out/.lock
	exec 9>"out/.lock/${stage//\//-}"
	flock -w 10 9 || fail "$stage: another run is at work in this folder" # what a broken run left behind ends by itself
	rm -rf "${new:?}"
	mkdir -p "$new"
	: >"$new/hand_made"
	export AMENDS_LEDGER=$new/ledger.csv
}

# hand_made TABLE LINE...: a table that no filter writes; the account is told of it.
hand_made() {
	printf '%s\n' "${@:2}" >"$1"
	printf '%s\n' "$1" >>"$new/hand_made"
}

# publish: puts the step in place. Nothing that does not close is published.
publish() {
	unset AMENDS_LEDGER
	am-audit "$new/ledger.csv" >"$new/audit.csv" || fail "the account of $stage does not close: see $new/audit.csv"
	final_names <"$new/ledger.csv" >"$new/final.csv"
	mv "$new/final.csv" "$new/ledger.csv"
	: >"$new/done"
	rm -rf "out/${stage:?}"
	mkdir -p "$(dirname "out/$stage")"
	mv "$new" "out/$stage"
}

# final_names: a ledger that names files as they are called once published, so that whoever reads one later is held to it.
final_names() { sed 's#^\([^,]*,[^,]*,[^,]*\),out/\.new/#\1,out/#'; }

# Runs a filter without an account, for what is not part of the answer (plans, messages, counts).
quiet() { env -u AMENDS_LEDGER "$@"; }

# read_rows ROLE LEDGER...: of the rows of dumps that parts read, those under a role: out, drop (of nobody on the list), reject.
# Of the exports of other systems am-import has found most that are of nobody; what it drops for other reasons is no row of data.
read_rows() {
	local filters='am-join|am-import'
	[ "$1" != out ] || filters=am-join
	quiet am-select -w "filter $filters" -w "role $1" -w 'name !header|total|no_event' "${@:2}" | quiet am-tally -a n=sum:rows | tail -n 1
}
# rows_of FILE LEDGER: the rows of a file that a step wrote.
rows_of() { quiet am-select -w 'role out' -w "name $1" "$2" | quiet am-tally -a n=sum:rows | tail -n 1; }

# seen ENTRY...: the files that a step is about to read, for `show`, which holds the answer to them.
seen() {
	local entry path
	for entry in "$@"; do
		path=$(readlink "out/plan/$entry")
		path=${path#../../}
		if [ -d "$path" ]; then find -H "$path" -print0; else printf '%s\0' "$path"; fi
	done | xargs -0r stat -Lc '%s %Y %n' -- >"$new/read"
}

# An empty table with this header.
empty_table() { printf '%s\n' "$1"; }

# planned KIND: the entries of a kind, of all for '', and the names of what they are, into the arrays `entries` and `files`, in the
# order of the plan.
planned() {
	local path name paths=(out/plan/rows/"$1"-[0-9]*)
	[ -n "$1" ] || paths=(out/plan/rows/*-[0-9]*)
	entries=() files=()
	[ -e "${paths[0]}" ] || return 0
	for path in "${paths[@]}"; do
		{ IFS= read -r _ && IFS= read -r name; } <"$path"
		entries+=("${path##*/}") files+=("$name")
	done
}

# A cell of CSV.
csv_quote() { case $1 in *[,\"]*) printf '"%s"' "${1//\"/\"\"}" ;; *) printf '%s' "$1" ;; esac; }

# first_of COLUMN TABLE: the value of its first row.
first_of() {
	local value
	value=$(quiet am-select --head 1 -c "$1" "$2" | sed -n 2p)
	case $value in \"*) value=${value#\"} value=${value%\"} value=${value//\"\"/\"} ;; esac
	printf '%s' "$value"
}

# A table of the user: the incident's own, or the installed one.
rule_file() { if [ -e "rules/$1" ]; then printf 'rules/%s' "$1"; else printf '%s/rules/%s' "$AMENDS_SHARE" "$1"; fi; }

# systems: systems.csv with a column `state`, answered or open; without the file a table without rows.
systems() {
	local header columns=() column
	if [ ! -e systems.csv ]; then
		empty_table system,owner,answer,at,state
		return
	fi
	header=$(quiet am-select --head 0 systems.csv)
	for column in owner at; do [[ ,$header, = *,$column,* ]] || columns+=(--set "$column="); done
	quiet am-classify "${columns[@]}" -t rules/system_row.csv systems.csv ||
		fail 'systems.csv: answer is file, none held (then owner and at say by whom and when) or not yet'
}
# Of what `systems` said, on stdin: how many are open; and how many have a file, of which no row of inputs.csv is, if these name
# systems.
open_systems() { quiet am-select -w 'state open' | tail -n +2 | wc -l; }
lost_systems() {
	local header
	header=$(quiet am-select --head 0 inputs.csv)
	case ,$header, in
	*,system,*) quiet am-select -w 'answer file' | quiet am-join --anti -k system inputs.csv | tail -n +2 | wc -l ;;
	*) echo 0 ;;
	esac
}

# background COMMAND...: beside what follows; `finished` waits for all of them, and fails when one did.
background() {
	trap wait EXIT # a step that stops does not leave others at work
	"$@" &
	jobs+=($!)
}
finished() {
	local job failed=0
	for job in "${jobs[@]}"; do wait "$job" || failed=1; done
	jobs=()
	[ $failed = 0 ] || exit 2 # it has said why
}
jobs=()

# has WORD in a list of words: yes or no.
has() { case " $2 " in *" $1 "*) echo yes ;; *) echo no ;; esac; }

is_instant() { [[ $1 =~ ^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z$ ]]; }

# The instant when the promise fell due: ERASE_DUE, or DRAW_AT and GRACE_DAYS.
erase_due() {
	if [ -n "${ERASE_DUE:-}" ]; then
		is_instant "$ERASE_DUE" || fail 'settings.mk: ERASE_DUE is not YYYY-MM-DDThh:mm:ssZ'
		printf '%s\n' "$ERASE_DUE"
		return
	fi
	[ -n "${DRAW_AT:-}" ] || fail 'settings.mk: neither ERASE_DUE nor DRAW_AT is set'
	is_instant "$DRAW_AT" || fail 'settings.mk: DRAW_AT is not YYYY-MM-DDThh:mm:ssZ'
	[[ $GRACE_DAYS =~ ^[0-9]{1,5}$ ]] || fail 'settings.mk: GRACE_DAYS is no number of days'
	date -u -d "$DRAW_AT + $GRACE_DAYS days" +%Y-%m-%dT%H:%M:%SZ 2>/dev/null ||
		fail 'settings.mk: DRAW_AT or GRACE_DAYS cannot be read'
}

# classify ARGUMENTS...: am-classify with every setting that a table may name. The step has set `due` to the erase_due.
classify() {
	am-classify --set AS_OF="$AS_OF" --set ERASE_DUE="${due:?}" --set PROMISED_PURPOSE="$PROMISED_PURPOSE" \
		--set prior_contact="$PRIOR_CONTACT" --set late_consent="$LATE_CONSENT" \
		--set soft_optin="$SOFT_OPTIN" --set erasure="$ERASURE" --set guard="$GUARD" "$@"
}

# Decisions about settings win over settings.mk (decisions.csv is read before the rules).
settle() { # TABLE
	local name answer
	[ -e "$1" ] || return 0
	while IFS='=' read -r name answer; do
		export "$name=$answer"
	done <"$1"
}
[ "${0##*/}" = plan ] || settle out/plan/settings # the plan reads the decisions of now
