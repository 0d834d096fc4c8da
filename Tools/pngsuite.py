"""Writes the files of Willem van Schaik's PngSuite, and what he says of their use, into a folder: FOLDER.

They are taken from Debian's archive of libspng's source, which has all of them.
"""

import hashlib
import io
import pathlib
import re
import sys
import tarfile
import urllib.request

SOURCE = "http://deb.debian.org/debian/pool/main/libs/libspng/libspng_0.7.3.orig.tar.gz"
DIGEST = "a50cadbe808ffda1a7fab17d145f52a23b163f34b3eb3696c7ecb5a52340fc1d"
NAMES = re.compile(r"[a-z0-9]{3,4}[ni]\d[acgp]\d\d\.png|exif2c08\.png|PngSuite\.LICENSE")


def files():
    """The files by name."""
    with urllib.request.urlopen(SOURCE, timeout=60) as answer:
        archive = answer.read()
    digest = hashlib.sha256(archive).hexdigest()
    if digest != DIGEST:
        sys.exit(f"{SOURCE}: expected the SHA-256 {DIGEST}; got {digest}")
    with tarfile.open(fileobj=io.BytesIO(archive)) as tar:
        names = {pathlib.PurePath(member.name).name: member for member in tar if "/tests/images/" in member.name}
        return {name: tar.extractfile(names[name]).read() for name in sorted(names) if NAMES.fullmatch(name)}


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)
