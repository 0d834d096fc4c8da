#!/bin/sh
# Installs the system packages that the project needs and that are missing. Where it may not install, it prints the
# command to type and stops.
# With `test`, it also makes a Python with PyTorch in the cache folder, for the tests that exchange checkpoints with it.
# Where that is not possible, it says so, and those tests are skipped; it does not try where STUDY_PYTHON is set, be it empty.
# Likewise a browser, with what drives it and what makes up requests, for the tests of the server, and STUDY_WEB_PYTHON.
# The same goes for MLflow and STUDY_MLFLOW, and for pydicom's test files and STUDY_DICOM.
# With `docs`, it only makes a Python with mkdocs-material in the cache folder.
set -eu

if [ "${1:-}" != docs ] && ! command -v swift >/dev/null 2>&1; then
    echo "study needs a Swift 6.1 or newer toolchain on PATH: https://www.swift.org/install" >&2
    exit 1
fi

# The tests' Python stands at a path that the Makefile knows too.
python_for_tests() {
    here=$(dirname "$0")
    venv="${XDG_CACHE_HOME:-$HOME/.cache}/study/python"
    # The requirements that it was made with, once it is complete.
    cmp -s "$here/torch/requirements.txt" "$venv/requirements.txt" && return 0
    echo "installing PyTorch for the tests into $venv" >&2
    rm -rf "$venv"
    # PyTorch's own index is asked only where the usual ones do not have its CPU build.
    python3 -m venv "$venv" \
        && { install_torch 2>/dev/null || install_torch --extra-index-url https://download.pytorch.org/whl/cpu; } \
        && "$venv/bin/pip" install --quiet --no-deps torchvision==0.28.0 \
        && cp "$here/torch/requirements.txt" "$venv/requirements.txt" && return 0
    rm -rf "$venv"
    echo "no PyTorch: the tests that exchange checkpoints with it are skipped" >&2
}
install_torch() { "$venv/bin/pip" install --quiet --retries 1 --requirement "$here/torch/requirements.txt" "$@"; }
if [ "${1:-}" = test ] && [ -z "${STUDY_PYTHON+set}" ]; then python_for_tests; fi

# A Python in the cache folder with the packages in NAME/requirements.txt: NAME, and what is skipped without it.
environment_for_tests() {
    requirements=$(dirname "$0")/$1/requirements.txt
    venv="${XDG_CACHE_HOME:-$HOME/.cache}/study/$1"
    cmp -s "$requirements" "$venv/requirements.txt" && return 0
    echo "installing the packages of Tools/$1/requirements.txt into $venv" >&2
    rm -rf "$venv"
    python3 -m venv "$venv" \
        && "$venv/bin/pip" install --quiet --retries 1 --requirement "$requirements" \
        && cp "$requirements" "$venv/requirements.txt" && return 0
    rm -rf "$venv"
    echo "Tools/$1/requirements.txt cannot be installed: $2 are skipped" >&2
}
if [ "${1:-}" = docs ]; then
    environment_for_tests docs "the pages"
    [ -x "$venv/bin/mkdocs" ]
    exit
fi
if [ "${1:-}" = test ]; then
    # MLflow wants other versions than PyTorch of what both need.
    [ -n "${STUDY_MLFLOW+set}" ] || environment_for_tests mlflow "the tests against an MLflow server"
    # What drives the browser and makes up requests.
    [ -n "${STUDY_WEB_PYTHON+set}" ] || environment_for_tests web "the tests of pages and of the server's interface"
    # The files alone: the tests compare with what pydicom made of them when the goldens were written.
    [ -n "${STUDY_DICOM+set}" ] || environment_for_tests dicom "the tests on pydicom's files"
fi

# Files that are good and bad in every way, for the tests of decoding.
pngsuite_for_tests() {
    folder="${XDG_CACHE_HOME:-$HOME/.cache}/study/pngsuite"
    [ -d "$folder" ] && return 0
    part="$folder.part"
    rm -rf "$part"
    python3 "$(dirname "$0")/pngsuite.py" "$part" && mv "$part" "$folder" && return 0
    rm -rf "$part"
    echo "no PngSuite: the test that decodes it is skipped" >&2
}
if [ "${1:-}" = test ]; then pngsuite_for_tests; fi

missing=
has_header() { [ -e "/usr/include/$1" ] || [ -e "/usr/include/$(uname -m)-linux-gnu/$1" ] || [ -e "/usr/local/include/$1" ]; }
has_header jpeglib.h || missing="$missing libjpeg-dev"
has_header png.h || missing="$missing libpng-dev"
has_header tiffio.h || missing="$missing libtiff-dev"
has_header webp/decode.h || missing="$missing libwebp-dev"
has_header archive.h || missing="$missing libarchive-dev"
has_header zlib.h || missing="$missing zlib1g-dev"
has_header cmark-gfm-core-extensions.h || missing="$missing libcmark-gfm-dev libcmark-gfm-extensions-dev"
has_header curl/curl.h || missing="$missing libcurl4-openssl-dev"
has_header openssl/evp.h || missing="$missing libssl-dev"
has_header sqlite3.h || missing="$missing libsqlite3-dev"
has_header dcmtk/dcmjpeg/djdijg8.h || missing="$missing libdcmtk-dev"
has_header charls/charls.h || missing="$missing libcharls-dev"
has_header openjpeg-2.5/openjpeg.h || missing="$missing libopenjp2-7-dev"
has_header oneapi/dnnl/dnnl.h || missing="$missing libdnnl-dev"
command -v gnuplot >/dev/null 2>&1 || missing="$missing gnuplot-nox"
# Slurm's daemons start as root alone; elsewhere their tests are skipped.
if [ "${1:-}" = test ] && [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    command -v slurmctld >/dev/null 2>&1 || missing="$missing slurmctld slurmd slurm-client munge"
fi
# The browser is for tests alone: where it cannot be installed, they are skipped.
if [ "${1:-}" = test ] && [ "$(id -u)" = 0 ] && [ -z "${STUDY_WEB_PYTHON+set}" ]; then
    command -v chromium >/dev/null 2>&1 || missing="$missing chromium"
fi
[ -z "$missing" ] && exit 0

install="apt-get install -y --no-install-recommends$missing fonts-dejavu-core"
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing$missing" >&2
    (apt-get update -qq && DEBIAN_FRONTEND=noninteractive $install -qq) >&2
    exit 0
fi
echo "study needs some packages. Install them with" >&2
echo "    sudo $install" >&2
echo "and type the command again." >&2
exit 1
