# clock.sh: time zones and instants, as people write them. Sourced, by bash, by lib.sh and new-incident.
# shellcheck shell=bash

# The time now, in seconds since 1970. AMENDS_NOW, an instant, takes the place of the clock in tests.
now_seconds() { date -u -d "${AMENDS_NOW:-now}" +%s; }

# is_zone NAME: a zone of tzdata, as Europe/Madrid, or an offset, as +01:00.
is_zone() {
	local folder=${TZDIR:-/usr/share/zoneinfo} magic
	[[ ! $1 =~ ^([+-][0-9]{2}:?[0-9]{2}|Z)$ ]] || return 0
	[[ $1 =~ ^[A-Za-z][A-Za-z0-9_+-]*(/[A-Za-z0-9_+-]+)*$ && -f $folder/$1 ]] || return 1
	LC_ALL=C IFS= read -r -n 4 -d '' magic <"$folder/$1" || return 1
	[ "$magic" = TZif ]
}

# tz_of ZONE: the same as a value of TZ; there the sign of an offset is that of what is added to reach UTC.
tz_of() {
	local name=${1/:/} turned
	case $1 in
	Z) printf 'UTC0' ;;
	[+-]*)
		turned=${name:1:2}:${name:3}
		[ "${1:0:1}" = - ] || turned=-$turned
		printf '<%s>%s' "$name" "$turned"
		;;
	*) printf '%s' "$1" ;;
	esac
}

# local_time SECONDS ZONE: as a wall clock there shows it.
local_time() { TZ=$(tz_of "$2") date -d "@$1" '+%Y-%m-%d %H:%M'; }

# instant_of DATE CLOCK ZONE: the instants, in seconds, at which clocks there showed it, one a line: none where they were set
# forward over it, two where they were set back over it. Fails when there is no such date.
instant_of() {
	local seconds step zone
	zone=$(tz_of "$3")
	TZ=UTC date -d "$1 $2" +%s >/dev/null 2>&1 || return 1
	seconds=$(TZ=$zone date -d "$1 $2" +%s 2>/dev/null) || return 0
	for step in -7200 -3600 -1800 0 1800 3600 7200; do
		[ "$(TZ=$zone date -d "@$((seconds + step))" '+%Y-%m-%d %H:%M:%S')" != "$1 $2" ] || printf '%s\n' $((seconds + step))
	done
}
