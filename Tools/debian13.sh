#!/bin/sh
# Runs the README's two commands on Debian 13, which has oneDNN 3: makes that system in a folder, binds the Swift toolchain
# of this machine into it, clones the last commit of this checkout there and runs the commands in an empty HOME. As root.
#   Tools/debian13.sh [FOLDER [COMMAND]]
# FOLDER is kept and used again (default: .build-debian13); COMMAND is run in the clone instead of the two.
# The tests' Python environments and their browser do not depend on the system and are left out: their tests are skipped.
set -eu
checkout=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
root=${1:-$checkout/.build-debian13}
both='./study run studies/lr-sweep.json && make test'
command=${2:-$both}

fail() { echo "Tools/debian13.sh: $1" >&2; exit 1; }
[ "$(id -u)" = 0 ] || fail "mounts folders and changes the root, which root alone may do"
command -v debootstrap >/dev/null 2>&1 || apt-get install -y -qq debootstrap >/dev/null \
    || fail "debootstrap is missing and cannot be installed"
swift=$(command -v swift) || fail "no Swift toolchain on PATH: https://www.swift.org/install"
# .../usr/bin/swift
toolchain=$(dirname "$(dirname "$(readlink -f "$swift")")")

mkdir -p "$root"
root=$(CDPATH= cd -- "$root" && pwd)
if [ ! -e "$root/.complete" ]; then
    echo "making Debian 13 in $root" >&2
    debootstrap --variant=minbase --include=ca-certificates trixie "$root" >"$root.log" 2>&1 \
        || fail "debootstrap failed: $root.log says why"
    rm -f "$root.log"
    touch "$root/.complete"
fi
cp -L /etc/resolv.conf "$root/etc/resolv.conf"
[ ! -e /etc/pip.conf ] || cp /etc/pip.conf "$root/etc/pip.conf"

rm -rf "$root/home/study" "$root/src"
mkdir -p "$root/home/study"
git clone --quiet --no-hardlinks "$checkout" "$root/src"
# Where git takes repositories from folders of this machine, it does so there too.
git config --get-regexp '^url\..*\.insteadof$' | while read -r key value; do
    git config --file "$root/home/study/.gitconfig" --add "$key" "$value"
done
mirrors=$(git config --get-regexp '^url\..*\.insteadof$' | sed -n 's/^url\.\(\/.*\)\.insteadof .*/\1/p' | sort -u)

# The mounts are this process's own and end with it.
export root toolchain command mirrors
exec unshare --mount --propagation private -- sh -eu -c '
    for folder in "$toolchain" $mirrors ${STUDY_CHEST_XRAY:-} ${STUDY_FULL_RESOLUTION:-}; do
        mkdir -p "$root$folder"
        mount --bind "$folder" "$root$folder"
    done
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    mount --rbind /sys "$root/sys"
    exec chroot "$root" /usr/bin/env -i HOME=/home/study LANG=C.UTF-8 TERM=dumb \
        PATH="$toolchain/bin:/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin" \
        STUDY_PYTHON= STUDY_MLFLOW= STUDY_WEB_PYTHON= STUDY_DICOM= \
        STUDY_CHEST_XRAY="${STUDY_CHEST_XRAY:-}" STUDY_FULL_RESOLUTION="${STUDY_FULL_RESOLUTION:-}" \
        sh -eu -c "
            # What a Swift toolchain needs of the system, and make.
            dpkg -s make g++ git libedit2 libncurses6 libxml2 libcurl4t64 >/dev/null 2>&1 || {
                apt-get update -qq
                DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
                    binutils g++ gcc git libc6-dev libcurl4 libedit2 libncurses6 libxml2 make pkg-config \
                    python3 tzdata zlib1g-dev >/dev/null
            }
            git config --global --add safe.directory \"*\"
            cd /src
            $command"'
