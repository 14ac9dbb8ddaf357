# incident.sh: a small incident, each person of it a case that can be reasoned about, and the words the tests of the
# pipelines speak. Sourced. Prints TAP.
# shellcheck shell=bash
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
bin=$(realpath "${AMENDS_BIN:-$root/build}")
share=$(realpath "${AMENDS_SHARE:-$root/share}")
work=$(mktemp -d)
trap 'chmod -R u+w "$work"; rm -rf "${work:?}"' EXIT
export PATH="$bin:$PATH" AMENDS_SHARE="$share" LC_ALL=C
unset AMENDS_LEDGER
results='people.csv sends.csv.gz scope.csv review.csv coverage.csv overlap.csv switches.csv summary.txt seal.csv'
number=0 failed=0

# check WORDS COMMAND...: one test, of the command's status; what it prints is shown when it fails.
check() {
	local words=$1
	shift
	number=$((number + 1))
	if "$@" >"$work/log" 2>&1; then
		printf 'ok %d - %s\n' "$number" "$words"
	else
		failed=$((failed + 1))
		head -20 "$work/log" | sed 's/^/# /'
		printf 'not ok %d - %s\n' "$number" "$words"
	fi
}
finish() {
	printf '1..%d\n' "$number"
	[ "$failed" = 0 ]
}

# scope FOLDER [VARIABLE=VALUE...]: plays an incident. What it says on stderr goes to $work/err, which holds no address.
scope() {
	local folder=$1 status
	shift
	make -s -C "$folder" AMENDS="$root/pipelines" AMENDS_BIN="$bin" "$@" scope >"$work/out" 2>"$work/err"
	status=$?
	cat "$work/err"
	if grep -q @ "$work/err"; then
		echo 'stderr holds an address'
		return 99
	fi
	return $status
}

# The folder of another incident that begins as this one stands.
fresh() { # FROM NAME
	rm -rf "${work:?}/$2"
	cp -a "$work/$1" "$work/$2"
}

# changed FROM NAME: what became other in the counts: level,verdict,reason,count before,count after.
changed() {
	awk -F, -v OFS=, 'FNR == 1 { file++; next } { key = $1 OFS $2 OFS $3; all[key]; count[file, key] = $4 }
		END { for (key in all) if (count[1, key] != count[2, key]) print key, count[1, key] + 0, count[2, key] + 0 }' \
		"$work/$1/out/scope.csv" "$work/$2/out/scope.csv" | sort
}

