import DICOM
import Files
import Foundation
import Images
import Testing
import TestSupport
import Vocabulary

/// DICOM files as images: values, windows and the recognition by contents.
struct DICOMImageTests {
    private func decode(_ file: DICOMFixture) throws -> DecodedPixels {
        try DecodedPixels(.content(file.bytes, name: "a.dcm"))
    }

    private func values(_ file: DICOMFixture) throws -> StoredRaster {
        guard case .values(let raster) = try decode(file) else {
            throw ImageError(path: "a.dcm", kind: .notAnImage)
        }
        return raster
    }

    /// The levels of an image of one row under a window, and its properties.
    private func levels(
        _ file: DICOMFixture, _ window: IntensityWindow
    ) throws -> (levels: [UInt8], properties: ImageProperties) {
        let image = try decode(file)
        var properties = ImageProperties()
        let width = try ImageHeader.size(of: file).width
        let transform = EvaluationTransform(resize: 1, crop: width, window: window)
        let pixels = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: width * width * 3) {
            let part = transform.applyKeepingGray(image, into: $0)
            properties = part.properties
            let row = (width - 1) / 2 * width
            let channels = part.pixels.count / (width * width)
            return (0..<width).map { part.pixels[(row + $0) * channels] }
        }
        return (pixels, properties)
    }

    /// A gray image of one row with 12 of 16 bits.
    private func twelve(_ samples: [Int], signed: Bool = false) -> DICOMFixture {
        DICOMFixture(
            rows: 1, columns: samples.count, bitsStored: 12, signed: signed, samples)
    }

    @Test func grayOfTwelveBitsKeepsItsBits() throws {
        var file = twelve([0, 1, 2048, 4095])
        let raster = try values(file)
        #expect(raster.bits == 12 && raster.channels == 1 && raster.samples == [0, 1, 2048, 4095])
        #expect(raster.stated == nil && !raster.isInverted && raster.step == 1)
        #expect(try levels(file, .full).levels == [0, 0, 128, 255])
        #expect(try levels(file, .full).properties.kinds.isEmpty)
        #expect(try levels(file, .stored).properties.kinds == .noWindow)
        file[0x0028_0004] = ("CS", .text("MONOCHROME1"))
        #expect(try levels(file, .full).levels == [255, 255, 127, 0])
    }

    /// A window in the file is used if it is asked for, and named if it is not.
    @Test func windowsOfFiles() throws {
        var file = twelve([0, 500, 1000, 4095])
        file[0x0028_1050] = ("DS", .text("500"))
        file[0x0028_1051] = ("DS", .text("1000"))
        file[0x0028_1056] = ("CS", .text("LINEAR_EXACT"))
        let stored = try levels(file, .stored)
        #expect(stored.levels == [0, 128, 255, 255] && stored.properties.kinds.isEmpty)
        let full = try levels(file, .full)
        #expect(full.levels == [0, 31, 62, 255] && full.properties.kinds == .unusedWindow)
        let notes = ImageProperties.notes(of: [("a.dcm", full.properties)])
        #expect(notes.contains { $0.contains("dataset.window \"stored\"") }, "\(notes)")
        // A window that is the whole range changes nothing.
        file[0x0028_1050] = ("DS", .text("2047.5"))
        file[0x0028_1051] = ("DS", .text("4095"))
        #expect(try levels(file, .full).properties.kinds.isEmpty)
    }

    /// Windows refer to values after the rescaling, such as Hounsfield units.
    @Test func rescaledValues() throws {
        var file = twelve([0xF801, 0, 100], signed: true)
        file[0x0028_1052] = ("DS", .text("-24"))
        file[0x0028_1053] = ("DS", .text("2"))
        let raster = try values(file)
        let found = raster.samples.map { raster.intercept + raster.step * Double($0) }
        #expect(found == [-4118, -24, 176])
        #expect(try levels(file, .values(low: -24, high: 176)).levels == [0, 0, 255])
        #expect(try levels(file, .full).properties.levels?.values == -4118...176)
    }

    /// The displayed levels of the module `DICOM`, which are tested against pydicom.
    @Test(arguments: ["MONOCHROME1", "MONOCHROME2"], ["LINEAR", "LINEAR_EXACT", "SIGMOID"])
    func storedLevelsAreThoseOfTheDisplay(photometric: String, function: String) throws {
        let samples = (0..<40).map { $0 * 105 }
        var file = twelve(samples)
        file[0x0028_0004] = ("CS", .text(photometric))
        file[0x0028_1050] = ("DS", .text("1800"))
        file[0x0028_1051] = ("DS", .text("2500"))
        file[0x0028_1056] = ("CS", .text(function))
        let shown = try DICOMImage(bytes: file.bytes, name: "a").displayed()
        let found = try levels(file, .stored).levels
        for (level, expected) in zip(found, shown.levels) {
            #expect(abs(Double(level) - Double(expected) / 257) < 0.502)
        }
        #expect(Set(found).count > 15)
    }

    @Test func eightBitsAreLevels() throws {
        var file = DICOMFixture(rows: 1, columns: 3, bits: 8, bitsStored: 8)
        file[0x7FE0_0010] = ("OB", .bytes([7, 8, 255]))
        guard case .levels(let raster) = try decode(file) else {
            Issue.record("expected levels")
            return
        }
        #expect(raster.pixels == [7, 8, 255] && raster.channels == 1)
        file[0x0028_0004] = ("CS", .text("MONOCHROME1"))
        #expect(try levels(file, .full).levels == [248, 247, 0])
        #expect(try levels(file, .values(low: 7, high: 8)).levels == [255, 0, 0])
    }

    @Test func colorsAreLevels() throws {
        var file = DICOMFixture(
            rows: 1, columns: 2, bits: 8, bitsStored: 8, photometric: "RGB", samples: 3)
        file[0x7FE0_0010] = ("OB", .bytes([1, 2, 3, 4, 5, 6]))
        // Windows do not apply to colors.
        file[0x0028_1050] = ("DS", .text("2"))
        file[0x0028_1051] = ("DS", .text("2"))
        let raster = try decode(file).raster
        #expect(raster.pixels == [1, 2, 3, 4, 5, 6] && raster.channels == 3)
        #expect(try file.bytes.withUnsafeBytes { try ImageHeader($0) }.mode == .rgb)
        var deep = DICOMFixture(
            rows: 1, columns: 1, bits: 16, bitsStored: 16, photometric: "RGB", samples: 3)
        deep[0x7FE0_0010] = ("OW", .words([0, 32_768, 65_535]))
        #expect(try values(deep).samples == [0, 32_768, 65_535])
    }

    @Test(arguments: DICOMFixture.Encoding.allCases)
    func headersGiveTheSize(encoding: DICOMFixture.Encoding) throws {
        var file = DICOMFixture(rows: 2, columns: 3, Array(repeating: 9, count: 6))
        file.encoding = encoding
        let header = try file.bytes.withUnsafeBytes { try ImageHeader($0) }
        #expect(header.format == .dicom && header.mode == .gray)
        #expect(header.size == ImageSize(width: 3, height: 2))
    }

    /// The preamble of some files is the header of a TIFF file.
    @Test func preamblesMayBeTIFF() throws {
        var bytes = twelve([0, 4095]).bytes
        bytes.replaceSubrange(0..<8, with: [0x49, 0x49, 0x2A, 0, 8, 0, 0, 0])
        guard case .values(let raster) = try DecodedPixels(.content(bytes, name: "a.dcm")) else {
            Issue.record("expected values")
            return
        }
        #expect(raster.bits == 12 && raster.samples == [0, 4095])
        #expect(try bytes.withUnsafeBytes { try ImageHeader($0) }.format == .dicom)
    }

    @Test func errorsGiveTheReason() throws {
        func error(_ file: DICOMFixture) -> ImageError? {
            #expect(throws: ImageError.self) { try decode(file) }
        }
        var frames = twelve([1, 2])
        frames[0x0028_0008] = ("IS", .text("12"))
        #expect(error(frames)?.description.hasPrefix("a.dcm: contains 12 frames; ") == true)
        #expect(error(frames)?.isOfContent == true)
        var report = twelve([1, 2])
        report[0x7FE0_0010] = nil
        #expect(error(report)?.description.contains("is a DICOM file without an image") == true)
        var short = twelve([1, 2])
        short[0x7FE0_0010] = ("OW", .words([1]))
        #expect(error(short)?.description.contains("is truncated or damaged") == true)
        var floats = twelve([1, 2])
        floats[0x7FE0_0008] = ("OF", .bytes([0, 0, 0, 0]))
        floats[0x7FE0_0010] = nil
        #expect(error(floats)?.description.contains("is not supported: element ") == true)
    }
}

