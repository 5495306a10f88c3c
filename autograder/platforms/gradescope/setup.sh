#!/usr/bin/env bash
# Prepares Gradescope's container: once, as root, with network. Written by `autograder export gradescope`.
set -euo pipefail
umask 022

root=/autograder
source=$root/source
python_version=@PYTHON@ # that of the machine which wrote this, so that marks are the same
uv_version=@UV@

say() { echo "setup.sh: $*" >&2; }
trap 'say "failed in line $LINENO; what stands above says why"' ERR

if [ "$(id -u)" -ne 0 ]; then
    say "has to run as root, as on Gradescope"
    exit 1
fi

# The hidden suite and the reference: no submission may read them, whatever else holds or fails.
chmod -R u=rwX,go= "$source"

is_suitable() {
    "$1" -I -c "import ensurepip, sys, venv
sys.exit(sys.version_info.releaselevel != 'final' or '%d.%d' % sys.version_info[:2] != '$python_version')"
}

python=$(command -v "python$python_version" || true)
if [ -n "$python" ] && is_suitable "$python"; then
    say "using $python"
    "$python" -m venv "$root/venv"
    "$root/venv/bin/python" -m pip install --quiet --disable-pip-version-check --no-cache-dir --no-deps \
        -r "$source/requirements.txt" "$source"/*.whl
    "$root/venv/bin/python" -m pip check
else
    say "getting Python $python_version with uv $uv_version"
    if ! python3 -m pip --version >/dev/null 2>&1; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends python3-pip
    fi
    python3 -m pip install --quiet --disable-pip-version-check --no-cache-dir --target "$root/uv" \
        "uv==$uv_version"
    export UV_PYTHON_INSTALL_DIR=$root/python UV_NO_CACHE=1 UV_LINK_MODE=copy
    uv=$root/uv/bin/uv
    "$uv" venv --quiet --managed-python --python "$python_version" "$root/venv"
    "$uv" pip install --quiet --python "$root/venv/bin/python" --no-deps --compile-bytecode \
        -r "$source/requirements.txt" "$source"/*.whl
    "$uv" pip check --python "$root/venv/bin/python"
fi

# How submissions will be kept from the course; where they are graded it may be another machine.
"$root/venv/bin/autograder" doctor --course "$source/course" || true
say "done"
