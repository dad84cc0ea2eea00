#!/usr/bin/env bash
# The tutorial, command by command, with what it saw. Without a Docker engine, or if asked
# (--without-docker), the jar and a redis-server of this machine stand in for the two containers.
set -euo pipefail
cd "$(dirname "$0")/.."
port=${LARDER_PORT:-5000}
url=http://127.0.0.1:$port
jar=example-app/target/larder-example.jar
source=example-app/src/main/java/io/larder/example/IndexServlet.java
docker=yes
[ "${1:-}" != --without-docker ] && docker info >/dev/null 2>&1 || docker=
compose() { if command -v docker-compose >/dev/null; then docker-compose "$@"; else docker compose "$@"; fi; }
title() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
ask() { # a question
  printf '$ curl %s%s\n' "$url" "$1"
  curl -sS -o /dev/null -D - -w 'time: %{time_total} s\n' "$url$1" | tr -d '\r' | grep -iE '^(HTTP/|cache-status|age|time)'
}
healthy() { # until it listens, for a minute at most
  curl -sS --retry 60 --retry-delay 1 --retry-all-errors -o /dev/null "$url/healthz" 2>/dev/null
}

if [ -n "$docker" ]; then
  up() { run compose up -d --build; healthy; }
  seen() { run docker ps; }
  redis() { # as the composition's own health check does, with the password if there is one
    compose exec -T redis sh -c '[ -z "$CACHE_REDIS_PASSWORD" ] || export REDISCLI_AUTH="$CACHE_REDIS_PASSWORD"
      exec redis-cli "$@"' sh "$@"
  }
  inspect() { compose exec -T api java -jar /opt/larder/larder-example.jar inspect "$@"; }
  down() { compose down; }
else
  redis_port=${REDIS_PORT:-6399}
  export CACHE_TYPE=redis CACHE_REDIS_URL=redis://127.0.0.1:$redis_port/0 CACHE_DEFAULT_TIMEOUT=500
  redis-server --port "$redis_port" --bind 127.0.0.1 --save '' --appendonly no >/dev/null &
  redis_pid=$!
  api_pid=
  stop() { [ -z "$api_pid" ] || { kill "$api_pid" && wait "$api_pid"; } 2>/dev/null || true; }
  down() { stop; kill "$redis_pid"; }
  up() {
    stop
    run mvn -q -pl example-app -am package -DskipTests -Dmaven.javadoc.skip
    java -jar "$jar" --port "$port" &
    api_pid=$!
    healthy
  }
  seen() { run ps -o pid,args -p "$redis_pid,$api_pid"; }
  redis() { redis-cli -p "$redis_port" "$@"; }
  inspect() { java -jar "$jar" inspect "$@"; }
fi
saved=$(mktemp)
cp "$source" "$saved"
trap 'cp "$saved" "$source"; rm -f "$saved"; down' EXIT

title 'settings'
[ -f .env ] || run cp .env.example .env
title 'build and start'
up
title 'what runs'
seen
title 'the first request asks the API'
ask '/universities?country=Germany&name=Berlin'
title 'the second is answered by the cache'
ask '/universities?country=Germany&name=Berlin'
title 'so are the parameters in another order'
ask '/universities?name=Berlin&country=Germany'
title 'what lies in Redis'
key=$(redis --raw keys 'larder:http*' | head -1)
echo "key:  $key"
echo "type: $(redis --raw type "$key")"
ttl=$(redis --raw ttl "$key")
echo "ttl:  $ttl"
[ "$ttl" -gt 0 ] && [ "$ttl" -le 30 ] || { echo "the ttl should be from 1 to 30"; exit 1; }
inspect Germany
title 'change the code, build again, go on'
run sed -i 's/What can be asked/What you can ask/' "$source"
up
curl -sS "$url/" | head -1
