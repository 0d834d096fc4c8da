import Files
import Foundation
import Images
import TestSupport
import Testing

/// Properties of image files that are not visible in the pixels.
struct ImageFactsTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func properties(_ data: Data) throws -> ImageProperties {
        try RGBImage.described(path: FilePath(folder.write(data, "a"))).properties
    }

    private func notes(_ properties: ImageProperties) -> [String] {
        ImageProperties.notes(of: [("a", properties)])
    }

    private func jpeg(with marker: UInt8, _ content: [UInt8]) throws -> Data {
        var data = try JPEG.encode(
            gray: [UInt8](repeating: 9, count: 64), width: 8, height: 8, quality: 90)
        let length = content.count + 2
        data.insert(
            contentsOf: [0xFF, marker, UInt8(length >> 8), UInt8(length & 255)] + content, at: 2)
        return data
    }

    /// - Parameter tag: the tag of the entry; with another tag than that of the orientation, there
    ///   is no orientation.
    private func exif(_ orientation: UInt8, isLittle: Bool, tag: Int = 0x0112) -> [UInt8] {
        let number: (Int, Int) -> [UInt8] = { value, count in
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
            return isLittle ? bytes : bytes.reversed()
        }
        let entry = number(tag, 2) + number(3, 2) + number(1, 4) + number(Int(orientation), 2)
        return Array("Exif\0\0".utf8) + Array((isLittle ? "II" : "MM").utf8) + number(42, 2)
            + number(8, 4) + number(1, 2) + entry + [0, 0] + number(0, 4)
    }

    @Test(arguments: 1...8, [true, false])
    func orientation(value: Int, isLittle: Bool) throws {
        let found = try properties(jpeg(with: 0xE1, exif(UInt8(value), isLittle: isLittle)))
        #expect(found.orientation == value)
        #expect(notes(found).isEmpty == (value == 1))
        if value != 1 { #expect(notes(found)[0].contains("EXIF orientation \(value) (needs a ")) }
    }

    @Test func orientationsOfASet() {
        var (six, three) = (ImageProperties(), ImageProperties())
        (six.orientation, three.orientation) = (6, 3)
        let all = [("a", ImageProperties()), ("b", six), ("c", three), ("d", six)]
        #expect(
            ImageProperties.notes(of: all) == [
                "3 of 4 images, such as b: EXIF orientation 3 (needs a rotation by 180 degrees) of 1, EXIF orientation 6 (needs a "
                    + "rotation by 90 degrees clockwise) of 2 is not applied; the network uses the pixels as stored"
            ])
    }

    @Test func damagedEXIFIsNoOrientation() throws {
        let whole = exif(6, isLittle: true)
        for length in 0..<whole.count - 5 {
            #expect(try properties(jpeg(with: 0xE1, Array(whole[..<length]))).orientation <= 6)
        }
        #expect(try properties(jpeg(with: 0xE1, exif(0, isLittle: true))).orientation == 1)
        #expect(try properties(jpeg(with: 0xE1, exif(9, isLittle: true))).orientation == 1)
    }

    /// As in Pillow, the first EXIF data are used, and XMP if EXIF has no orientation.
    @Test func severalOrientations() throws {
        func jpeg(_ segments: [[UInt8]]) throws -> ImageProperties {
            // Each segment is inserted before the others.
            var data = try self.jpeg(with: 0xFE, [])
            for content in segments.reversed() {
                let length = content.count + 2
                data.insert(
                    contentsOf: [0xFF, 0xE1, UInt8(length >> 8), UInt8(length & 255)] + content,
                    at: 2)
            }
            return try properties(data)
        }
        let (six, three) = (exif(6, isLittle: true), exif(3, isLittle: false))
        let without = exif(6, isLittle: true, tag: 0x0110)
        #expect(try jpeg([six, three]).orientation == 6)
        #expect(try jpeg([three, six]).orientation == 3)
        for text in [
            #"<x tiff:Orientation="8"/>"#, "<x tiff:Orientation='8'/>",
            "<tiff:Orientation>8</tiff:Orientation>",
        ] {
            let xmp = Array("http://ns.adobe.com/xap/1.0/\0".utf8) + Array(text.utf8)
            #expect(try jpeg([xmp]).orientation == 8, "\(text)")
            #expect(try jpeg([xmp, without]).orientation == 8)
            #expect(try jpeg([xmp, three]).orientation == 3)
        }
        let foreign = Array("http://ns.adobe.com/xap/1.0/\0tiff:Orientation=".utf8)
        #expect(try jpeg([foreign]).isEmpty)
    }

    /// EXIF data with the header that JPEG uses, and as a text of ImageMagick, compressed or not.
    @Test func orientationsOfPNG() throws {
        let plain = PNGFixture(width: 1, height: 1, type: .gray, bytes: [10])
        func with(_ name: String, _ content: [UInt8], atEnd: Bool = false) throws -> Int {
            var data = plain.data
            data.insert(
                contentsOf: PNGFixture.chunk(name, content), at: atEnd ? data.count - 12 : 33)
            return try properties(data).orientation
        }
        let metadata = exif(3, isLittle: false)
        #expect(try with("eXIf", metadata) == 3)
        let digits = metadata.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
        for name in ["exif", "APP1"] {
            let keyword = Array("Raw profile type \(name)\0".utf8)
            let head = "\n\(name)\n      \(metadata.count)\n"
            let text = Array("\(head)\(digits.prefix(20))\n\(digits.dropFirst(20))\n".utf8)
            #expect(try with("tEXt", keyword + text) == 3)
            #expect(try with("tEXt", keyword + text, atEnd: true) == 3)
            #expect(try with("zTXt", keyword + [0] + PNGFixture.stored(text)) == 3)
            #expect(try with("zTXt", keyword + [0] + PNGFixture.stored(text).dropLast(9)) == 1)
        }
        let xmp = Array(#"<x tiff:Orientation="8"/>"#.utf8)
        let keyword = Array("XML:com.adobe.xmp\0".utf8)
        #expect(try with("iTXt", keyword + [0, 0, 0, 0] + xmp) == 8)
        #expect(try with("iTXt", keyword + [1, 0, 0, 0] + PNGFixture.stored(xmp)) == 8)
        for content in [[], keyword, keyword + [1], Array("Raw profile type exif\0".utf8)] {
            #expect(try with("iTXt", content) == 1)
            #expect(try with("tEXt", content) == 1)
        }
    }

    @Test func profiles() throws {
        let head = Array("ICC_PROFILE\0".utf8) + [1, 1]
        #expect(
            try properties(jpeg(with: 0xE2, head + Array("Dot Gain 20%".utf8))).kinds == .profile)
        #expect(try properties(jpeg(with: 0xE2, head + Array("sRGB IEC61966-2.1".utf8))).isEmpty)
        let wide = "sRGB".utf8.flatMap { [0, $0] as [UInt8] }
        #expect(try properties(jpeg(with: 0xE2, head + wide)).isEmpty)
    }

    @Test func deepValuesOfASmallRange() throws {
        func deep(_ values: [UInt16]) throws -> ImageProperties {
            let bytes = values.flatMap { [UInt8($0 >> 8), UInt8($0 & 255)] }
            return try properties(
                PNGFixture(width: values.count, height: 1, depth: 16, type: .gray, bytes: bytes)
                    .data)
        }
        let twelve = try deep([0, 17, 4095])
        #expect(twelve.levels?.values == 0...4095 && twelve.levels?.bits == 16)
        #expect(twelve.levels?.usesLittle == true)
        #expect(
            notes(twelve) == [
                "a: values from 0 to 4095 (12 of 16 bits) become levels 0 to 16 of 255; the setting "
                    + "dataset.window of a study chooses which values become black and white"
            ])
        #expect(try notes(deep([1, 255]))[0].contains("from 1 to 255 (8 of 16 bits)"))
        #expect(try notes(deep([1, 32_767]))[0].contains("from 1 to 32767 (15 of 16 bits)"))
        #expect(try deep([1, 32_767]).levels?.usesLittle == false)
        #expect(try notes(deep([32_768, 36_000]))[0].contains("from 32768 to 36000 become"))
        #expect(try notes(deep([0, 65_535])).isEmpty)
        let set = try ImageProperties.notes(of: [
            ("a", twelve), ("b", deep([0, 65_535])), ("c", ImageProperties()),
        ])
        #expect(set.count == 1 && set[0].hasPrefix("1 of 2 images with a window or more"))
    }

    @Test func transparency() throws {
        let clear = PNGFixture(width: 1, height: 1, type: .rgba, bytes: [10, 20, 30, 254])
        #expect(try properties(clear.data).kinds == .transparency)
        let opaque = PNGFixture(width: 1, height: 1, type: .grayAlpha, bytes: [10, 255])
        #expect(try properties(opaque.data).isEmpty)
        let deep = PNGFixture(
            width: 1, height: 1, depth: 16, type: .grayAlpha, bytes: [0, 1, 255, 254])
        #expect(try properties(deep.data).kinds == .transparency)
    }

    @Test func gammaAndProfilesOfPNG() throws {
        let plain = PNGFixture(width: 1, height: 1, type: .gray, bytes: [10])
        func with(_ name: String, _ content: [UInt8]) throws -> ImageProperties {
            var data = plain.data
            // The chunk is inserted after the header.
            data.insert(contentsOf: PNGFixture.chunk(name, content), at: 33)
            return try properties(data)
        }
        #expect(try with("gAMA", [0, 1, 0x86, 0xA0]).kinds == .gamma)
        #expect(try with("gAMA", [0, 0, 0xB1, 0x8F]).isEmpty)
        #expect(try with("iCCP", Array("Dot Gain 20%\0\0x".utf8)).kinds == .profile)
        #expect(try with("iCCP", Array("sRGB IEC61966-2.1\0\0x".utf8)).isEmpty)
        // The code points of BT.2020 with PQ, and of sRGB, which have priority over a gamma.
        #expect(try with("cICP", [9, 16, 0, 1]).kinds == .profile)
        #expect(try with("cICP", [1, 13, 0, 1]).isEmpty)
        #expect(try with("eXIf", Array(exif(3, isLittle: false).dropFirst(6))).orientation == 3)
    }

    @Test func cmyk() throws {
        let (_, properties) = try RGBImage.described(path: "\(Golden.folder)/images/cmyk.jpeg")
        #expect(properties.kinds == .cmyk)
        #expect(notes(properties)[0].contains("CMYK"))
    }

    @Test func codesAreRead() throws {
        var properties = ImageProperties()
        properties.kinds = [.gamma, .noEndMarker]
        properties.orientation = 8
        #expect(ImageProperties(code: properties.code) == properties)
        properties.levels = LevelRange(bits: 16, values: -1.5...4095, levels: 0.25...255)
        #expect(ImageProperties(code: properties.code) == properties)
        for code in [
            "", "1", "1 9", "1 1 2", "x 1", "1 1 16 0 1 0", "1 1 16 5 4 0 1", "1 1 16 0 1 2 1",
            "1 1 16 0 nan 0 1", "1 1 16 0 1 0 1 1",
        ] {
            #expect(ImageProperties(code: code) == nil, "\(code)")
        }
    }
}
