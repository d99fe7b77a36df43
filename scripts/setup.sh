#!/bin/sh
# Prepares .venv from the hashed locks in requirements/. Does nothing when they have not changed.
# uv installs in seconds; where it cannot run or reach the registry, pip installs the same files.
set -eu
cd "$(dirname "$0")/.."

stamp=.venv/.locks
wanted=$(cat requirements/setup.txt requirements/dev.txt | cksum)
works() { .venv/bin/python -c "" 2>/dev/null; }
if [ -f "$stamp" ] && [ "$(cat "$stamp")" = "$wanted" ] && works; then
    exit 0
fi

if ! works; then
    fits='import sys, venv, ensurepip; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 15))'
    for python in python3 python3.11 python3.12 python3.13 python3.14 none; do
        if "$python" -c "$fits" 2>/dev/null; then break; fi
    done
    if [ "$python" = none ]; then
        echo "Python 3.11 to 3.14 with venv is needed. On Debian: apt-get install python3 python3-venv" >&2
        echo "需要带 venv 的 Python 3.11 至 3.14。Debian 上请运行：apt-get install python3 python3-venv" >&2
        exit 1
    fi
    "$python" -m venv --clear .venv
fi

echo "Installing the locked packages into .venv ..."
export PIP_DISABLE_PIP_VERSION_CHECK=1
[ -w "${HOME:-/nonexistent}" ] || export UV_NO_CACHE=1
if .venv/bin/python -m pip install --quiet --require-hashes --requirement requirements/setup.txt &&
    .venv/bin/uv pip sync --quiet --no-config --system-certs --python .venv/bin/python --require-hashes requirements/dev.txt
then :
else
    echo "uv cannot install here; pip does it, in about half a minute ..."
    .venv/bin/python -m pip install --quiet --require-hashes --requirement requirements/dev.txt
fi
echo "$wanted" > "$stamp"
