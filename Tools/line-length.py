#!/usr/bin/env python3
"""Fails on lines of more than 100 columns in Swift and C sources, comments included.

`swift format` checks code but not comments. Two kinds of lines may be longer: those with a string or a
regular expression, which it does not break, and those of generated files.

    Tools/line-length.py PATH...    files, or folders that are searched
"""

import pathlib
import re
import sys

LIMIT = 100
SUFFIXES = {".swift", ".c", ".h"}
GENERATED = "Generated"
# A regular expression begins after one of these, and ends on its line.
BEFORE_REGEX = "([{,=:;!&|?\n"


def spans(text, is_c=False):
    """The comments and literals of a source: (kind, start, end), kind being "comment" or "literal"."""
    found = []
    end = len(text)

    def string(i):
        """The end of the string literal that begins at `i`, and whether there is one."""
        hashes = 0
        while i + hashes < end and text[i + hashes] == "#":
            hashes += 1
        start = i + hashes
        if text[start : start + 1] != '"':
            return i, False
        quotes = '"""' if text.startswith('"""', start) and not is_c else '"'
        close, escape = quotes + "#" * hashes, "\\" + "#" * hashes
        i = start + len(quotes)
        while i < end:
            if text.startswith(close, i):
                return i + len(close), True
            if text.startswith(escape, i):
                i += len(escape)
                if not is_c and text[i : i + 1] == "(":
                    i = code(i + 1, in_interpolation=True)
                else:
                    i += 1
            elif text[i] == "\n" and quotes == '"':
                return i, True
            else:
                i += 1
        return end, True

    def regex(i):
        """The end of the regular expression that begins at `i`, or `i`."""
        before = text[:i].rstrip(" ")[-1:] or "\n"
        if is_c or text[i + 1 : i + 2] in (" ", "", "\n", "/", "*") or before not in BEFORE_REGEX:
            return i
        found_end = re.compile(r"/(?:\\.|\[(?:\\.|[^\]\\\n])*\]|[^/\\\n\[])+/").match(text, i)
        return found_end.end() if found_end else i

    def code(i, in_interpolation=False):
        """Reads code from `i` to the end, or to the parenthesis that closes an interpolation."""
        depth = 1
        while i < end:
            if text.startswith("//", i):
                stop = text.find("\n", i)
                stop = end if stop < 0 else stop
                found.append(("comment", i, stop))
                i = stop
            elif text.startswith("/*", i):
                level, start = 1, i
                i += 2
                while i < end and level:
                    if text.startswith("/*", i) and not is_c:
                        level, i = level + 1, i + 2
                    elif text.startswith("*/", i):
                        level, i = level - 1, i + 2
                    else:
                        i += 1
                found.append(("comment", start, i))
            elif text[i] in '"#':
                stop, is_string = string(i)
                if is_string:
                    if not in_interpolation:
                        found.append(("literal", i, stop))
                    i = stop
                else:
                    i += 1
            elif is_c and text[i] == "'":
                literal = re.compile(r"'(?:\\.|[^'\\\n])*'").match(text, i)
                i = literal.end() if literal else i + 1
            elif text[i] == "/":
                stop = regex(i)
                if stop > i:
                    found.append(("literal", i, stop))
                i = max(stop, i + 1)
            else:
                if in_interpolation and text[i] in "()":
                    depth += 1 if text[i] == "(" else -1
                    if depth == 0:
                        return i + 1
                i += 1
        return i

    code(0)
    return sorted(found, key=lambda span: span[1])


def long_lines(path):
    """(line number, columns) of each line that is too long."""
    text = path.read_text(encoding="utf-8")
    found, start, parts = [], 0, None
    for number, line in enumerate(text.split("\n"), 1):
        stop = start + len(line)
        if len(line) > LIMIT:
            parts = spans(text, is_c=path.suffix != ".swift") if parts is None else parts
            kinds = {kind for kind, first, last in parts if first < stop and last > start}
            if "comment" in kinds or "literal" not in kinds:
                found.append((number, len(line)))
        start = stop + 1
    return found


def sources(paths):
    for path in map(pathlib.Path, paths):
        files = sorted(path.rglob("*")) if path.is_dir() else [path]
        for file in files:
            if file.suffix in SUFFIXES and GENERATED not in file.parts and file.is_file():
                yield file


def main():
    count = 0
    for path in sources(sys.argv[1:]):
        for number, columns in long_lines(path):
            print(f"{path}:{number}: {columns} columns; at most {LIMIT}", file=sys.stderr)
            count += 1
    if count:
        sys.exit(f"{count} lines of more than {LIMIT} columns")


if __name__ == "__main__":
    main()
