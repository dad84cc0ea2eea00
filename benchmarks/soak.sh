#!/usr/bin/env bash
# Keeps a server with a small heap under ordinary and hostile load: see --help.
set -euo pipefail

here="${BASH_SOURCE[0]%/*}"
jar="$here/target/benchmarks.jar"
if [[ ! -f "$jar" ]]; then
  echo "soak.sh: $jar is not there: run mvn package first" >&2
  exit 1
fi
exec java -Xmx128m -cp "$jar" io.larder.benchmarks.soak.Soak "$@"
