# shellcheck shell=bash
# Sourced by the tests that run an incident twice, through the filters and through the oracle. Prints TAP.
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../../.." && pwd)
: "${AMENDS_BIN:=$root/build}" "${AMENDS_SHARE:=$root/share}"
export AMENDS_BIN AMENDS_SHARE LC_ALL=C
columns=person,message_id,campaign,sent_at,email,in_audience,delivered,timing,purpose,optout,consent,relation,verdict,reason,source,line,campaign_ref,ruling_ref
work=$(mktemp -d)
trap 'rm -rf "${work:?}"' EXIT
count=0 failed=0

tap() { # tap STATUS NAME
	count=$((count + 1))
	if [ "$1" = 0 ]; then
		printf 'ok %d - %s\n' "$count" "$2"
	else
		failed=$((failed + 1))
		printf 'not ok %d - %s\n' "$count" "$2"
	fi
}

finish() {
	printf '1..%d\n' "$count"
	[ "$failed" = 0 ]
	exit
}

# The same bytes? If not, what differs, as comments; what is from the pipeline has a <.
same() { # same NAME GOT WANTED
	if cmp -s "$2" "$3"; then
		tap 0 "$1"
	else
		tap 1 "$1"
		diff "$2" "$3" 2>&1 | grep '^[<>d]' | head -n 8 | sed 's/^/# /'
	fi
}

# Quotes only where they are needed: the filters leave those of a field as they found them.
plain() {
	/usr/bin/python3 -c 'import csv, sys
sys.stdin.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")
sys.stdout.reconfigure(encoding="utf-8", errors="surrogateescape", newline="")
csv.writer(sys.stdout, lineterminator="\n").writerows(csv.reader(sys.stdin, strict=True))'
}

# compare NAME ARGUMENTS...: an incident that oracle-data makes of the arguments has the same answers twice.
compare() {
	local name=$1 dir="$work/${1// /-}"
	shift
	if ! "$root/tests/bench/oracle-data" --out "$dir" "$@" || ! "$root/tests/bench/oracle" "$dir" "$dir/oracle"; then
		tap 1 "$name: the oracle has an answer"
		return
	fi
	if ! make -s -C "$dir" scope AMENDS="$root/pipelines" AMENDS_BIN="$AMENDS_BIN" >"$dir/log" 2>&1; then
		tap 1 "$name: the pipeline has an answer"
		tail -n 3 "$dir/log" | sed 's/^/# /'
		return
	fi
	"$AMENDS_BIN/am-select" -c "$columns" "$dir/out/sends.csv.gz" | plain | sort >"$dir/sends"
	sort "$dir/oracle/sends.csv" >"$dir/oracle/sends"
	plain <"$dir/out/people.csv" >"$dir/people"
	same "$name: each send" "$dir/sends" "$dir/oracle/sends"
	same "$name: each person" "$dir/people" "$dir/oracle/people.csv"
	same "$name: the counts" "$dir/out/scope.csv" "$dir/oracle/scope.csv"
	tail -n +2 "$dir/oracle/hits.csv" >>"$work/hits"
	rm -rf "${dir:?}"
}
