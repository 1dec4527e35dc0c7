# journey.sh - sourced by each journey: cases, a server of its own, a place of its own.
# A case prints "ok NAME" or "FAIL NAME"; the journey ends with status 1 when one failed.
set -u
cd "$(dirname "$0")/../.."
coloa=$PWD/build/coloa
shared=${COLOA_TEST_DATA:-$PWD/../shared/data}
place=$(mktemp -d "${TMPDIR:-/tmp}/coloa-journey-XXXXXX")
journey_failed=0
server_pid=

finish_journey() {
    stop_server
    rm -rf "$place"
    exit "$journey_failed"
}
trap finish_journey EXIT

ok() { echo "ok $1"; }
fail() {
    echo "FAIL $1${2:+: $2}"
    journey_failed=1
}
is() { # is NAME GOT WANTED
    if [ "$2" = "$3" ]; then ok "$1"; else fail "$1" "got '$2', wanted '$3'"; fi
}
holds() { # holds NAME COMMAND… - the command succeeds
    local name=$1
    shift
    if "$@" >"$place/out" 2>&1; then ok "$name"; else fail "$name" "$(tail -3 "$place/out" | tr '\n' ' ')"; fi
}
skip() { echo "skip $1 (needs $2)"; }

start_server() { # start_server ARGS… - sets url, ready (JSON), server_pid
    : >"$place/ready" # the line of a server before it must not be taken for this one's
    # shellcheck disable=SC2094 # the file is read only after the line is there
    "$coloa" serve --json --listen 127.0.0.1:0 "$@" >"$place/ready" 2>"$place/server.log" &
    server_pid=$!
    local i
    for i in $(seq 100); do
        if [ -s "$place/ready" ]; then
            ready=$(head -1 "$place/ready")
            url=$(jq -r '.url // empty' <<<"$ready")
            [ -n "$url" ] && return 0
            break # it answered with an error
        fi
        kill -0 "$server_pid" 2>/dev/null || break
        sleep 0.1
    done
    fail "server starts" "$(tail -n 5 "$place/server.log" "$place/ready" | tr '\n' ' ')"
    return 1
}
stop_server() {
    [ -n "$server_pid" ] || return 0
    kill -TERM "$server_pid" 2>/dev/null
    wait "$server_pid"
    server_status=$?
    server_pid=
}
