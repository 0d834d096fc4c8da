#!/bin/sh
# Installs the system packages that the project needs and that are missing; with `test`, those of the tests too.
# Where it may not install, it prints the command to type and stops.
set -eu

if ! command -v swift >/dev/null 2>&1; then
    echo "study needs a Swift 6.1 or newer toolchain on PATH: https://www.swift.org/install" >&2
    exit 1
fi

missing=
has_header() { [ -e "/usr/include/$1" ] || [ -e "/usr/include/$(uname -m)-linux-gnu/$1" ] || [ -e "/usr/local/include/$1" ]; }
has_header turbojpeg.h || missing="$missing libturbojpeg0-dev"
has_header png.h || missing="$missing libpng-dev"
has_header oneapi/dnnl/dnnl.h || missing="$missing libdnnl-dev"
command -v gnuplot >/dev/null 2>&1 || missing="$missing gnuplot-nox"
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
