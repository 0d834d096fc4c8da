import Files
import Foundation
import Images
import Tensors
import TestSupport
import Testing
import Weights

struct DecodingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func decode(_ data: Data, _ name: String = "a.jpeg") throws -> RGBImage {
        try RGBImage(path: FilePath(folder.write(data, name)))
    }

    private func reason(_ data: Data, _ name: String = "a.jpeg") throws -> ImageError {
        let path = try folder.write(data, name)
        let error = #expect(throws: ImageError.self) { try RGBImage(path: FilePath(path)) }
        let found = try #require(error)
        #expect(found.description.hasPrefix(path + ": "))
        return found
    }

    @Test func colorJPEG() throws {
        let image = gradient(width: 40, height: 30)
        let decoded = try decode(JPEG.encode(image, quality: 95))
        #expect(decoded.width == 40 && decoded.height == 30)
        let worst = zip(image.pixels, decoded.pixels).map { abs(Int($0) - Int($1)) }.max()
        #expect(try #require(worst) < 12)
    }

    @Test func grayJPEGBecomesRGB() throws {
        let gray = (0..<32 * 16).map { UInt8($0 % 32 * 8) }
        let decoded = try decode(JPEG.encode(gray: gray, width: 32, height: 16, quality: 95))
        #expect(decoded.width == 32 && decoded.height == 16)
        for (index, value) in gray.enumerated() {
            let pixel = decoded.pixels[3 * index..<3 * index + 3].map(Int.init)
            #expect(pixel[0] == pixel[1] && pixel[1] == pixel[2])
            #expect(abs(pixel[0] - Int(value)) < 8)
        }
    }

    @Test func contentCountsNotTheName() throws {
        let png = PNGFixture(width: 1, height: 1, type: .rgb, bytes: [1, 2, 3])
        #expect(try decode(png.data, "really-a-png.jpeg").pixels == [1, 2, 3])
    }

    @Test func everyKindOfPNG() throws {
        let gray = PNGFixture(width: 2, height: 1, type: .gray, bytes: [0, 200])
        #expect(try decode(gray.data).pixels == [0, 0, 0, 200, 200, 200])
        let rgb = PNGFixture(width: 1, height: 2, type: .rgb, bytes: [1, 2, 3, 4, 5, 6])
        #expect(try decode(rgb.data).pixels == [1, 2, 3, 4, 5, 6])
        let palette = PNGFixture(
            width: 2, height: 1, type: .palette, palette: [9, 8, 7, 6, 5, 4], bytes: [1, 0])
        #expect(try decode(palette.data).pixels == [6, 5, 4, 9, 8, 7])
        let deep = PNGFixture(
            width: 2, height: 1, depth: 16, type: .gray, bytes: [0x40, 0x40, 0xC8, 0xC8])
        #expect(try decode(deep.data).pixels == [64, 64, 64, 200, 200, 200])
        let bits = PNGFixture(width: 3, height: 1, depth: 1, type: .gray, bytes: [0b1010_0000])
        #expect(try decode(bits.data).pixels == [255, 255, 255, 0, 0, 0, 255, 255, 255])
        let clear = PNGFixture(width: 1, height: 1, type: .rgba, bytes: [10, 20, 30, 0])
        #expect(try decode(clear.data).pixels == [10, 20, 30])
        let grayClear = PNGFixture(width: 2, height: 1, type: .grayAlpha, bytes: [50, 0, 60, 128])
        #expect(try decode(grayClear.data).pixels == [50, 50, 50, 60, 60, 60])
    }

    @Test func sameBytesAsPillow() throws {
        let golden = try Golden("images/decoded")
        #expect(golden.file.names.count == 14)
        for name in golden.file.names {
            let image = try RGBImage(path: "\(Golden.folder)/images/\(name)")
            #expect(image.width == 30 && image.height == 22)
            #expect(try image.pixels.map(Int.init) == golden.integers(name), "\(name)")
        }
    }

    /// PNG files with and without interlacing and transparency, with any filter, gamma or
    /// background.
    @Test func everyFormOfPNG() throws {
        let golden = try Golden("images/png")
        let names = golden.file.names.filter { $0.hasSuffix(".png") }
        #expect(names.count == 65)
        for name in names {
            let bytes = try golden.integers(name).map { UInt8($0) }
            let image = try decode(Data(bytes), name)
            let expected = "\(name.dropLast(4)).rgb"
            let shape = try #require(golden.file.entries.first { $0.name == expected }).shape
            #expect(shape == [image.height, image.width, 3], "\(name)")
            let isSame = try image.pixels.map(Int.init) == golden.integers(expected)
            #expect(isSame, "\(name)")
        }
    }

    private static let pngSuite = ExternalProgram.installed("pngsuite")

    /// The files themselves, then each truncated anywhere and with one byte changed: the result is
    /// an image or an error with the name of the file.
    @Test(.enabled(if: pngSuite != nil, "no PngSuite; 'Tools/install.sh test' fetches it"))
    func pngSuiteIsDecodedAsByPillow() throws {
        let suite = try #require(Self.pngSuite)
        let golden = try Golden("images/pngsuite")
        let names = try FileManager.default.contentsOfDirectory(atPath: suite)
            .filter { $0.hasSuffix(".png") }
        #expect(names.count == 175 && golden.file.names.count == 161)
        for name in names.sorted() {
            let file = try Data(contentsOf: URL(fileURLWithPath: "\(suite)/\(name)"))
            guard golden.file.names.contains(name) else {
                // The file is one of the damaged ones.
                #expect(name.hasPrefix("x"))
                _ = try reason(file, name)
                continue
            }
            let expected = try golden.integers(name).map { String(format: "%02x", $0) }.joined()
            #expect(try digest(file, name) == expected, "\(name)")
            for length in stride(from: 0, to: file.count, by: 7 + file.count / 20) {
                let part = file.prefix(length)
                // If the removed bytes do not belong to the image, the image is complete.
                if let digest = try? digest(part, name) {
                    #expect(digest == expected, "\(name) cut to \(length) of \(file.count)")
                } else {
                    _ = try reason(part, name)
                }
            }
            for index in stride(from: 0, to: file.count, by: 5 + file.count / 20) {
                var damaged = file
                damaged[index] ^= 0x41
                do { _ = try decode(damaged, name) } catch let error as ImageError {
                    #expect(error.path.hasSuffix(name))
                }
            }
        }
    }

    private func digest(_ file: Data, _ name: String) throws -> String {
        try decode(file, name).pixels.withUnsafeBytes { SHA256Digest.of($0) }
    }

    @Test func missingFile() {
        #expect(
            throws: ImageError(
                path: "/none/a.jpeg", kind: .unreadable("No such file or directory"))
        ) {
            try RGBImage(path: "/none/a.jpeg")
        }
    }

    @Test func emptyAndForeignFiles() throws {
        #expect(try reason(Data()).kind == .empty)
        #expect(try reason(Data("not an image".utf8)).kind == .notAnImage)
        #expect(try reason(Data([0xFF])).kind == .notAnImage)
        #expect(
            try reason(Data("Findings: none".utf8)).reason
                == "is not a JPEG, PNG, TIFF, BMP, WebP or DICOM image (checked by its contents, not by its "
                + "name)")
    }

    @Test(arguments: [0.3, 0.6, 0.95]) func truncatedJPEG(part: Double) throws {
        let data = try JPEG.encode(gradient(width: 64, height: 64), quality: 90)
        let error = try reason(data.prefix(Int(Double(data.count) * part)))
        guard case .damaged = error.kind else {
            Issue.record("\(error)")
            return
        }
    }

    @Test(arguments: [20, 40, 60]) func truncatedPNG(length: Int) throws {
        let data = PNGFixture(
            width: 8, height: 8, type: .gray, bytes: [UInt8](repeating: 7, count: 64)
        ).data
        let error = try reason(data.prefix(length))
        guard case .damaged = error.kind else {
            Issue.record("\(error)")
            return
        }
    }

    @Test func forgedHeadersAreRefusedBeforeAllocating() throws {
        // The rows have no bytes: only the header contains these sizes.
        let png = PNGFixture(width: 60_000, height: 2, type: .gray, bytes: [])
        #expect(try reason(png.data).kind == .tooLarge(width: 60_000, height: 2))
        let wide = PNGFixture(width: 19_000, height: 19_000, type: .gray, bytes: [])
        #expect(
            try reason(wide.data).kind == .tooLarge(width: 19_000, height: 19_000))
        let square = PNGFixture(width: 30_000, height: 30_000, type: .rgb, bytes: [])
        #expect(try reason(square.data).kind == .tooLarge(width: 30_000, height: 30_000))
        var jpeg = try JPEG.encode(gray: [7], width: 1, height: 1, quality: 90)
        let frame = try #require(jpeg.firstRange(of: Data([0xFF, 0xC0])))
        // Height and width follow the marker (2), the length (2) and the precision (1).
        jpeg.replaceSubrange(
            frame.lowerBound + 5..<frame.lowerBound + 9, with: [0xEA, 0x60, 0xEA, 0x60])
        #expect(try reason(jpeg).kind == .tooLarge(width: 60_000, height: 60_000))
    }

    @Test func aShortProgressiveFileCannotAskForMinutes() throws {
        let path = "\(Golden.folder)/images/progressive.jpeg"
        var jpeg = try Data(contentsOf: URL(fileURLWithPath: path))
        let frame = try #require(jpeg.firstRange(of: Data([0xFF, 0xC2])))
        jpeg.replaceSubrange(
            frame.lowerBound + 5..<frame.lowerBound + 9, with: [0x27, 0x10, 0x27, 0x10])
        let last = try #require(jpeg.range(of: Data([0xFF, 0xDA]), options: .backwards))
        let scan = jpeg[last.lowerBound..<jpeg.endIndex - 2]
        for _ in 0..<30 { jpeg.insert(contentsOf: scan, at: jpeg.endIndex - 2) }
        #expect(
            try reason(jpeg).kind == .tooManyPasses(40, width: 10_000, height: 10_000))
    }
}
