"""Writes Tests/Goldens/dicom/pydicom.json: what pydicom makes of its own test files. It needs the packages of
dicom-requirements.txt, and is run alone: VENV/bin/python dicom.py

For each file with pixels: `file` (the last part of its path), `sha256` of the file and
- `frames` if there are several, or
- `refused`: true if pydicom and its plug-ins do not read it, or
- `shape`, [rows, columns, samples]; `values`: SHA-256 of pixel_array as 64-bit little-endian integers; `bits` and `levels`: SHA-256 of the displayed levels as 16-bit little-endian integers. These are apply_voi_lut's values between the
  bounds of its output range, as levels of 8 or 16 bits, inverted for MONOCHROME1; of a palette, apply_color_lut's.
  Instead of both digests, JPEG with a DCT of 12 bits has `sampled`, every 499th value: decoders differ by 1.
"""

import hashlib
import json
import logging
import warnings
from pathlib import Path

import data_store
import numpy as np
import pydicom
from pydicom.pixels.processing import apply_color_lut, apply_modality_lut, apply_voi_lut
from pydicom.uid import ExplicitVRBigEndian, JPEGExtended12Bit

TARGET = Path(__file__).resolve().parents[2] / "Tests" / "Goldens" / "dicom" / "pydicom.json"
FOLDERS = [Path(pydicom.__file__).parent / "data" / "test_files", Path(data_store.__file__).parent / "data"]


def digest(array, kind):
    return hashlib.sha256(np.ascontiguousarray(array).astype(kind).tobytes()).hexdigest()


def scaled(values, low, high, bits):
    most = 2**bits - 1
    return np.clip(np.floor((values.astype(np.float64) - low) / (high - low) * most + 0.5), 0, most)


def bounds(ds):
    """The range of stored values, as pydicom's apply_windowing has it, before the rescaling."""
    if ds.PixelRepresentation == 0:
        return 0.0, 2.0**ds.BitsStored - 1
    return -(2.0 ** (ds.BitsStored - 1)), 2.0 ** (ds.BitsStored - 1) - 1


def displayed(ds, values):
    """The bits of a level, and the levels."""
    if ds.PhotometricInterpretation == "PALETTE COLOR":
        if ds.file_meta.TransferSyntaxUID == ExplicitVRBigEndian and "RedPaletteColorLookupTableData" in ds:
            # pydicom does not swap the bytes of palettes.
            for name in (f"{color}PaletteColorLookupTableData" for color in ("Red", "Green", "Blue")):
                setattr(ds, name, np.frombuffer(ds[name].value, ">u2").astype("<u2").tobytes())
        colors = apply_color_lut(values, ds)[..., :3]
        return 8 * colors.dtype.itemsize, colors
    if ds.SamplesPerPixel == 3:
        bits = 8 if ds.BitsStored <= 8 else 16
        return bits, scaled(values, *bounds(ds), bits)
    modal = apply_modality_lut(values, ds)
    shown = apply_voi_lut(modal, ds)
    low, high = bounds(ds)
    depth = ds.BitsStored
    if ds.get("ModalityLUTSequence"):
        depth = ds.ModalityLUTSequence[0].LUTDescriptor[2]
        low, high = 0.0, 2.0**depth - 1
    if ds.get("VOILUTSequence"):
        depth = ds.VOILUTSequence[0].LUTDescriptor[2]
        low, high = 0.0, 2.0**depth - 1
    elif "RescaleSlope" in ds and "RescaleIntercept" in ds:
        low, high = (bound * float(ds.RescaleSlope) + float(ds.RescaleIntercept) for bound in (low, high))
    bits = 8 if depth <= 8 else 16
    levels = scaled(shown, low, high, bits)
    return bits, 2**bits - 1 - levels if ds.PhotometricInterpretation == "MONOCHROME1" else levels


def entry(path):
    ds = pydicom.dcmread(path, force=True)
    if "Rows" not in ds or "PixelData" not in ds:
        return None
    result = {"file": path.name, "sha256": hashlib.sha256(path.read_bytes()).hexdigest()}
    frames = int(ds.get("NumberOfFrames") or 1)
    if frames > 1:
        return result | {"frames": frames}
    try:
        values = ds.pixel_array
    except Exception:
        return result | {"refused": True}
    shape = [ds.Rows, ds.Columns, ds.SamplesPerPixel]
    assert values.size == np.prod(shape), path
    bits, levels = displayed(ds, values)
    result |= {"shape": shape, "bits": bits}
    if ds.file_meta.TransferSyntaxUID == JPEGExtended12Bit and ds.BitsStored > 8:
        return result | {"sampled": values.reshape(-1)[::499].tolist()}
    return result | {"values": digest(values, "<i8"), "levels": digest(levels, "<u2")}


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    files = sorted({path.name: path for folder in FOLDERS for path in folder.rglob("*") if path.is_file()}.items())
    entries = []
    for _, path in files:
        try:
            found = entry(path)
        except Exception as error:
            print(path.name, type(error).__name__, error)
            continue
        if found:
            entries.append(found)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    lines = ",\n".join("  " + json.dumps(found) for found in entries)
    TARGET.write_text("[\n" + lines + "\n]\n")
    counts = {key: sum(key in found for found in entries) for key in ("shape", "frames", "refused")}
    print(len(entries), counts)


if __name__ == "__main__":
    main()
