"""Writes Tests/Goldens/dicom/forms/*.dcm, small images of our own in every compression and form, for the tests that run
without pydicom's files and for the soak test, and what pydicom makes of them, Tests/Goldens/dicom/forms.json. It needs the
packages of dicom-requirements.txt, and is run alone: VENV/bin/python dicom_forms.py
"""

import io
import json
import logging
import warnings

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.encaps import encapsulate
from pydicom.uid import (
    DeflatedExplicitVRLittleEndian, ExplicitVRBigEndian, ExplicitVRLittleEndian, ImplicitVRLittleEndian, JPEG2000,
    JPEG2000Lossless, JPEGBaseline8Bit, JPEGLSLossless, JPEGLSNearLossless, RLELossless,
)

import dicom

FOLDER = dicom.TARGET.parent / "forms"
# JPEG 2000 divides each side by 32.
ROWS, COLUMNS = 40, 33


def gray(bits, signed=False):
    y, x = np.mgrid[:ROWS, :COLUMNS]
    values = (x * 37 + y * 51 + (x * y) % 23) * (1 << bits) // 2000 % (1 << bits)
    return (values - ((1 << bits - 1) if signed else 0)).astype(np.int64)


def color():
    y, x = np.mgrid[:ROWS, :COLUMNS]
    return np.stack([x * 7, y * 6, 255 - 3 * x - 4 * y], -1).clip(0, 255).astype(np.uint8)


