#!/bin/sh
# Makes Data/chest_xray_part for external.json: the folder Data/chest_xray without all images of the patients whose
# images are in Data/full_resolution. Files are links.
set -eu
cd "$(dirname "$0")/../../Data"
[ -d chest_xray ] && [ -d full_resolution ] || { echo "expected Data/chest_xray and Data/full_resolution" >&2; exit 2; }
rm -rf chest_xray_part
{ find -L full_resolution -name '*.jpeg'; find -L chest_xray -name '*.jpeg'; } | awk '
    {
        name = $0
        sub(/.*\//, "", name)
        if (!match(name, /^(person[0-9]+_|(NORMAL2-)?IM-[0-9]+-)/)) { print "no patient in " $0 > "/dev/stderr"; exit 1 }
        patient = substr(name, 1, RLENGTH)
        if ($0 ~ /^full_resolution/) set_aside[patient] = 1
        else if (!(patient in set_aside)) print
    }' | while read -r file; do
    folder="chest_xray_part/$(dirname "${file#chest_xray/}")"
    [ -d "$folder" ] || mkdir -p "$folder"
    ln -s "$(pwd)/$file" "$folder/"
done
echo "$(find chest_xray_part -name '*.jpeg' | wc -l) of $(find -L chest_xray -name '*.jpeg' | wc -l) images"
