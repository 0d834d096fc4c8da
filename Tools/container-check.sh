#!/bin/sh
# Checks the server's image without an engine that builds images: a root with the two programs and the libraries that they are
# linked with, read-only, as an unprivileged user, in namespaces of its own. Prints size and time to the first answer.
# As root: Tools/container-check.sh TRIAL
set -eu
here=$(CDPATH= cd -- "$(dirname -- "$0")/.." && pwd)
trial=${1:?the folder of a finished trial}
root=$(mktemp -d)
log=$(mktemp)
port=${PORT:-8765}
pid=
cleanup() {
    [ -z "$pid" ] || kill "$pid" 2>/dev/null || true
    rm -rf "$root" "$log"
}
trap cleanup EXIT

swift build --package-path "$here" -c release --static-swift-stdlib --scratch-path "$here/.build-container" \
    --product study-serve >&2
binary=$here/.build-container/release/study-serve
mkdir -p "$root/usr/local/bin" "$root/usr/local/share/study" "$root/model" "$root/proc" "$root/tmp" "$root/dev"
strip -o "$root/usr/local/bin/study-serve" "$binary"
cp -r "$here/Data/samples" "$root/usr/local/share/study/samples"
cp -r "$trial"/. "$root/model"
rm -rf "$root/model/state"
ldd "$binary" | grep -o '/[^ ]*' | sort -u | while read -r library; do
    mkdir -p "$root$(dirname "$library")"
    cp -L "$library" "$root$library"
done
chmod -R go+rX "$root"
echo "size: $(du -sm "$root" | cut -f1) MB, of which the model $(du -sm "$root/model" | cut -f1) MB"

start=$(date +%s%N)
unshare --mount sh -c '
    mount --bind "$0" "$0" && mount -o remount,bind,ro "$0" && mount -t proc proc "$0/proc" && mount -t tmpfs tmpfs "$0/tmp" &&
    exec env -i OMP_WAIT_POLICY=passive XDG_CACHE_HOME=/tmp/cache "$(command -v chroot)" --userspec=10001:10001 "$0" "$@"
' "$root" /usr/local/bin/study-serve --trial /model --port "$port" >"$log" 2>&1 &
pid=$!
until curl --fail --silent --output /dev/null "http://127.0.0.1:$port/ready"; do
    kill -0 "$pid" 2>/dev/null || { echo "the server ended:" >&2; cat "$log" >&2; exit 1; }
    sleep 0.02
done
curl --fail --silent --data-binary @"$here/Data/samples/phantom-normal-1.jpeg" -H 'Content-Type: image/jpeg' \
    "http://127.0.0.1:$port/v1/predict" >/dev/null
echo "first answer after $((($(date +%s%N) - start) / 1000000)) ms"
user=$(ps -o uid= -p "$pid" | tr -d ' ')
[ "$user" = 10001 ] || { echo "it runs as user $user" >&2; exit 1; }
kill "$pid"
wait "$pid" || { echo "it did not end well" >&2; exit 1; }
pid=
echo "ok: read-only root, user 10001, ended on SIGTERM"
