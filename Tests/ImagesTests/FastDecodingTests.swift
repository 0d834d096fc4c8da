import Files
import Foundation
import Images
import Testing
import TestSupport
import Vocabulary

struct FastDecodingTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func transformed(
        _ path: String, _ mode: DecodeMode, resize: Int = 32, crop: Int = 24
    ) throws -> [UInt8] {
        let transform = EvaluationTransform(resize: resize, crop: crop, decode: mode)
        return try [UInt8](unsafeUninitializedCapacity: transform.byteCount) { buffer, count in
            try transform.apply(
                path: FilePath(path),
                into: UnsafeMutableBufferPointer(rebasing: buffer[..<transform.byteCount]))
            count = transform.byteCount
        }
    }

    private func worst(_ a: [UInt8], _ b: [UInt8]) -> Int {
        zip(a, b).map { abs(Int($0) - Int($1)) }.max() ?? 0
    }

    /// Gray and color, tall and wide, reduced by 2 to 17 and by less than 2.
    @Test(
        arguments: [true, false],
        [(300, 400), (401, 302), (67, 64), (64, 67), (1000, 90), (90, 1001), (545, 550), (48, 40)])
    func isNearTheExactResult(isGray: Bool, size: (Int, Int)) throws {
        let image = gradient(width: size.0, height: size.1)
        let gray = stride(from: 0, to: image.pixels.count, by: 3).map { image.pixels[$0] }
        let path = try folder.write(
            isGray
                ? JPEG.encode(gray: gray, width: size.0, height: size.1, quality: 95)
                : JPEG.encode(image, quality: 95), "a.jpeg")
        for (resize, crop) in [(32, 24), (32, 32), (9, 7), (20, 40)] {
            let exact = try transformed(path, .exact, resize: resize, crop: crop)
            let fast = try transformed(path, .fast, resize: resize, crop: crop)
            #expect(worst(exact, fast) <= 12, "\(resize) \(crop)")
        }
    }

    /// No filter reads a row that was not decoded.
    @Test(arguments: Interpolation.allCases) func enoughRowsAreDecoded(
        filter: Interpolation
    ) throws {
        for height in [7, 8, 9, 15, 16, 17, 31, 33, 63, 65, 130, 250, 257] {
            let pixels = [UInt8](repeating: 200, count: 300 * height)
            let data = try JPEG.encode(gray: pixels, width: 300, height: height, quality: 90)
            let path = try folder.write(data, "a.jpeg")
            for resize in 1...40 {
                let transform = EvaluationTransform(
                    resize: resize, crop: (resize + 1) / 2, interpolation: filter, decode: .fast)
                var result = [UInt8](repeating: 0, count: transform.byteCount)
                _ = try result.withUnsafeMutableBufferPointer {
                    try transform.apply(path: FilePath(path), into: $0)
                }
                #expect(result.allSatisfy { $0 == 200 }, "\(height) to \(resize)")
            }
        }
    }

    @Test(arguments: ["progressive.jpeg", "restarts.jpeg", "cmyk.jpeg", "gray.jpeg", "rgb.png"])
    func everyKindIsRead(name: String) throws {
        let path = "\(Golden.folder)/images/\(name)"
        let exact = try transformed(path, .exact, resize: 10, crop: 6)
        // The images are noise, which an image of half the size contains as averages.
        #expect(try worst(exact, transformed(path, .fast, resize: 10, crop: 6)) <= 100)
        if name.hasSuffix(".png") {
            #expect(try exact == transformed(path, .fast, resize: 10, crop: 6))
        }
    }

    @Test(arguments: [0.3, 0.6, 0.9, 0.99]) func aTruncatedFileIsRefused(part: Double) throws {
        let data = try JPEG.encode(gradient(width: 200, height: 200), quality: 90)
        let path = try folder.write(data.prefix(Int(Double(data.count) * part)), "a.jpeg")
        #expect(throws: ImageError.self) { try transformed(path, .fast) }
    }

    @Test func aDamagedRowIsRefused() throws {
        var data = try JPEG.encode(gradient(width: 200, height: 200), quality: 90)
        let start = data.count / 2
        // A marker within the compressed data.
        data.replaceSubrange(start..<start + 2, with: [0xFF, 0xC8])
        let path = try folder.write(data, "a.jpeg")
        #expect(throws: ImageError.self) { try transformed(path, .exact) }
        #expect(throws: ImageError.self) { try transformed(path, .fast) }
    }
}
