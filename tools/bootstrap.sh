#!/bin/sh
# Makes .venv with exactly the locked dependencies, installing uv privately when it is not on PATH.
#   bootstrap.sh        make or renew .venv
#   bootstrap.sh lock   write requirements.txt anew from pyproject.toml
set -eu
cd "$(dirname "$0")/.."

fail() {
    echo "nippu: $*" >&2
    exit 1
}

new_enough() {
    "$1" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null
}

find_python() {
    for name in python3 python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && new_enough "$name"; then
            command -v "$name"
            return
        fi
    done
    fail "Python 3.11 or newer is needed and was not found. Install the package python3."
}

pip_into() {
    # $1: a Python; uv into var/uv
    "$1" -m pip --version >/dev/null 2>&1 &&
        "$1" -m pip install -qq --disable-pip-version-check --root-user-action=ignore --no-warn-script-location \
            --upgrade --target var/uv uv
}

make_uv() {
    pip_into "$python" && return
    if "$python" -m venv var/pip >/dev/null 2>&1; then
        pip_into var/pip/bin/python && return
    fi
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python3-pip ..."
        DEBIAN_FRONTEND=noninteractive
        export DEBIAN_FRONTEND
        apt-get install -q -y --no-install-recommends python3-pip >/dev/null 2>&1 ||
            { apt-get update -q >/dev/null && apt-get install -q -y --no-install-recommends python3-pip >/dev/null; }
        pip_into /usr/bin/python3 && return
    fi
    fail "uv could not be installed. Install uv, or the packages python3-venv and python3-pip, and try again."
}

python=$(find_python)
if command -v uv >/dev/null; then
    uv=$(command -v uv)
else
    [ -x var/uv/bin/uv ] || { echo "Fetching uv ..."; make_uv; }
    uv=var/uv/bin/uv
fi
# The system's Python, never one that uv would fetch; certificates as the system trusts them.
UV_PYTHON_DOWNLOADS=never
UV_LINK_MODE=${UV_LINK_MODE:-copy}
export UV_PYTHON_DOWNLOADS UV_LINK_MODE

if [ "${1:-}" = lock ]; then
    "$uv" pip compile --quiet pyproject.toml --group dev --generate-hashes --no-header --no-annotate \
        --no-emit-index-url --universal --python-version 3.11 --output-file requirements.txt
    exit
fi

if ! { [ -x .venv/bin/python ] && new_enough .venv/bin/python; }; then
    echo "Making the environment .venv ..."
    "$uv" venv --quiet --clear --python "$python" .venv
fi
echo "Installing the dependencies ..."
"$uv" pip install --quiet --python .venv/bin/python --require-hashes -r requirements.txt
"$uv" pip install --quiet --python .venv/bin/python --no-deps -e .
touch .venv/.ready
