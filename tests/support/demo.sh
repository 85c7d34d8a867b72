# For scripts that test the running demo: `source` it from the root of the repository.

# Installs packages of Debian for commands that are missing: `need COMMAND PACKAGE...`.
need() {
    local command=$1
    shift
    command -v "$command" >/dev/null && return
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
        echo "\`$command\` is missing: install $* (on Debian: apt-get install $*)" >&2
        return 1
    fi
    apt-get update -qq
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$@"
}

# A virtual environment of Python with these requirements: `venv_with NAME REQUIREMENTS`. Sets `venv` to its folder.
venv_with() {
    need python3 python3 python3-venv
    venv=$(realpath "${CARGO_TARGET_DIR:-target}")/$1-venv
    [ -x "$venv/bin/pip" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --disable-pip-version-check -r "$2"
}

# Starts the demo on a free port, with any options, until the script ends, as built by the profile `demo_profile`. Sets `demo_url`, and `demo_log` to a file.
start_demo() {
    local target=${CARGO_TARGET_DIR:-target}
    cargo build --quiet -p demo ${demo_profile:+--"$demo_profile"}
    demo_log=$(mktemp)
    env -u DATABASE_URL "$target/${demo_profile:-debug}/demo" --listen 127.0.0.1:0 "$@" 2>"$demo_log" &
    demo_pid=$!
    trap stop_demo EXIT
    for _ in $(seq 100); do
        demo_url=$(sed -n 's/.*listening on //p' "$demo_log")
        [ -z "$demo_url" ] || return 0
        kill -0 "$demo_pid" 2>/dev/null || break
        sleep 0.1
    done
    echo "the demo does not start:" >&2
    cat "$demo_log" >&2
    return 1
}

stop_demo() {
    kill "$demo_pid" 2>/dev/null && wait "$demo_pid" || true
    rm -f "$demo_log"
}

# An access token of the demo: `access_token USERNAME PASSWORD SCOPES`.
access_token() {
    curl -fsS --max-time 10 "$demo_url/token" \
        --data-urlencode "username=$1" --data-urlencode "password=$2" --data-urlencode "scope=$3" |
        sed 's/.*"access_token":"\([^"]*\)".*/\1/'
}
