#!/bin/sh
# Installs the locked dependencies and this project into .venv; does nothing when that is done already.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.installed
wanted=$(cat requirements.lock pyproject.toml tools/setup.sh | cksum)
if [ -x .venv/bin/bot ] && [ "$(cat "$stamp" 2>/dev/null)" = "$wanted" ]; then
    exit 0
fi

suitable='import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 12))'
python=
for candidate in "${PYTHON:-}" python3 python3.12 python3.11 python; do
    if [ -n "$candidate" ] && "$candidate" -c "$suitable" 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "Python 3.11 or 3.12 is needed and was not found; install one, or name it: make chat PYTHON=/path/to/python3.12" >&2
    exit 1
fi

# uv: the one on the PATH, or our own copy in .tools (nothing is installed on the system).
uv=$(command -v uv || true)
if [ -z "$uv" ]; then
    uv=.tools/bin/uv
    if [ ! -x "$uv" ]; then
        echo "Fetching uv into .tools …"
        if ! { "$python" -m venv .tools && .tools/bin/python -m pip install --quiet --disable-pip-version-check uv; } >.tools.log 2>&1; then
            echo "uv could not be fetched (is there a network, and does this Python have venv and pip?):" >&2
            tail -n 3 .tools.log >&2
            exit 1
        fi
        rm -f .tools.log
    fi
fi

echo "Installing into .venv …"
.venv/bin/python -c "$suitable" 2>/dev/null || "$uv" venv --quiet --clear --python "$python" .venv
VIRTUAL_ENV=.venv "$uv" pip sync --quiet --compile-bytecode --require-hashes requirements.lock
VIRTUAL_ENV=.venv "$uv" pip install --quiet --no-deps --editable .
printf '%s\n' "$wanted" >"$stamp"
