#!/bin/sh
# Resolves pyproject.toml and writes requirements.lock: versions and hashes, no addresses.
set -eu
cd "$(dirname "$0")/.."
uv=$(command -v uv || echo .tools/bin/uv)
"$uv" lock --quiet --upgrade
"$uv" export --quiet --frozen --no-emit-project --all-groups --no-header --no-annotate --output-file requirements.lock
if grep -n '://' requirements.lock; then
    echo "requirements.lock must not name addresses" >&2
    exit 1
fi
