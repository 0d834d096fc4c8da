#!/bin/sh
# Runs run.py with its arguments, or, after the word transfer, transfer.py. PYTHON names an interpreter that has PyTorch,
# torchvision, ONNX Runtime and OpenVINO; without it a virtual environment is made beside this script.
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
if [ -z "${PYTHON:-}" ]; then
    venv=$here/.venv
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    requirements="$here/../Tools/torch/requirements.txt"
    # PyTorch's own index is asked only where the usual ones do not have its CPU build.
    "$venv/bin/pip" install --quiet --requirement "$requirements" 2>/dev/null \
        || "$venv/bin/pip" install --quiet --requirement "$requirements" \
            --extra-index-url https://download.pytorch.org/whl/cpu
    # Without its dependencies: they would replace PyTorch's CPU build by the much larger one for CUDA.
    "$venv/bin/pip" install --quiet --no-deps torchvision==0.28.0
    "$venv/bin/pip" install --quiet --requirement "$here/requirements.txt"
    PYTHON=$venv/bin/python
fi
if [ "${1:-}" = transfer ]; then
    shift
    exec "$PYTHON" "$here/transfer.py" "$@"
fi
exec "$PYTHON" "$here/run.py" "$@"
