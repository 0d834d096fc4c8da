#!/usr/bin/env python3
"""Checks a built site: its pages load nothing from other servers, and links within it are alive.

Usage: check.py FOLDER
"""

import os
import sys
from html.parser import HTMLParser
from urllib.parse import unquote, urlsplit

LOADED = {("script", "src"), ("img", "src"), ("iframe", "src"), ("source", "src"), ("link", "href")}


class Page(HTMLParser):
    def __init__(self, path):
        super().__init__()
        self.loaded, self.links, self.anchors = [], [], set()
        with open(path, encoding="utf-8") as file:
            self.feed(file.read())

    def handle_starttag(self, tag, attributes):
        for name, value in attributes:
            if name in ("id", "name"):
                self.anchors.add(value)
            elif (tag, name) in LOADED:
                self.loaded.append(value or "")
            elif (tag, name) == ("a", "href"):
                self.links.append(value or "")


def main(folder):
    pages = {}
    for parent, _, names in os.walk(folder):
        for name in names:
            if name.endswith(".html"):
                path = os.path.join(parent, name)
                pages[os.path.normpath(path)] = Page(path)
    problems = []
    for path, page in sorted(pages.items()):
        # 404.html has links from the root of the server.
        if os.path.basename(path) == "404.html":
            continue
        for target in page.loaded:
            if urlsplit(target).netloc:
                problems.append(f"{path}: loads {target}")
        for target in page.loaded + page.links:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc:
                continue
            file = os.path.normpath(os.path.join(os.path.dirname(path), unquote(parts.path)))
            file = file if parts.path else path
            if os.path.isdir(file):
                file = os.path.join(file, "index.html")
            if not os.path.exists(file):
                problems.append(f"{path}: {target}: no such file")
            elif parts.fragment and file in pages:
                anchor = unquote(parts.fragment)
                if anchor not in pages[file].anchors and anchor != "__skip":
                    problems.append(f"{path}: {target}: no such anchor")
    print("\n".join(problems + [f"{len(pages)} pages, {len(problems)} problems"]))
    return 1 if problems or not pages else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
