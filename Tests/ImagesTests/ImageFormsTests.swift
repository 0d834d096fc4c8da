import Foundation
import Images
import Testing
import TestSupport
import Weights

/// TIFF, BMP and WebP files of every form.
struct ImageFormsTests {
    private static let golden = Result { try Golden("images/forms") }

    private static func files(_ suffix: String) throws -> [String] {
        try golden.get().file.names.filter { $0.hasSuffix(suffix) }.sorted()
    }

    private static func bytes(_ name: String, _ golden: Golden) throws -> [UInt8] {
        try golden.integers(name).map { UInt8($0) }
    }

    private func decode(_ bytes: [UInt8], _ name: String) throws -> DecodedPixels {
        try DecodedPixels(.content(bytes, name: name))
    }

    @Test(arguments: [(".tiff", 52), (".bmp", 18), (".webp", 5)])
    func decodedAsByPillow(_ suffix: String, count: Int) throws {
        let golden = try Self.golden.get()
        let names = try Self.files(suffix)
        #expect(names.count == count)
        for name in names {
            let stem = name.dropLast(suffix.count)
            let isDeep = golden.has("\(stem).values")
            let expected = try golden.integers("\(stem).\(isDeep ? "values" : "rgb")")
            switch try decode(Self.bytes(name, golden), name) {
            case .levels(let raster):
                #expect(!isDeep && raster.width == 21 && raster.height == 19, "\(name)")
                let isSame = raster.rgbPixels.map(Int.init) == expected
                #expect(isSame, "\(name)")
            case .values(let raster):
                #expect(isDeep && raster.width == 21 && raster.height == 19, "\(name)")
                let values = raster.samples.map { Int(raster.intercept) + Int($0) }
                #expect(values == expected, "\(name)")
            }
            let header = try Self.bytes(name, golden).withUnsafeBytes { try ImageHeader($0) }
            #expect(header.size == ImageSize(width: 21, height: 19))
            #expect(header.format.suffixes.contains(suffix))
        }
    }

    @Test func propertiesOfMetadata() throws {
        let golden = try Self.golden.get()
        func properties(_ name: String) throws -> ImageProperties {
            try decode(Self.bytes(name, golden), name).properties
        }
        #expect(try properties("tiff-turned.tiff").orientation == 6)
        #expect(try properties("webp-turned.webp").orientation == 6)
        for name in [
            "tiff-alpha.tiff", "webp-alpha.webp", "webp-lossy-alpha.webp", "bmp-masks32.bmp",
        ] { #expect(try properties(name).kinds == .transparency, "\(name)") }
        for name in ["tiff-unspecified.tiff", "tiff-gray8.tiff", "bmp-24.bmp", "webp-lossy.webp"] {
            #expect(try properties(name).isEmpty, "\(name)")
        }
    }

    @Test(arguments: [
        ("tiff-pages", "several pages or slices"), ("tiff-float", "floating-point samples"),
        ("tiff-cmyk", "CMYK"), ("tiff-lab", "L*a*b*"), ("tiff-32", "32 bits per sample"),
        ("tiff-channels", "5 channels"), ("tiff-premultiplied", "multiplied by transparency"),
        ("tiff-unsaid", "without PhotometricInterpretation"), ("webp-animated", "animated WebP"),
    ])
    func formsThatAreNotReadAreNamed(_ name: String, words: String) throws {
        let golden = try Golden("images/refused")
        #expect(golden.file.names.count == 9)
        let bytes = try Self.bytes(name, golden)
        let error = #expect(throws: ImageError.self) { try decode(bytes, "a") }
        let found = try #require(error)
        #expect(found.description.hasPrefix("a: is not supported: "), "\(found)")
        #expect(found.reason.contains(words), "\(found)")
    }

    /// A file that ends too early is an error, or a whole image if it lacks only metadata.
    @Test(arguments: [".tiff", ".bmp", ".webp"]) func truncatedFilesAreErrors(
        _ suffix: String
    ) throws {
        let golden = try Self.golden.get()
        for name in try Self.files(suffix) {
            let whole = try Self.bytes(name, golden)
            let pixels = try decode(whole, name).raster.pixels
            for length in stride(from: 0, to: whole.count, by: 5 + whole.count / 25) {
                do {
                    let part = try decode(Array(whole[..<length]), name).raster.pixels
                    #expect(part == pixels, "\(name) cut to \(length) of \(whole.count)")
                } catch let error as ImageError {
                    #expect(error.isOfContent, "\(error)")
                }
            }
        }
    }

    @Test func damageIsNoCrash() throws {
        let golden = try Self.golden.get()
        for name in golden.file.names
        where ImageFormat.allCases.contains(where: {
            $0.suffixes.contains { name.hasSuffix($0) }
        }) {
            let whole = try Self.bytes(name, golden)
            for index in stride(from: 0, to: whole.count, by: 1 + whole.count / 60) {
                var damaged = whole
                damaged[index] ^= 0x41
                do { _ = try decode(damaged, name).raster } catch let error as ImageError {
                    #expect(error.path == name)
                }
            }
        }
    }
}

/// The list of formats that suffixes, media types and messages follow.
struct ImageFormatTests {
    @Test func lists() {
        #expect(ImageFormat.titles == "JPEG, PNG, TIFF, BMP, WebP or DICOM")
        #expect(
            ImageFormat.suffixList
                == ".jpeg, .jpg, .png, .tif, .tiff, .bmp, .webp, .dcm, .dicom or .dic")
        #expect(ImageFormat.allCases.map(\.mediaType).contains("image/webp"))
        #expect(ImageFormat.dicom.mediaType == "application/dicom")
    }
}