def described(values, bits, photometric="MONOCHROME2", signed=False):
    ds = Dataset()
    ds.file_meta = FileMetaDataset()
    ds.file_meta.TransferSyntaxUID = ExplicitVRLittleEndian
    ds.SOPClassUID, ds.SOPInstanceUID = "1.2.840.10008.5.1.4.1.1.7", "1.2.3.4"
    ds.PatientID, ds.PatientSex, ds.PatientAge, ds.ViewPosition = "phantom-1", "O", "040Y", "PA"
    ds.Rows, ds.Columns = values.shape[:2]
    ds.SamplesPerPixel = 1 if values.ndim == 2 else 3
    ds.PhotometricInterpretation = photometric
    ds.BitsAllocated = 8 if bits <= 8 else 16
    ds.BitsStored, ds.HighBit, ds.PixelRepresentation = bits, bits - 1, int(signed)
    if values.ndim == 3:
        ds.PlanarConfiguration = 0
    kind = ("i" if signed else "u") + str(ds.BitsAllocated // 8)
    ds.PixelData = values.astype(kind).tobytes()
    ds["PixelData"].VR = "OB" if bits <= 8 else "OW"
    return ds


def written(ds, name, implicit=False, little=True, preamble=True):
    buffer = io.BytesIO()
    if preamble:
        pydicom.dcmwrite(buffer, ds, enforce_file_format=True)
    else:
        pydicom.dcmwrite(buffer, ds, implicit_vr=implicit, little_endian=little)
    (FOLDER / f"{name}.dcm").write_bytes(buffer.getvalue())


def changed(name, new, syntax):
    """Encodes a file again with GDCM, whose copy of zlib must not be loaded before Python's is used."""
    import gdcm

    syntax = getattr(gdcm.TransferSyntax, syntax)
    reader = gdcm.ImageReader()
    reader.SetFileName(str(FOLDER / f"{name}.dcm"))
    assert reader.Read()
    change = gdcm.ImageChangeTransferSyntax()
    change.SetTransferSyntax(gdcm.TransferSyntax(syntax))
    change.SetInput(reader.GetImage())
    assert change.Change(), new
    writer = gdcm.ImageWriter()
    writer.SetFileName(str(FOLDER / f"{new}.dcm"))
    writer.SetFile(reader.GetFile())
    writer.SetImage(change.GetOutput())
    assert writer.Write()


def main():
    warnings.simplefilter("ignore")
    logging.disable(logging.CRITICAL)
    FOLDER.mkdir(parents=True, exist_ok=True)
    twelve = described(gray(12), 12)
    twelve.WindowCenter, twelve.WindowWidth = "2000", "1500"
    twelve.RescaleSlope, twelve.RescaleIntercept = "2", "-100"
    written(twelve, "explicit")
    for name, syntax in [
        ("implicit", ImplicitVRLittleEndian), ("deflated", DeflatedExplicitVRLittleEndian),
    ]:
        twelve.file_meta.TransferSyntaxUID = syntax
        written(twelve, name)
    big = described(gray(12), 12)
    big.file_meta.TransferSyntaxUID = ExplicitVRBigEndian
    big.PixelData = gray(12).astype(">u2").tobytes()
    written(big, "big-endian")
    inverted = described(gray(10), 10, "MONOCHROME1")
    inverted.VOILUTFunction, inverted.WindowCenter, inverted.WindowWidth = "LINEAR_EXACT", "300", "400"
    written(inverted, "monochrome1")
    table = Dataset()
    table.LUTDescriptor, table.LUTData = [256, 0, 16], [(i * i) for i in range(256)]
    table["LUTDescriptor"].VR = table["LUTData"].VR = "US"
    looked = described(gray(8), 8)
    looked.VOILUTSequence = [table]
    written(looked, "voi-table")
    for name, bits, signed in [("gray8", 8, False), ("gray16", 16, False), ("signed16", 16, True)]:
        written(described(gray(bits, signed), bits, signed=signed), name)
    written(described(color(), 8, "RGB"), "rgb")
    palette = described(gray(8), 8, "PALETTE COLOR")
    for index, channel in enumerate(["Red", "Green", "Blue"]):
        setattr(palette, f"{channel}PaletteColorLookupTableDescriptor", [256, 0, 16])
        palette[f"{channel}PaletteColorLookupTableDescriptor"].VR = "US"
        entries = (np.arange(256) * (index + 1) * 97 % 65536).astype("<u2")
        setattr(palette, f"{channel}PaletteColorLookupTableData", entries.tobytes())
    written(palette, "palette")
    for name, bits, syntax, options in [
        ("rle8", 8, RLELossless, {}), ("rle16", 16, RLELossless, {}), ("jpeg-ls8", 8, JPEGLSLossless, {}),
        ("jpeg-ls12", 12, JPEGLSLossless, {}), ("jpeg-ls-near", 12, JPEGLSNearLossless, {"jls_error": 3}),
        ("jpeg2000-12", 12, JPEG2000Lossless, {}), ("jpeg2000-lossy", 8, JPEG2000, {"j2k_cr": [4]}),
    ]:
        ds = described(gray(bits), bits)
        ds.compress(syntax, generate_instance_uid=False, **options)
        written(ds, name)
    signed = described(gray(12, True), 12, signed=True)
    signed.compress(JPEG2000Lossless, generate_instance_uid=False)
    written(signed, "jpeg2000-signed")
    for name, photometric in [("jpeg2000-rgb", "YBR_RCT")]:
        ds = described(color(), 8, "RGB")
        ds.PhotometricInterpretation = photometric
        ds.compress(JPEG2000Lossless, color(), generate_instance_uid=False)
        written(ds, name)
    for name, mode, photometric in [("jpeg-gray", "L", "MONOCHROME2"), ("jpeg-ybr", "RGB", "YBR_FULL_422")]:
        values = gray(8).astype(np.uint8) if mode == "L" else color()
        file = io.BytesIO()
        Image.fromarray(values).save(file, "JPEG", quality=90)
        ds = described(values, 8, photometric)
        ds.file_meta.TransferSyntaxUID = JPEGBaseline8Bit
        ds.PixelData = encapsulate([file.getvalue()])
        ds["PixelData"].is_undefined_length = True
        written(ds, name)
    changed("explicit", "jpeg-lossless12", "JPEGLosslessProcess14_1")
    changed("gray16", "jpeg-lossless16", "JPEGLosslessProcess14_1")
    changed("rgb", "jpeg-lossless-rgb", "JPEGLosslessProcess14_1")
    entries = [dicom.entry(path) for path in sorted(FOLDER.glob("*.dcm"))]
    assert all(entry and "values" in entry for entry in entries), entries
    lines = ",\n".join("  " + json.dumps(found) for found in entries)
    (FOLDER.parent / "forms.json").write_text("[\n" + lines + "\n]\n")
    print(len(entries), sum(path.stat().st_size for path in FOLDER.glob("*.dcm")), "bytes")


main()
