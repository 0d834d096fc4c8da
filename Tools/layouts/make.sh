#!/bin/sh
# Makes small data sets in the layouts of public ones, with their column names and quirks, from a
# folder of synthetic X-rays:
#
#   ./study data phantom --output Data/phantom-layouts --size 64 --train 160 --val 40 --test 80
#   Tools/layouts/make.sh Data/phantom-layouts Data/layouts
#
# The labels are those of the phantoms; patients, ages, readers and boxes are made up.
set -eu
if [ $# -ne 2 ]; then
    echo "usage: $0 PHANTOMS OUTPUT" >&2
    exit 64
fi
phantoms=$(cd "$1" && pwd)
mkdir -p "$2"
output=$(cd "$2" && pwd)
tools=$(cd "$(dirname "$0")" && pwd)

copies=$(mktemp)
trap 'rm -f "$copies"' EXIT
for set in nih chexpert mimic padchest rsna vindr isic ham10000; do
    mkdir -p "$output/$set"
done
(cd "$phantoms" && find train val test -name '*.jpeg' | LC_ALL=C sort) |
    LC_ALL=C awk -v output="$output" -v copies="$copies" -f "$tools/tables.awk"
tab=$(printf '\t')
while IFS="$tab" read -r from to id sex age view; do
    mkdir -p "$(dirname "$output/$to")"
    case $to in
        *.dcm | *.dicom)
            "$tools/dicom.sh" "$phantoms/$from" "$id" "$sex" "$age" "$view" > "$output/$to"
            ;;
        *) cp "$phantoms/$from" "$output/$to" ;;
    esac
done < "$copies"
# As the files of MIMIC-CXR-JPG come.
gzip -nf "$output"/mimic/mimic-cxr-2.0.0-*.csv
