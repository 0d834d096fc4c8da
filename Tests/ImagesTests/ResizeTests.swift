import Foundation
import Images
import Testing
import TestSupport
import Vocabulary

/// Reads a file of Tools/goldens/resize.py.
private func golden(_ name: String) throws -> [UInt8] {
    try [UInt8](Data(contentsOf: URL(fileURLWithPath: "\(Golden.folder)/resize/\(name).rgb")))
}

struct ResizeTests {
    /// The image of Tools/goldens/resize.py.
    fileprivate static let source: Raster = {
        var pixels: [UInt8] = []
        for y in 0..<47 {
            for x in 0..<61 {
                for c in 0..<3 {
                    let value = x * x * 3 + y * 7 * (c + 1) + x * y * (c + 2) + (x ^ y) * 5
                    pixels.append(UInt8(truncatingIfNeeded: value))
                }
            }
        }
        return Raster(width: 61, height: 47, channels: 3, pixels: pixels)
    }()

    static let sizes = [(32, 24), (61, 20), (19, 47), (100, 90), (7, 5), (61, 47), (45, 64)]

    @Test(arguments: Interpolation.allCases, sizes)
    func sameBytesAsPillow(filter: Interpolation, size: (Int, Int)) throws {
        let (width, height) = size
        let prefix = filter == .bilinear ? "" : "\(filter)-"
        let result = Self.source.resized(
            width: width, height: height, columns: 0..<width, rows: 0..<height, filter)
        #expect(result.width == width && result.height == height)
        #expect(try result.pixels == golden("\(prefix)\(width)x\(height)"))
    }

    @Test(arguments: sizes) func aWindowIsAPartOfTheWhole(width: Int, height: Int) {
        let (columns, rows) = (width / 5..<width / 2 + 1, height / 3..<height)
        let whole = Self.source.resized(
            width: width, height: height, columns: 0..<width, rows: 0..<height)
        let part = Self.source.resized(width: width, height: height, columns: columns, rows: rows)
        let expected = rows.flatMap { row in
            whole.pixels[
                (row * width + columns.lowerBound) * 3..<(row * width + columns.upperBound) * 3]
        }
        #expect(part.pixels == expected)
    }

    @Test(arguments: sizes) func grayEqualsEqualChannels(width: Int, height: Int) {
        let gray = Raster(
            width: 61, height: 47, channels: 1,
            pixels: stride(from: 0, to: Self.source.pixels.count, by: 3).map {
                Self.source.pixels[$0]
            })
        let rgb = Raster(width: 61, height: 47, channels: 3, pixels: gray.rgbPixels)
        let part = (columns: 0..<width, rows: 0..<height)
        let one = gray.resized(
            width: width, height: height, columns: part.columns, rows: part.rows)
        let three = rgb.resized(
            width: width, height: height, columns: part.columns, rows: part.rows)
        #expect(one.rgbPixels == three.pixels)
    }
}

struct EvaluationTransformTests {
    @Test(arguments: Interpolation.allCases, [(32, 28), (20, 24), (90, 65)])
    func sameBytesAsTorchvision(filter: Interpolation, size: (resize: Int, crop: Int)) throws {
        let source = ResizeTests.source
        let transform = EvaluationTransform(
            resize: size.resize, crop: size.crop, interpolation: filter)
        let result = transform.apply(
            RGBImage(width: source.width, height: source.height, pixels: source.pixels))
        #expect(try result.pixels == golden("crop-\(filter)-\(size.resize)-\(size.crop)"))
    }

    @Test func longSideIsCut() {
        let transform = EvaluationTransform(resize: 256, crop: 224)
        #expect(
            transform.resizedSize(ImageSize(width: 500, height: 375))
                == ImageSize(width: 341, height: 256))
        #expect(
            transform.resizedSize(ImageSize(width: 375, height: 500))
                == ImageSize(width: 256, height: 341))
        #expect(
            transform.resizedSize(ImageSize(width: 300, height: 300))
                == ImageSize(width: 256, height: 256))
    }

    @Test func offsetsRoundHalvesToEven() {
        typealias Placement = EvaluationTransform.Placement
        #expect(Placement(length: 229, crop: 224).source == 2..<226)
        #expect(Placement(length: 231, crop: 224).source == 4..<228)
        #expect(Placement(length: 341, crop: 224).source == 58..<282)
        #expect(Placement(length: 224, crop: 224).source == 0..<224)
        #expect(Placement(length: 5, crop: 8).source == 0..<5)
        #expect(Placement(length: 5, crop: 8).offset == 1)
    }

    @Test func smallerPicturesArePaddedWithZeros() {
        let image = RGBImage(width: 4, height: 2, pixels: [UInt8](repeating: 9, count: 24))
        let result = EvaluationTransform(resize: 2, crop: 4).apply(image)
        let rows = (0..<4).map { Array(result.pixels[$0 * 12..<($0 + 1) * 12]) }
        #expect(rows[0] == [UInt8](repeating: 0, count: 12))
        #expect(rows[1] == [UInt8](repeating: 9, count: 12))
        #expect(rows[2] == [UInt8](repeating: 9, count: 12))
        #expect(rows[3] == [UInt8](repeating: 0, count: 12))
    }
}
