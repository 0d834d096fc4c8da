"""Makes pages that are written for GitHub fit MkDocs.

Links to files outside of Docs/ lead to the project's page on the web if DOCS_SOURCE_URL names one,
such as https://example.org/study/blob/main/; otherwise only their text remains. The directives of
the tests, such as `<!-- file: PATH -->`, are removed; the path of a file becomes its title.

Where GitHub and MkDocs read Markdown differently, the build warns, and a strict build fails.
"""

import logging
import os
import posixpath
import re

log = logging.getLogger("mkdocs.hooks.study")

FENCE = re.compile(r"^( *)(```+|~~~+)(.*)$")
LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|!\[[^\]]*\]\([^)]*\)|`[^`]*`)*)\]\(([^)\s]+)\)")
DIRECTIVE = re.compile(r"^\s*<!-- ([a-z ]+): (.*) -->\s*$")
ITEM = re.compile(r"^( *)(?:[-*+]|\d+[.)]) ")


def on_page_markdown(markdown, page, config, files):
    path = page.file.src_uri
    lines, fence, title = [], None, None
    previous, in_list = "", False
    for number, line in enumerate(markdown.split("\n"), 1):
        where = f"{path}, line {number} after the front matter"
        match = FENCE.match(line)
        if fence:
            if match and match[2].startswith(fence) and not match[3].strip():
                fence = None
            lines.append(line)
            continue
        if match:
            fence = match[2]
            if len(match[1]) % 4:
                log.warning("%s: indent a code block in a list by 4 spaces", where)
            if title and match[3]:
                line = f'{line} title="{title}"'
            title = None
        elif directive := DIRECTIVE.match(line):
            if directive[1] == "file":
                title = directive[2]
            continue
        elif item := ITEM.match(line):
            if previous.strip() and not in_list:
                log.warning("%s: a list needs an empty line above it", where)
            if len(item[1]) % 4:
                log.warning("%s: indent a list in a list by 4 spaces", where)
            in_list = True
        elif line.strip() and not line.startswith(" ") and not previous.strip():
            in_list = False
        if re.search(r"(?<!\\)\$\$|(?<![\w`\\$])\$[^\s$`][^$`]*[^\s$`]\$(?!\w)", line):
            log.warning("%s: formulas in $...$ are not supported; use code", where)
        lines.append(LINK.sub(lambda link: outside(link, path, where, config), line))
        previous = line
    return "\n".join(lines)


def outside(link, path, where, config):
    """A link as it is, or what remains of one to a file outside of the documents' folder."""
    text, target = link[1], link[2]
    file, _, anchor = target.partition("#")
    if not file or re.match(r"[a-z]+:", file):
        return link[0]
    relative = posixpath.normpath(posixpath.join("Docs", posixpath.dirname(path), file))
    if relative.startswith("Docs/"):
        return link[0]
    root = os.path.dirname(config.config_file_path)
    if relative.startswith("..") or not os.path.exists(os.path.join(root, relative)):
        log.warning("%s: no such file: %s", where, target)
    base = os.environ.get("DOCS_SOURCE_URL")
    if not base:
        return text
    return f"[{text}]({base.rstrip('/')}/{relative}{'#' + anchor if anchor else ''})"
