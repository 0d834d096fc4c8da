import Datasets
import Images
import JSON
import Tensors
import Testing
import TestSupport
import Vocabulary

/// For given parameters, an augmented image equals torchvision's.
struct AugmentationGoldenTests {
    private static func cases(_ prefix: String) -> [String] {
        Golden.cases(in: "augmentations", prefix: prefix)
    }

    /// Expects the output of a golden case for its input.
    /// - Parameters:
    ///   - levels: the number of levels, of 255, by which a value may differ.
    ///   - fraction: the fraction of values that may differ.
    private func expect(
        _ name: String, levels: Int = 0, fraction: Double = 0,
        sourceLocation: SourceLocation = #_sourceLocation,
        _ change: (inout RGBImage, Golden) throws -> Void
    ) throws {
        let golden = try Golden(name)
        let bytes = try golden.integers("input").map { UInt8($0) }
        let side = Int(Double(bytes.count / 3).squareRoot())
        var image = RGBImage(width: side, height: side, pixels: bytes)
        try change(&image, golden)
        let expected = try golden.integers("output")
        let differences = zip(image.pixels, expected).map { abs(Int($0) - $1) }
        #expect(image.pixels.count == expected.count, sourceLocation: sourceLocation)
        #expect(differences.max() ?? 0 <= levels, "\(name)", sourceLocation: sourceLocation)
        let different = differences.count { $0 > 0 }
        #expect(
            Double(different) <= fraction * Double(expected.count), "\(name): \(different) differ",
            sourceLocation: sourceLocation)
    }

    private func number(_ golden: Golden, _ key: String) throws -> Double {
        try #require(golden.number(key))
    }

    @Test func everyGoldenIsCompared() {
        let several = [
            "rotation-", "affine-", "crop-", "brightness-", "contrast-", "gamma-", "rand-",
            "mixing-",
        ]
        let compared =
            several.flatMap(Self.cases)
            + ["flip", "cutout", "noise"].map { "augmentations/\($0)" }
        #expect(Set(compared) == Set(Golden.cases(in: "augmentations")))
        #expect(several.allSatisfy { !Self.cases($0).isEmpty })
    }

    @Test func flip() throws {
        try expect("augmentations/flip") { image, _ in
            HorizontalFlip(SettingValues([:])).apply(.init(), to: &image)
        }
    }

    @Test(arguments: cases("rotation-")) func rotation(_ name: String) throws {
        try expect(name, levels: 1, fraction: 0.002) { image, golden in
            let fill = try number(golden, "fill")
            let rotation = Rotation(
                SettingValues(Rotation.settings, ["fill": .number(fill)]))
            rotation.apply(try number(golden, "angle"), to: &image)
        }
    }

    @Test(arguments: cases("affine-")) func affine(_ name: String) throws {
        try expect(name, levels: 1, fraction: 0.002) { image, golden in
            let fill = try number(golden, "fill")
            let affine = Affine(SettingValues(Affine.settings, ["fill": .number(fill)]))
            let parameters = Affine.Parameters(
                degrees: try number(golden, "angle"),
                translation: SIMD2(try number(golden, "right"), try number(golden, "down")),
                scale: try number(golden, "scale"), shear: try number(golden, "shear"))
            affine.apply(parameters, to: &image)
        }
    }

    private func box(_ golden: Golden) throws -> RGBImage.Box {
        let (top, left) = (try golden.integer("top"), try golden.integer("left"))
        return RGBImage.Box(
            columns: left..<left + (try golden.integer("width")),
            rows: top..<top + (try golden.integer("height")))
    }

    @Test(arguments: cases("crop-")) func randomResizedCrop(_ name: String) throws {
        try expect(name) { image, golden in
            let crop = try RandomResizedCrop(SettingValues(RandomResizedCrop.settings))
            crop.apply(try box(golden), to: &image)
        }
    }

    @Test func cutout() throws {
        try expect("augmentations/cutout") { image, golden in
            let fill = try number(golden, "fill")
            let cutout = Cutout(SettingValues(Cutout.settings, ["fill": .number(fill)]))
            cutout.apply(try box(golden), to: &image)
        }
    }

    @Test(arguments: cases("brightness-")) func brightness(_ name: String) throws {
        try expect(name) { image, golden in
            Brightness(SettingValues(Brightness.settings))
                .apply(try number(golden, "factor"), to: &image)
        }
    }

    @Test(arguments: cases("contrast-")) func contrast(_ name: String) throws {
        try expect(name, levels: 1, fraction: 0.01) { image, golden in
            Contrast(SettingValues(Contrast.settings))
                .apply(try number(golden, "factor"), to: &image)
        }
    }

    @Test(arguments: cases("gamma-")) func gamma(_ name: String) throws {
        try expect(name, levels: 1, fraction: 0.01) { image, golden in
            Gamma(SettingValues(Gamma.settings)).apply(try number(golden, "gamma"), to: &image)
        }
    }

    @Test func noise() throws {
        try expect("augmentations/noise") { image, golden in
            let noise = try golden.values("noise").map {
                $0 * Float(try number(golden, "sigma") * 255)
            }
            noise.withUnsafeBufferPointer { image.add($0, channels: 3) }
        }
    }

    @Test(arguments: cases("rand-")) func randAugment(_ name: String) throws {
        let exact = ["Identity", "Brightness", "Posterize", "Solarize", "Equalize"]
        let isExact = exact.contains { name.contains($0) }
        try expect(name, levels: isExact ? 0 : 1, fraction: isExact ? 0 : 0.01) { image, golden in
            let text = try #require(golden.text("operation"))
            let operation = try #require(RandAugmentOperation(rawValue: text))
            let magnitude = Double(try golden.integer("magnitude"))
            operation.apply(
                to: &image, strength: magnitude / 30, isNegative: golden.flag("negative"), fill: 0)
        }
    }

    @Test func everyOperationHasAGolden() {
        let names = Self.cases("rand-")
        for operation in RandAugmentOperation.allCases {
            #expect(names.contains { $0.contains("rand-\(operation.rawValue)-") })
        }
        #expect(names.count == 43)
    }

    @Test(arguments: cases("mixing-")) func mixing(_ name: String) throws {
        let golden = try Golden(name)
        let input = try golden.tensor("input")
        let (side, width) = (input.shape[3], input.count / 2)
        let lambda = try number(golden, "share")
        var box: RGBImage.Box?
        if golden.number("left") != nil {
            box = RGBImage.Box(
                columns: try golden.integer("left")..<golden.integer("right"),
                rows: try golden.integer("top")..<golden.integer("bottom"))
        }
        let mixture = MixParameters(lambda: lambda, box: box)
        // torchvision mixes each image with the previous one, and the first with the last.
        for (row, partner) in [(0, 1), (1, 0)] {
            var image = Array(input.values[row * width..<(row + 1) * width])
            let other = Array(input.values[partner * width..<(partner + 1) * width])
            image.withUnsafeMutableBufferPointer { image in
                other.withUnsafeBufferPointer {
                    mixture.apply($0.baseAddress!, to: image.baseAddress!, side: side)
                }
            }
            let expected = try golden.values("output")[row * width..<(row + 1) * width]
            expectClose(image, Array(expected), atol: 1e-6, rtol: 1e-6)
        }
        let labels = [0, 2]
        let probabilities = try golden.values("probabilities")
        for (row, partner) in [(0, 1), (1, 0)] {
            #expect(abs(Double(probabilities[3 * row + labels[row]]) - lambda) < 1e-6)
            #expect(abs(Double(probabilities[3 * row + labels[partner]]) - (1 - lambda)) < 1e-6)
        }
    }
}
