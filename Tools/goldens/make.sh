#!/bin/sh
# Makes all files under Tests/Goldens anew. PYTHON names an interpreter that has requirements.txt
# installed; without it a virtual environment is made in .venv at the top of the project.
set -eu
cd "$(dirname "$0")"
if [ -z "${PYTHON:-}" ]; then
    venv=../../.venv
    [ -x "$venv/bin/python" ] || python3 -m venv "$venv"
    "$venv/bin/pip" install --quiet --requirement requirements.txt
    PYTHON=$venv/bin/python
fi
for script in streams ops blocks schedules optimizers recipes networks deep_networks autocast frozen checkpoints images jpeg_forms png_forms png_suite image_forms windows resize augmentations measures significance patients folds diagnostics readers subgroups proportions multilabel; do
    echo "$script"
    "$PYTHON" "$script.py"
done
