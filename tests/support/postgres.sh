# For scripts that test with a PostgreSQL: `source` it from the root of the repository, after `demo.sh`.

# Starts a PostgreSQL on a free port, until the script ends. Sets `postgres_url`, which requires TLS with a certificate of
# its own, and `postgres_folder`.
start_postgres() {
    postgres_bin=$(postgres_binaries)
    need openssl openssl >&2
    postgres_folder=$(mktemp -d)
    # Root may not run it.
    [ "$(id -u)" != 0 ] || chown postgres "$postgres_folder"
    trap stop_postgres EXIT
    as_postgres "$postgres_bin/initdb" --auth=trust --username=postgres --no-sync --pgdata="$postgres_folder/data" >/dev/null
    as_postgres openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 -subj /CN=127.0.0.1 \
        -addext subjectAltName=IP:127.0.0.1 -addext basicConstraints=critical,CA:FALSE \
        -keyout server.key -out server.crt 2>/dev/null
    local port certificate=$postgres_folder/server.crt
    for _ in $(seq 10); do # somebody else may take the port first
        port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
        postgres_options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories= -c max_connections=500 \
            -c ssl=on -c ssl_cert_file=$certificate -c ssl_key_file=$postgres_folder/server.key"
        as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_folder/data" --log="$postgres_folder/log" \
            --options="$postgres_options" --wait start >/dev/null || continue
        postgres_url="postgres://postgres@127.0.0.1:$port/postgres?sslmode=verify-full&sslrootcert=$certificate"
        return 0
    done
    echo "PostgreSQL does not start:" >&2
    cat "$postgres_folder/log" >&2
    return 1
}

stop_postgres() {
    as_postgres "$postgres_bin/pg_ctl" --pgdata="$postgres_folder/data" --mode=immediate stop >/dev/null 2>&1 || true
    rm -rf "$postgres_folder"
}

# Runs a program as a user who may run PostgreSQL, in its folder.
as_postgres() (
    cd "$postgres_folder"
    if [ "$(id -u)" = 0 ]; then
        runuser -u postgres -- "$@"
    else
        "$@"
    fi
)

# Prints the folder of the newest PostgreSQL, and installs one if there is none.
postgres_binaries() {
    need python3 python3 >&2
    if ! newest_postgres; then
        need pg_ctl postgresql >&2 || true # Debian has it on no `PATH`
        newest_postgres
    fi
}

newest_postgres() {
    local newest
    newest=$(command -v pg_ctl || ls -d /usr/lib/postgresql/*/bin/pg_ctl 2>/dev/null | sort -V | tail -n 1)
    [ -n "$newest" ] && dirname "$newest"
}
