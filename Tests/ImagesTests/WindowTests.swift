import Foundation
import Images
import JSON
import Tensors
import Testing
import TestSupport
import Vocabulary
import Weights

/// Windows of images with more than 8 bits, against NumPy and Pillow.
struct WindowTests {
    private static func window(_ numbers: [Double]) -> IntensityWindow {
        switch numbers[0] {
        case 0: .full
        case 1: .stored
        case 2: .values(low: numbers[1], high: numbers[2])
        default: .percentiles(low: numbers[1], high: numbers[2])
        }
    }

    @Test func windowsAreNumPys() throws {
        let golden = try Golden("images/windows")
        let cases = golden.file.names.filter { $0.hasSuffix(".png") }.map { $0.dropLast(4) }
        #expect(cases.count == 24)
        for name in cases {
            let numbers = try golden.integers("\(name).transform")
            let window = try Self.window(golden.doubles("\(name).window"))
            let transform = EvaluationTransform(
                resize: numbers[0], crop: numbers[1],
                interpolation: Interpolation.allCases[numbers[2]], window: window)
            let image = try DecodedPixels(
                .content(golden.integers("\(name).png").map { UInt8($0) }, name: "\(name)"))
            let expected = try golden.values("\(name).levels")
            let crop = numbers[1]
            let isGray = expected.count == crop * crop
            let pixels = transform.apply(image).pixels
            let levels =
                isGray ? stride(from: 0, to: pixels.count, by: 3).map { pixels[$0] } : pixels
            #expect(levels.count == expected.count)
            let worst = zip(levels, expected).map { abs(Float($0) - $1) }.max()
            // Rounded once, from values that agree to a thousandth of a level.
            #expect(try #require(worst) < 0.501, "\(name)")
            #expect(Set(levels).count > 50, "\(name)")
        }
    }

    private func gray(
        _ samples: [UInt16], bits: Int = 16, isInverted: Bool = false,
        stated: [Float]? = nil, intercept: Double = 0, step: Double = 1
    ) -> StoredRaster {
        StoredRaster(
            width: samples.count, height: 1, channels: 1, samples: samples, bits: bits,
            intercept: intercept, step: step, isInverted: isInverted, stated: stated)
    }

