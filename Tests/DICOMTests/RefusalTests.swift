import DICOM
import Files
import Foundation
import Testing
import TestSupport

/// Files that cannot be used, each with its reason.
struct RefusalTests {
    private static let gray = DICOMFixture(rows: 2, columns: 2, bitsStored: 12, [1, 2, 3, 4])

    private static func reason(_ bytes: [UInt8]) -> String {
        do throws(DICOMError) {
            _ = try DICOMImage(bytes: bytes, name: "a.dcm")
            return "none"
        } catch { return error.reason }
    }

    private static func reason(
        _ tag: UInt32, _ value: (String, DICOMFixture.Value)?, of file: DICOMFixture = gray
    ) -> String {
        var file = file
        file[tag] = value
        return reason(file.bytes)
    }

    @Test func contentsOfOtherKinds() {
        #expect(Self.reason([]).hasPrefix("is empty"))
        #expect(Self.reason(Array("not DICOM at all".utf8)).hasPrefix("is not a DICOM file"))
        #expect(Self.reason([8, 0]).hasPrefix("is not a DICOM file"))
        #expect(Self.reason(Array(repeating: 0, count: 500)).hasPrefix("is not a DICOM file"))
        #expect(Self.reason(0x7FE0_0010, nil).contains("without an image"))
        var float = Self.gray
        float[0x7FE0_0010] = nil
        float[0x7FE0_0008] = ("OF", .bytes([0, 0, 0, 0]))
        #expect(Self.reason(float.bytes).contains("Float Pixel Data"))
    }

    @Test func severalImages() {
        #expect(Self.reason(0x0028_0008, ("IS", .text("12"))).hasPrefix("contains 12 frames"))
        let twice = ("OW", DICOMFixture.Value.words([1, 2, 3, 4, 1, 2, 3, 4]))
        #expect(Self.reason(0x7FE0_0010, twice).hasPrefix("contains 2 frames"))
        #expect(Self.reason(0x0028_0008, ("IS", .text("0"))) == "none")
        #expect(Self.reason(0x0028_0008, ("IS", .text("many"))).contains("Number of Frames"))
    }

    /// A message names the element, and gives the value and the expected ones.
    @Test(
        arguments: [
            (0x0028_0010, 0, "(0028,0010) Rows is 0"), (0x0028_0011, 0, "(0028,0011) Columns is 0"),
            (0x0028_0002, 4, "(0028,0002) Samples per Pixel is 4; expected 1 for MONOCHROME2"),
            (0x0028_0100, 12, "12 bits allocated"),
            (0x0028_0101, 0, "(0028,0101) Bits Stored is 0"),
            (0x0028_0101, 17, "(0028,0101) Bits Stored is 17; expected 1 to 16"),
            (0x0028_0103, 2, "(0028,0103) Pixel Representation is 2"),
            (0x0028_0010, 30_000, "has 2 x 30000 pixels"),
            (0x0028_0010, 3, "8 bytes of pixel data; expected 12"),
        ] as [(UInt32, Int, String)])
    func wrongNumbers(tag: UInt32, value: Int, message: String) {
        #expect(Self.reason(tag, ("US", .words([value]))).contains(message))
    }

    @Test func missingElements() {
        for tag: UInt32 in [
            0x0028_0002, 0x0028_0004, 0x0028_0010, 0x0028_0011, 0x0028_0100, 0x0028_0101,
            0x0028_0103,
        ] {
            #expect(Self.reason(tag, nil).contains("is missing"))
            #expect(Self.reason(tag, ("US", .words([]))).contains("is missing"))
        }
    }

    @Test func encodings() {
        var file = Self.gray
        file.transferSyntax = "1.2.840.10008.1.2.4.201"
        #expect(Self.reason(file.bytes).contains("1.2.840.10008.1.2.4.201 (HTJ2K)"))
        file.transferSyntax = "1.2.840.113619.5.2"
        #expect(Self.reason(file.bytes).contains("a private one"))
        file.transferSyntax = "1.2.840.10008.1.2.4.70"
        #expect(Self.reason(file.bytes).contains("are not compressed"))
        for syntax in ["50", "51", "57", "70", "80", "81", "90", "91"] {
            file.transferSyntax = "1.2.840.10008.1.2.4.\(syntax)"
            for content in [[], [0xFF, 0xD8], [UInt8](repeating: 7, count: 100)] {
                file[0x7FE0_0010] = ("OB", .fragments([content]))
                #expect(Self.reason(file.bytes).contains("damaged"))
            }
            file[0x7FE0_0010] = ("OB", .fragments([]))
            #expect(Self.reason(file.bytes).contains("0 bytes of pixel data"))
        }
    }

    @Test func photometrics() {
        #expect(Self.reason(0x0028_0004, ("CS", .text("HSV"))).contains("interpretation HSV"))
        #expect(Self.reason(0x0028_0004, ("CS", .text("Doe"))).contains("an unknown one"))
    }

    /// Every prefix of a file is refused, or contains all pixels.
    @Test(arguments: DICOMFixture.Encoding.allCases)
    func noCutIsReadWithoutAllPixels(encoding: DICOMFixture.Encoding) throws {
        var file = Self.gray
        file.encoding = encoding
        file[0x0028_3010] = (
            "SQ",
            .items([[0x0028_3002: ("US", .words([1, 0, 8])), 0x0028_3006: ("US", .words([1]))]])
        )
        let bytes = file.bytes
        for length in 0..<bytes.count {
            #expect(Self.reason(Array(bytes[..<length])) != "none", "cut to \(length)")
        }
        #expect(Self.reason(bytes) == "none")
    }

    /// Nested sequences exhaust no stack: a million of them, closed and not.
    @Test func deepNestingIsNoCrash() {
        let opening: [UInt8] = [
            8, 0, 0x40, 0x11, 0xFF, 0xFF, 0xFF, 0xFF, 0xFE, 0xFF, 0, 0xE0, 0xFF, 0xFF, 0xFF, 0xFF,
        ]
        let closing: [UInt8] = [
            0xFE, 0xFF, 0x0D, 0xE0, 0, 0, 0, 0, 0xFE, 0xFF, 0xDD, 0xE0, 0, 0, 0, 0,
        ]
        let depth = 1_000_000
        let open = Array(repeatElement(opening, count: depth).joined())
        var file = Self.gray
        file.encoding = .implicit
        let bytes = file.bytes
        // After the preamble and group 2.
        let start = 132 + 8 + 18
        #expect(Self.reason(Array(bytes[..<start]) + open).contains("it ends inside element"))
        let whole = open + Array(repeatElement(closing, count: depth).joined())
        #expect(Self.reason(Array(bytes[..<start]) + whole + bytes[start...]) == "none")
    }

    @Test func missingFiles() {
        let error = #expect(throws: DICOMError.self) { try DICOMImage(path: FilePath("/no/a.dcm")) }
        #expect(error?.description.contains("/no/a.dcm: cannot be read: ") == true)
    }
}
