#!/bin/bash
# Builds bot/widget/static/widget.js from bot/widget/src. Needs Node 18 or newer; running the assistant does not.
#   tools/build_widget.sh          builds it
#   tools/build_widget.sh --check  fails where the committed file is not what the source builds
set -euo pipefail
cd "$(dirname "$0")/../bot/widget"
readonly built=static/widget.js most=20480 # bytes, packed

if [[ ! -x node_modules/.bin/esbuild ]]; then
  npm ci --ignore-scripts --no-audit --no-fund >&2
fi
target=$built
if [[ ${1:-} == --check ]]; then
  target=$(mktemp)
  trap 'rm -f "$target"' EXIT
fi
node_modules/.bin/esbuild src/main.js --bundle --minify --format=iife --target=es2022 --charset=utf8 --loader:.css=text \
  --legal-comments=none --log-level=warning --outfile="$target"
packed=$(gzip -9nc "$target" | wc -c)
echo "widget.js: $(wc -c < "$target") bytes, $packed packed" >&2
if ((packed > most)); then
  echo "more than $most bytes packed" >&2
  exit 1
fi
if [[ ${1:-} == --check ]] && ! cmp "$target" "$built"; then
  echo "$built is not what its source builds: run tools/build_widget.sh and commit the result" >&2
  exit 1
fi
