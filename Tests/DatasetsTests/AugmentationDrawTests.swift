import Datasets
import Images
import JSON
import Tensors
import Testing
import Vocabulary

/// Random parameters of augmentations: their range and distribution, and that they depend only on
/// seed, epoch and index.
struct AugmentationDrawTests {
    private static let count = 4000

    private func draws<A: Augmentation>(_ augmentation: A, side: Int = 64) -> [A.Parameters] {
        (0..<Self.count).map { index in
            var stream = RandomStream(seed: 5, purpose: .augmentation, epoch: 1, index: index)
            return augmentation.draw(&stream, side: side)
        }
    }

    /// Expects a uniform distribution: values within the range, with its mean and standard
    /// deviation, each within five standard errors.
    private func expectUniform(
        _ values: [Double], in range: ClosedRange<Double>,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let width = range.upperBound - range.lowerBound
        let count = Double(values.count)
        let mean = values.reduce(0, +) / count
        let variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        let expected = width * width / 12
        #expect(values.allSatisfy { range.contains($0) }, sourceLocation: sourceLocation)
        #expect(
            abs(mean - (range.lowerBound + width / 2)) < 5 * (expected / count).squareRoot(),
            sourceLocation: sourceLocation)
        #expect(
            abs(variance - expected) < 5 * expected * (0.8 / count).squareRoot(),
            sourceLocation: sourceLocation)
    }

    @Test func rotations() {
        let rotation = Rotation(SettingValues(Rotation.settings, ["degrees": 20]))
        expectUniform(draws(rotation), in: -20...20)
    }

    @Test func affines() {
        let settings: [String: JSONValue] = [
            "translation": 0.25, "scale": 0.2, "degrees": 15, "shear": 5,
        ]
        let drawn = draws(Affine(SettingValues(Affine.settings, settings)))
        expectUniform(drawn.map(\.degrees), in: -15...15)
        expectUniform(drawn.map(\.scale), in: 0.8...1.2)
        expectUniform(drawn.map(\.shear), in: -5...5)
        for translation in drawn.map(\.translation) {
            for pixels in [translation.x, translation.y] {
                #expect(abs(pixels) <= 16 && pixels == pixels.rounded())
            }
        }
        #expect(Set(drawn.map(\.translation.x)).count == 33)
    }

    @Test func factors() {
        expectUniform(
            draws(Brightness(SettingValues(Brightness.settings, ["strength": 0.3]))), in: 0.7...1.3)
        expectUniform(
            draws(Contrast(SettingValues(Contrast.settings, ["strength": 1]))), in: 0...2)
        let gammas = draws(Gamma(SettingValues(Gamma.settings, ["most": 2])))
        #expect(gammas.allSatisfy { (0.5...2).contains($0) })
        // Values below and above 1 are equally frequent.
        #expect(abs(gammas.count { $0 < 1 } - Self.count / 2) < 160)
    }

    @Test func crops() throws {
        let values = SettingValues(
            RandomResizedCrop.settings, ["minimumArea": 0.2, "maximumArea": 0.6])
        let boxes = draws(try RandomResizedCrop(values), side: 100)
        for box in boxes {
            #expect((0...100).contains(box.columns.upperBound) && box.columns.lowerBound >= 0)
            #expect((0...100).contains(box.rows.upperBound) && box.rows.lowerBound >= 0)
            // Sides are rounded to whole pixels.
            #expect((0.19...0.61).contains(Double(box.area) / 10_000))
            #expect((0.72...1.37).contains(Double(box.columns.count) / Double(box.rows.count)))
        }
        let areas = boxes.map { min(max(Double($0.area) / 10_000, 0.2), 0.6) }
        expectUniform(areas, in: 0.2...0.6)
    }

    /// If no crop fits, the crop is the whole image.
    @Test func aCropThatDoesNotFitIsTheWhole() throws {
        let values = SettingValues(RandomResizedCrop.settings, ["minimumArea": 1, "aspect": 10])
        let boxes = draws(try RandomResizedCrop(values), side: 10)
        #expect(boxes.contains(RGBImage.Box(columns: 0..<10, rows: 0..<10)))
    }

    @Test func cutouts() {
        let cutout = Cutout(SettingValues(Cutout.settings, ["size": 0.5]))
        let boxes = draws(cutout, side: 8)
        #expect(
            boxes.allSatisfy {
                (1...4).contains($0.columns.count) && (1...4).contains($0.rows.count)
            })
        #expect(Set(boxes).count == 64)
        for box in boxes {
            #expect(box.columns.lowerBound >= 0 && box.columns.upperBound <= 8)
        }
    }

    @Test func noiseIsNormal() {
        let values = SettingValues(Noise.settings, ["std": 0.1])
        var image = RGBImage(
            width: 64, height: 64, pixels: [UInt8](repeating: 128, count: 64 * 64 * 3))
        Noise(values).apply(7, to: &image)
        let noise = image.pixels.map { Double($0) - 128 }
        let count = Double(noise.count)
        let mean = noise.reduce(0, +) / count
        let std = (noise.reduce(0) { $0 + $1 * $1 } / count - mean * mean).squareRoot()
        #expect(abs(mean) < 5 * 25.5 / count.squareRoot())
        // Truncation to whole levels reduces the standard deviation slightly.
        #expect(abs(std - 25.1) < 0.6)
        var gray = RGBImage(
            width: 8, height: 8, pixels: [UInt8](repeating: 128, count: 8 * 8 * 3))
        Noise(SettingValues(Noise.settings, ["gray": true])).apply(7, to: &gray)
        #expect(
            stride(from: 0, to: 192, by: 3).allSatisfy { gray.pixels[$0] == gray.pixels[$0 + 2] })
        #expect(Set(gray.pixels).count > 8)
    }

    @Test func randAugmentsDrawAllOperations() {
        let policy = RandAugment(SettingValues(RandAugment.settings, ["count": 3]))
        let drawn = draws(policy)
        #expect(drawn.allSatisfy { $0.count == 3 })
        let all = drawn.joined()
        for operation in RandAugmentOperation.allCases {
            let times = all.count { $0.operation == operation }
            // The expected count is 12,000 / 14; the tolerance is five standard deviations.
            #expect(abs(times - 857) < 141)
        }
        #expect(abs(all.count(where: \.isNegative) - 6000) < 274)
    }

    /// Beta(a, a) has the mean 1/2 and the variance 1 / (4 (2 a + 1)).
    @Test(arguments: [0.05, 0.2, 1, 4]) func lambdaHasABetaDistribution(_ alpha: Double) {
        let mixup = Mixup(SettingValues(Mixup.settings, ["alpha": .number(alpha)]))
        let lambdas = (0..<Self.count).map { index in
            var stream = RandomStream(seed: 2, purpose: .mixing, index: index)
            return mixup.draw(&stream, side: 8).lambda
        }
        let count = Double(Self.count)
        let variance = 1 / (4 * (2 * alpha + 1))
        let mean = lambdas.reduce(0, +) / count
        let found = lambdas.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
        #expect(lambdas.allSatisfy { (0...1).contains($0) })
        #expect(abs(mean - 0.5) < 5 * (variance / count).squareRoot())
        #expect(abs(found / variance - 1) < 0.1)
    }

    @Test func cutMixSharesAreThoseOfTheBox() {
        let cutMix = CutMix(SettingValues(CutMix.settings))
        for index in 0..<500 {
            var stream = RandomStream(seed: 2, purpose: .mixing, index: index)
            let mixture = cutMix.draw(&stream, side: 20)
            let area = mixture.box?.area ?? -1
            #expect(abs(mixture.lambda - (1 - Double(area) / 400)) < 1e-12)
        }
    }
}