# becomes NAME [LINE...]: the counts of the incident differ from those of `base` in exactly these lines.
becomes() {
	local name=$1
	shift
	{ [ $# = 0 ] || printf '%s\n' "$@"; } | sort >"$work/wanted"
	changed base "$name" >"$work/got"
	diff "$work/wanted" "$work/got"
}

# letters NAME: how many.
letters() { am-select -w 'letter LETTER' "$work/$1/out/people.csv" | am-tally -a n=count | tail -n 1; }

# same FOLDER FOLDER: both hold the same results, ledgers by all but their run ids.
same() {
	local file
	for file in $results; do cmp "$1/out/$file" "$2/out/$file" || return 1; done
	diff <(cut -d, -f2- "$1/out/ledger.csv" | sort) <(cut -d, -f2- "$2/out/ledger.csv" | sort)
}

# nothing FOLDER: no result has its final name.
nothing() {
	local file
	for file in $results ledger.csv scope; do
		[ ! -e "$1/out/$file" ] || { echo "$file was published"; return 1; }
	done
}

# refused FOLDER WORDS: status 2, one line with these words, nothing published.
refused() {
	local folder=$1 words=$2
	shift 2
	scope "$folder" "$@" && { echo 'it was answered'; return 1; }
	[ $? = 2 ] || return 1
	[ "$(grep -cF -- "$words" "$work/err")" = 1 ] || { echo "no such line: $words"; return 1; }
	nothing "$folder"
}

# small NAME: who is who, by the answer that the shipped rules and settings give.
small() {
	mkdir -p "$work/$1/dumps"
	cd "$work/$1" || exit 2
	# shellcheck disable=SC2016 # make's own
	printf 'include $(AMENDS)/incident.mk\n' >Makefile
	printf '%s\n' 'DRAW_AT := 2015-12-22T12:00:00Z' 'GRACE_DAYS := 30' 'AS_OF := 2016-12-31T23:59:59Z' \
		'RUNGS_MEMBER := exact mailbox' 'PRIOR_CONTACT := review' 'LATE_CONSENT := skip' 'SOFT_OPTIN := review' \
		'ERASURE := block' 'GUARD := no' >settings.mk
	printf '%s\n' file,holds dumps/people.csv,people dumps/customers.csv,customers dumps/consents.csv,consents \
		'dumps/sends-*.csv,sends' dumps/campaigns.csv,campaigns >inputs.csv
	cat >decisions.csv <<-'END'
		at,by,about,match,answer,reason,evidence
		2017-01-10T10:00:00Z,A. Example,reason,REV_CONTACT_NOT_CUSTOMER dumps/sends-2.csv,unlawful,,
		2017-01-10T10:00:00Z,A. Example,reason,REV_SOFT_OPTIN dumps/sends-2.csv,unlawful,,
	END
	cat >dumps/people.csv <<-'END'
		id,email,phone,name,language,joined_at,via
		P01,ana@example.com,,Ana,es,2015-12-18T10:00:00Z,
		P02,ben@example.com,,Ben,es,2015-12-18T10:00:00Z,
		P03,carla@example.com,,Carla,es,2015-12-18T10:00:00Z,
		P04,dora@example.com,,Dora,es,2015-12-18T10:00:00Z,
		P05,eva@example.com,,Eva,es,2015-12-18T10:00:00Z,
		P06,fran@example.com,,Fran,es,2015-12-18T10:00:00Z,
		P07,gil@example.com,,Gil,es,2015-12-18T10:00:00Z,
		P08,hugo@example.com,,Hugo,es,2015-12-18T10:00:00Z,
		P09,ines@example.com,,Ines,es,2015-12-18T10:00:00Z,
		P10,juan@example.com,,Juan,es,2015-12-18T10:00:00Z,
		P11,kim@gmail.com,,Kim,es,2015-12-18T10:00:00Z,
		P12,lea@example.com,,Lea,es,2015-12-18T10:00:00Z,
		P13,mara@example.com,,Mara,es,2015-12-18T10:00:00Z,
		P14,nora@example.com,,Nora,es,2015-12-18T10:00:00Z,
	END
	cat >dumps/customers.csv <<-'END'
		id,email,since,relation
		C1,ben@example.com,2014-05-01T00:00:00Z,contact
		C2,carla@example.com,2014-05-01T00:00:00Z,contact
		C3,dora@example.com,2014-05-01T00:00:00Z,customer
		C4,eva@example.com,2014-05-01T00:00:00Z,customer
	END
	cat >dumps/consents.csv <<-'END'
		email,event,at,evidence,purpose
		fran@example.com,optin,2016-05-01T00:00:00Z,proven,marketing
		hugo@example.com,objection,2016-01-05T00:00:00Z,proven,
	END
	printf '%s\n' campaign,purpose draw,promised spring,marketing >dumps/campaigns.csv
	cat >dumps/sends-1.csv <<-'END'
		message_id,email,channel,sent_at,campaign,outcome
		m01,ana@example.com,email,2016-03-01T10:00:00Z,spring,delivered
		m02,ben@example.com,email,2016-03-01T10:00:00Z,spring,delivered
		m04,dora@example.com,email,2016-03-01T10:00:00Z,spring,delivered
		m06,fran@example.com,email,2016-03-01T10:00:00Z,spring,delivered
		m07,gil@example.com,email,2016-02-10T10:00:00Z,draw,delivered
		m08,hugo@example.com,email,2016-03-01T10:00:00Z,spring,delivered
		m90,zoe@example.net,email,2016-03-01T10:00:00Z,spring,delivered
	END
	cat >dumps/sends-2.csv <<-'END'
		message_id,email,channel,sent_at,campaign,outcome
		m03,carla@example.com,email,2016-03-02T10:00:00Z,spring,delivered
		m05,eva@example.com,email,2016-03-02T10:00:00Z,spring,delivered
		m09,ines@example.com,email,2016-03-02T10:00:00Z,spring,bounced_hard
		m11,k.im+x@gmail.com,email,2016-03-02T10:00:00Z,spring,delivered
		m12,lea@example.com,email,2015-12-22T18:00:00Z,draw,delivered
		m13,mara@example.com,email,2016-03-02T10:00:00Z,spring,who knows
		m14,NORA@example.com,email,2016-03-02T10:00:00Z,spring,delivered
		m91,yan@example.net,email,2016-03-02T10:00:00Z,spring,delivered
	END
	cd "$work" || exit 2
}