/// The recognition of DICOM files by their contents.
struct DICOMSignatureTests {
    private func isDICOM(_ bytes: [UInt8]) -> Bool {
        bytes.withUnsafeBytes { DICOMSignature.begins($0) }
    }

    @Test(arguments: [DICOMFixture.Encoding.implicit, .explicit, .bigEndian])
    func filesWithoutPreamble(encoding: DICOMFixture.Encoding) throws {
        var file = DICOMFixture(rows: 1, columns: 1, [5])
        file.encoding = encoding
        file.hasPreamble = false
        file[0x0008_0005] = ("CS", .text("ISO_IR 100"))
        file[0x0008_0060] = ("CS", .text("DX"))
        #expect(isDICOM(file.bytes))
        #expect(try DecodedPixels(.content(file.bytes, name: "a.dcm")).raster.pixels == [0])
        #expect(!isDICOM(Array(file.bytes.prefix(15))))
    }

    /// Beginnings of files of other formats, and of texts.
    @Test func otherFiles() {
        let zeros = [UInt8](repeating: 0, count: 600)
        let others: [[UInt8]] = [
            [], zeros, Array("DICM".utf8) + zeros, [8, 0, 5, 0] + zeros, [2, 0, 0, 0] + zeros,
            // An icon, a cursor, TARGA images, a volume, an MP4 file, and a list of numbers.
            [0, 0, 1, 0, 1, 0, 16, 16] + zeros, [0, 0, 2, 0, 1, 0, 16, 16] + zeros,
            [0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 64, 0, 24, 0] + zeros,
            [8, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 64, 0, 64, 0, 24, 0] + zeros,
            [0x5C, 1, 0, 0] + zeros, [0, 0, 0, 8] + Array("ftypisom".utf8) + zeros,
            (0..<100).flatMap { [UInt8($0), 0] },
            (0..<100).flatMap { [UInt8($0), 0, 0, 0] },
        ]
        for other in others { #expect(!isDICOM(other), "\(other.prefix(20))") }
    }
}

extension ImageHeader {
    fileprivate static func size(of file: DICOMFixture) throws -> ImageSize {
        try file.bytes.withUnsafeBytes { try ImageHeader($0) }.size
    }
}

/// The files of pydicom as images: recognized, whatever their preamble contains.
struct DICOMFileTests {
    private static let folders = ExternalProgram.dicomFolders

    @Test(.enabled(if: !folders.isEmpty)) func everyFileThatIsReadIsRecognized() throws {
        var count = 0
        for folder in Self.folders {
            let names = FileManager.default.enumerator(atPath: folder)?.allObjects ?? []
            for case let name as String in names where name.hasSuffix(".dcm") {
                let path = FilePath("\(folder)/\(name)")
                guard let image = try? DICOMImage(path: path),
                    image.form.bitsStored <= 16 || !image.photometric.isGray
                else { continue }
                count += 1
                let pixels = try DecodedPixels(.file(path))
                guard let gray = try image.grayValues() else { continue }
                switch pixels {
                case .levels(let raster):
                    #expect(raster.pixels.map(UInt16.init) == gray.samples, "\(name)")
                case .values(let raster):
                    #expect(raster.samples == gray.samples, "\(name)")
                    #expect(raster.intercept == gray.intercept && raster.step == gray.step)
                    #expect(raster.isInverted == gray.isInverted && raster.stated == gray.stated)
                }
            }
        }
        #expect(count > 60)
    }
}
