#!/usr/bin/env bash
# Measures the gateway's hits against nginx's proxy_cache, in the same rounds, with wrk.
#
#   benchmarks/gateway.sh [ROUNDS]     7 rounds unless said otherwise; each asks both for 5 seconds
#
# Both stand in front of one origin, which answers 700 bytes that are fresh for an hour. Prints the
# requests per second of each round, and the median of their ratios.
set -euo pipefail

here="${BASH_SOURCE[0]%/*}"
jar="$here/../example-app/target/larder-example.jar"
rounds=${1:-7}
for tool in wrk nginx python3; do
  command -v "$tool" >/dev/null || { echo "gateway.sh: $tool is not there: install it, then measure again" >&2; exit 1; }
done
[[ -f "$jar" ]] || { echo "gateway.sh: $jar is not there: run mvn package first" >&2; exit 1; }

work=$(mktemp -d)
pids=()
# Each is asked to end before its folder goes.
trap 'kill "${pids[@]}" 2>/dev/null || true; wait 2>/dev/null || true; rm -rf "$work"' EXIT

read -r origin gateway nginx < <(python3 - <<'PY'
import socket
sockets = [socket.socket() for _ in range(3)]
for each in sockets:
    each.bind(("127.0.0.1", 0))
print(*[each.getsockname()[1] for each in sockets])
PY
)

python3 - "$origin" <<'PY' &
import http.server, sys

class Api(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        body = b"x" * 700
        self.send_response(200)
        self.send_header("Cache-Control", "max-age=3600")
        self.send_header("Content-Type", "text/plain")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *arguments):
        pass

http.server.ThreadingHTTPServer(("127.0.0.1", int(sys.argv[1])), Api).serve_forever()
PY
pids+=($!)

mkdir -p "$work/cache" "$work/temp"
cat > "$work/nginx.conf" <<CONF
daemon off;
user $(id -un) $(id -gn);
worker_processes 2;
pid $work/nginx.pid;
error_log $work/error.log;
events { worker_connections 512; }
http {
  access_log off;
  proxy_cache_path $work/cache keys_zone=all:10m;
  proxy_temp_path $work/temp;
  client_body_temp_path $work/temp;
  server {
    listen 127.0.0.1:$nginx;
    location / {
      proxy_pass http://127.0.0.1:$origin;
      proxy_http_version 1.1;
      proxy_cache all;
      add_header X-Cache \$upstream_cache_status;
    }
  }
}
CONF
nginx -c "$work/nginx.conf" -p "$work" 2>/dev/null &
pids+=($!)
java -Xms256m -Xmx256m -jar "$jar" gateway --origin "http://127.0.0.1:$origin" --port "$gateway" >"$work/gateway.log" 2>&1 &
pids+=($!)

# Both must answer with a hit before anything counts.
hit() { curl -s -o /dev/null -D - "http://127.0.0.1:$1/page" | grep -qiE "$2"; }
for attempt in $(seq 1 200); do
  if hit "$gateway" 'Cache-Status: larder; hit' && hit "$nginx" 'X-Cache: HIT'; then break; fi
  [[ $attempt -lt 200 ]] || { echo "gateway.sh: no hits after $attempt attempts" >&2; cat "$work/gateway.log" >&2; exit 1; }
  sleep 0.1
done

rate() { wrk -t1 -c16 -d"$2"s "http://127.0.0.1:$1/page" | awk '/Requests\/sec/ { print $2 }'; }
rate "$gateway" 10 >/dev/null
rate "$nginx" 2 >/dev/null
for round in $(seq 1 "$rounds"); do
  one=$(rate "$gateway" 5)
  other=$(rate "$nginx" 5)
  awk -v r="$round" -v a="$one" -v b="$other" 'BEGIN { printf "round %d: gateway %d/s, nginx %d/s, ratio %.2f\n", r, a, b, a / b }' | tee -a "$work/rounds"
done
awk '{ print $NF }' "$work/rounds" | sort -n | awk '{ v[NR] = $1 } END { printf "median ratio %.2f (%.2f to %.2f)\n", v[int((NR + 1) / 2)], v[1], v[NR] }'
