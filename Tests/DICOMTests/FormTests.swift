import DICOM
import Testing
import TestSupport

/// Forms of pixels in files that the test writes.
struct FormTests {
    private static let samples = [0, 1, 513, 4095, 700, 65]

    @Test(arguments: DICOMFixture.Encoding.allCases, [true, false])
    func everyEncodingIsRead(encoding: DICOMFixture.Encoding, hasPreamble: Bool) throws {
        // Only a preamble's transfer syntax says that the rest is deflated.
        guard hasPreamble || encoding != .deflated else { return }
        var file = DICOMFixture(rows: 2, columns: 3, bitsStored: 12, Self.samples)
        file.encoding = encoding
        file.hasPreamble = hasPreamble
        file[0x0008_0005] = ("CS", .text("ISO_IR 100"))
        file[0x0018_5101] = ("CS", .text("PA"))
        let image = try file.image()
        #expect(image.stored == Self.samples)
        #expect(image.form.rows == 2 && image.form.columns == 3 && image.form.bitsStored == 12)
        #expect(image.attributes.view == "PA")
    }

    /// The part of a file before its pixels is enough for its header.
    @Test func headersNeedNoPixels() throws {
        var file = DICOMFixture(rows: 30, columns: 30, Array(repeating: 1, count: 900))
        file[0x0018_5101] = ("CS", .text("PA"))
        for encoding in [DICOMFixture.Encoding.implicit, .explicit, .bigEndian] {
            file.encoding = encoding
            let whole = file.bytes
            let header = try DICOMHeader(Array(whole[..<(whole.count - 1000)]))
            #expect(header.form.rows == 30 && header.attributes.view == "PA")
            #expect(throws: DICOMError.Kind.self) {
                try DICOMHeader(Array(whole[..<(whole.count - 2000)]))
            }
        }
    }

    /// Bits above the stored ones are no part of a value: PS3.5, section 8.1.1.
    @Test func unusedBitsAreIgnored() throws {
        let file = DICOMFixture(rows: 1, columns: 3, bitsStored: 12, [0xF001, 0x1FFF, 0x0800])
        #expect(try file.image().stored == [1, 4095, 2048])
        let signed = DICOMFixture(
            rows: 1, columns: 3, bitsStored: 12, signed: true, [0xF001, 0x1FFF, 0x0800])
        #expect(try signed.image().stored == [1, -1, -2048])
    }

    @Test func signedValuesAreRead() throws {
        let file = DICOMFixture(rows: 1, columns: 3, signed: true, [0xFFFF, 0x8000, 0x7FFF])
        #expect(try file.image().stored == [-1, -32768, 32767])
    }

    @Test func wideValuesAreRead() throws {
        for encoding in [DICOMFixture.Encoding.explicit, .bigEndian] {
            var file = DICOMFixture(rows: 1, columns: 2, bits: 32, bitsStored: 32)
            file.encoding = encoding
            let words = encoding == .bigEndian ? [0xFFFE, 0xFFFD, 1, 2] : [0xFFFD, 0xFFFE, 2, 1]
            file[0x7FE0_0010] = ("OW", .words(words))
            #expect(try file.image().stored == [0xFFFE_FFFD, 0x1_0002])
        }
    }

    @Test func singleBitsAreUnpacked() throws {
        var file = DICOMFixture(rows: 3, columns: 3, bits: 1, bitsStored: 1)
        file[0x7FE0_0010] = ("OB", .bytes([0b1010_0110, 1]))
        #expect(try file.image().stored == [0, 1, 1, 0, 0, 1, 0, 1, 1])
        #expect(try file.image().displayed().levels.max() == 255)
    }

    @Test func planesAreInterleaved() throws {
        var file = DICOMFixture(
            rows: 1, columns: 2, bits: 8, bitsStored: 8, photometric: "RGB", samples: 3)
        file[0x7FE0_0010] = ("OB", .bytes([1, 2, 3, 4, 5, 6]))
        #expect(try file.image().stored == [1, 2, 3, 4, 5, 6])
        file[0x0028_0006] = ("US", .words([1]))
        #expect(try file.image().stored == [1, 3, 5, 2, 4, 6])
        #expect(try file.image().displayed().levels == [1, 3, 5, 2, 4, 6])
    }

    /// 8-bit samples in big-endian words: pydicom's `be_swap_ow`.
    @Test func bytesInBigEndianWordsAreExchanged() throws {
        var file = DICOMFixture(rows: 1, columns: 3, bits: 8, bitsStored: 8)
        file.encoding = .bigEndian
        file[0x7FE0_0010] = ("OW", .bytes([2, 1, 0, 3]))
        #expect(try file.image().stored == [1, 2, 3])
        file[0x7FE0_0010] = ("OB", .bytes([1, 2, 3]))
        #expect(try file.image().stored == [1, 2, 3])
    }

    /// The values are those of pydicom's `convert_color_space`.
    @Test func lumaAndChromaBecomeRGB() throws {
        var file = DICOMFixture(
            rows: 1, columns: 2, bits: 8, bitsStored: 8, photometric: "YBR_FULL", samples: 3)
        file[0x7FE0_0010] = ("OB", .bytes([76, 85, 255, 29, 255, 107]))
        let image = try file.image()
        #expect(image.stored == [254, 0, 0, 0, 0, 254])
        #expect(image.photometric == .rgb)
        file[0x0028_0004] = ("CS", .text("YBR_FULL_422"))
        file[0x7FE0_0010] = ("OB", .bytes([76, 29, 85, 255]))
        #expect(try file.image().stored == [254, 0, 0, 207, 0, 0])
    }

    @Test func runLengthsAreExpanded() throws {
        // The high bytes: 1 three times; the low bytes: 5, 6, 7 literally.
        let high: [UInt8] = [254, 1], low: [UInt8] = [2, 5, 6, 7]
        var header = [UInt8](repeating: 0, count: 64)
        header[0] = 2
        header[4] = 64
        header[8] = 66
        var file = DICOMFixture(rows: 1, columns: 3, bits: 16, bitsStored: 16)
        file.transferSyntax = "1.2.840.10008.1.2.5"
        file[0x7FE0_0010] = ("OB", .fragments([header + high + low]))
        #expect(try file.image().stored == [261, 262, 263])
        // In parts, as some writers store a single image.
        file[0x7FE0_0010] = ("OB", .fragments([header + high, low]))
        #expect(try file.image().stored == [261, 262, 263])
        file[0x7FE0_0010] = ("OB", .fragments([header + high + low.dropLast(2)]))
        let error = #expect(throws: DICOMError.self) { try file.image() }
        #expect(error?.reason.contains("an RLE segment has 1 bytes; expected 3") == true)
    }

    /// A sequence of undefined length, with an item inside an item, before the pixels.
    @Test func nestedSequencesAreSkipped() throws {
        var file = DICOMFixture(rows: 1, columns: 1, [7])
        file[0x0008_1140] = (
            "SQ", .items([[0x0008_1140: ("SQ", .items([[0x0028_0010: ("US", .words([9]))]]))]])
        )
        let image = try file.image()
        #expect(image.stored == [7])
        #expect(image.form.rows == 1)
    }
}
