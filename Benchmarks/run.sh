#!/bin/sh
# Runs run.py with its arguments. PYTHON names an interpreter that has PyTorch and torchvision; without it
# a virtual environment is made beside this script.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ -z "${PYTHON:-}" ]; then
    venv=$here/.venv
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
    # Without its dependencies: they would replace PyTorch's CPU build by the much larger one for CUDA.
    "$venv/bin/pip" install --quiet --no-deps torchvision==0.28.0
    PYTHON=$venv/bin/python
fi
exec "$PYTHON" "$here/run.py" "$@"