    /// The levels of an image of one row, and its properties.
    private func levels(
        _ image: DecodedPixels, _ window: IntensityWindow, width: Int
    ) -> (levels: [UInt8], properties: ImageProperties) {
        let transform = EvaluationTransform(resize: 1, crop: 1, window: window)
        let result = (0..<width).map { column -> (UInt8, ImageProperties) in
            var one = image
            switch image {
            case .levels(let raster):
                one = .levels(
                    Raster(width: 1, height: 1, channels: 1, pixels: [raster.pixels[column]]))
            case .values(var raster):
                (raster.width, raster.samples) = (1, [raster.samples[column]])
                one = .values(raster)
            }
            var properties = ImageProperties()
            let level = withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3) {
                let part = transform.applyKeepingGray(one, into: $0)
                properties = part.properties
                return part.pixels[0]
            }
            return (level, properties)
        }
        return (result.map(\.0), result[0].1)
    }

    @Test func valuesOutsideOfTheWindowAreBlackAndWhite() {
        let image = DecodedPixels.values(gray([0, 100, 150, 200, 65_535]))
        let window = IntensityWindow.values(low: 100, high: 200)
        #expect(levels(image, window, width: 5).levels == [0, 0, 128, 255, 255])
        let inverted = DecodedPixels.values(gray([0, 100, 150, 200], isInverted: true))
        #expect(levels(inverted, window, width: 4).levels == [255, 255, 128, 0])
    }

    /// Signed and rescaled values, as of a CT scan.
    @Test func windowsReferToValues() {
        let image = DecodedPixels.values(
            gray([0, 32_768, 33_168, 65_535], intercept: -32_768))
        let window = IntensityWindow.values(low: -160, high: 240)
        #expect(levels(image, window, width: 4).levels == [0, 102, 255, 255])
        let half = DecodedPixels.values(gray([0, 10, 20], bits: 8, intercept: -5, step: 0.5))
        #expect(
            levels(half, .values(low: -5, high: 5), width: 3).levels == [0, 128, 255])
    }

    /// The levels that a file states may be any function of its samples.
    @Test func statedLevels() {
        var stated = [Float](repeating: 10, count: 256)
        stated[7] = 200
        let image = DecodedPixels.values(gray([7, 8], bits: 8, stated: stated))
        #expect(levels(image, .stored, width: 2).levels == [200, 10])
        #expect(levels(image, .full, width: 2).levels == [7, 8])
        let inverted = gray([7, 8], bits: 8, isInverted: true, stated: stated)
        #expect(levels(.values(inverted), .stored, width: 2).levels == [55, 245])
        #expect(levels(image, .stored, width: 2).properties.kinds.isEmpty)
    }

    @Test func aSetWithoutAWindowIsNamed() {
        let image = DecodedPixels.values(gray([0, 65_535]))
        #expect(levels(image, .stored, width: 2).properties.kinds == .noWindow)
        #expect(levels(image, .full, width: 2).properties.kinds.isEmpty)
    }

    @Test func equalPercentilesAreNamed() {
        let transform = EvaluationTransform(
            resize: 1, crop: 1, window: .percentiles(low: 1, high: 99))
        withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 3) {
            let flat = transform.applyKeepingGray(.values(gray([7, 7, 7])), into: $0)
            #expect(flat.properties.kinds == .flatWindow && flat.pixels[0] == 0)
            #expect(flat.properties.levels?.usesLittle == true)
        }
    }

    /// A window also applies to images with 8 bits; the full one leaves them as they are.
    @Test func imagesOfEightBits() {
        let raster = Raster(width: 3, height: 1, channels: 1, pixels: [50, 75, 100])
        let window = IntensityWindow.values(low: 50, high: 100)
        #expect(levels(.levels(raster), window, width: 3).levels == [0, 128, 255])
        for window in [IntensityWindow.full, .stored] {
            let (levels, properties) = levels(.levels(raster), window, width: 3)
            #expect(levels == [50, 75, 100] && properties.isEmpty)
        }
    }

    @Test func twelveBitsUseTheirRange() {
        let image = DecodedPixels.values(gray([0, 4095], bits: 12))
        #expect(levels(image, .full, width: 2).levels == [0, 255])
    }

    @Test(arguments: 1...8) func orientationsArePillows(_ orientation: Int) throws {
        let golden = try Golden("images/turned")
        let bytes = try golden.integers("\(orientation).jpeg").map { UInt8($0) }
        let expected = try golden.integers("\(orientation).turned")
        for mode in DecodeMode.allCases {
            let transform = EvaluationTransform(
                resize: 19, crop: 19, decode: mode, orientation: .exif)
            let turned = try #require(
                golden.file.entries.first { $0.name == "\(orientation).turned" })
            let image = RGBImage(
                width: turned.shape[1], height: turned.shape[0],
                pixels: expected.map { UInt8($0) })
            try withUnsafeTemporaryAllocation(of: UInt8.self, capacity: transform.byteCount) {
                let (pixels, properties) = try transform.applyKeepingGray(
                    .content(bytes, name: "a"), into: $0)
                #expect(Array(pixels) == transform.apply(image).pixels)
                #expect(properties.orientation == 1)
                let stored = EvaluationTransform(resize: 19, crop: 19, decode: mode)
                let kept = try stored.applyKeepingGray(.content(bytes, name: "a"), into: $0)
                #expect(kept.properties.orientation == orientation)
            }
        }
    }

    @Test func windowsAreReadAndWritten() {
        let all: [IntensityWindow] = [
            .full, .stored, .values(low: -1000, high: 400.5), .percentiles(low: 0.5, high: 99),
        ]
        for window in all { #expect(IntensityWindow(window.json) == window) }
        #expect(IntensityWindow(["low": 5, "high": 5]) == nil)
        #expect(IntensityWindow(["percentiles": [1, 101]]) == nil)
        #expect(IntensityWindow(["percentiles": [1]]) == nil)
        #expect(IntensityWindow("whole") == nil)
    }
}
