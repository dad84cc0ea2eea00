#!/usr/bin/env bash
# Measures hits over HTTP with wrk: see --help.
set -euo pipefail

here="${BASH_SOURCE[0]%/*}"
jar="$here/target/benchmarks.jar"
if [[ ! -f "$jar" ]]; then
  echo "http.sh: $jar is not there: run mvn package first" >&2
  exit 1
fi
if [[ " $* " != *" --help "* ]] && ! command -v wrk >/dev/null; then
  echo "http.sh: wrk is not there: install it, then measure again" >&2
  exit 1
fi
exec java -Xms512m -Xmx512m -cp "$jar" io.larder.benchmarks.HttpRatios "$@"
