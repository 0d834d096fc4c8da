"""Writes the files of Willem van Schaik's PngSuite that pypng's source archive has in hexadecimal: ARCHIVE FOLDER."""

import pathlib
import sys
import tarfile
import types


def files(archive):
    """The files by name, without pypng's own, whose names begin with a capital."""
    with tarfile.open(archive) as tar:
        member = next(each for each in tar.getmembers() if each.name.endswith("/pngsuite.py"))
        source = tar.extractfile(member).read().decode()
    # The module looks itself up by its name.
    module = sys.modules["pngsuite"] = types.ModuleType("pngsuite")
    exec(source, module.__dict__)
    return {f"{name}.png": data for name, data in module.png.items() if name[0].islower()}


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[2])
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files(sys.argv[1]).items():
        (folder / name).write_bytes(data)
