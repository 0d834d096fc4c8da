#!/bin/sh
# Writes a DICOM file with a gray baseline JPEG as its pixels, as the files of the RSNA challenge are:
#
#   Tools/layouts/dicom.sh IMAGE.jpeg PATIENT SEX AGE VIEW > IMAGE.dcm
#
# A hyphen instead of a text leaves the element out.
set -eu
if [ $# -ne 5 ]; then
    echo "usage: $0 IMAGE PATIENT SEX AGE VIEW" >&2
    exit 64
fi

# Numbers of 2 and 4 bytes, little-endian, as octal escapes.
two() { printf '\\%03o\\%03o' $(($1 % 256)) $(($1 / 256 % 256)); }
four() { two $(($1 % 65536)) && two $(($1 / 65536)); }
# An element: group and number, representation, and a text or a number of 2 bytes.
tag() { printf "$(two "$1")$(two "$2")$3"; }
text() {
    [ "$4" = - ] && return
    content=$4
    [ $((${#content} % 2)) -eq 0 ] || content="$content "
    tag "$1" "$2" "$3" && printf "$(two ${#content})" && printf '%s' "$content"
}
number() { tag "$1" "$2" US && printf "$(two 2)$(two "$3")"; }
item() { tag 0xFFFE "$1" "$(four "$2")"; }

# The start of the frame: 255 192, a length of two bytes, the bits, and the height and the width.
size=$(od -An -v -tu1 "$1" | tr -s ' \n' '\n\n' | awk '
    NF { at[++count] = $1 }
    END {
        for (i = 1; i < count - 9; i++)
            if (at[i] == 255 && at[i + 1] == 192 && at[i + 9] == 1) {
                print at[i + 5] * 256 + at[i + 6], at[i + 7] * 256 + at[i + 8]
                exit
            }
        exit 1
    }')
bytes=$(wc -c < "$1")

head -c 128 /dev/zero
printf DICM
tag 2 0 UL && printf "$(two 4)$(four 30)"
text 2 0x10 UI 1.2.840.10008.1.2.4.50
text 8 0x60 CS DX
text 0x10 0x20 LO "$2"
text 0x10 0x40 CS "$3"
text 0x10 0x1010 AS "$4"
text 0x18 0x15 CS CHEST
text 0x18 0x5101 CS "$5"
number 0x28 2 1
text 0x28 4 CS MONOCHROME2
number 0x28 0x10 "${size% *}"
number 0x28 0x11 "${size#* }"
number 0x28 0x100 8
number 0x28 0x101 8
number 0x28 0x102 7
number 0x28 0x103 0
tag 0x7FE0 0x10 OB && printf '\000\000\377\377\377\377'
item 0xE000 0
item 0xE000 $((bytes + bytes % 2))
cat "$1"
[ $((bytes % 2)) -eq 0 ] || printf '\000'
item 0xE0DD 0
