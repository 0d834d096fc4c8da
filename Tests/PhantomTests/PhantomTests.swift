import Datasets
import Files
import Foundation
import JSON
import Phantom
import Testing
import TestSupport
import Vocabulary

struct PhantomTests {
    private func values(
        train: Int = 10, val: Int = 0, test: Int = 0, size: Int = 32, seed: Int = 1,
        contrast: Double = 1
    ) -> SettingValues {
        SettingValues(
            SyntheticXRays.settings,
            [
                "train": .number(Double(train)), "val": .number(Double(val)),
                "test": .number(Double(test)), "size": .number(Double(size)),
                "seed": .number(Double(seed)), "contrast": .number(contrast),
            ])
    }

    @Test func twoInFiveAreNormal() {
        let items = SyntheticXRays(values(train: 100, val: 20, test: 50)).items
        #expect(items.count == 170)
        #expect(items.filter { $0.finding == .normal }.count == 68)
        #expect(items.filter { $0.finding == .bacteria }.count == 51)
        #expect(Set(items.map(\.path)).count == 170)
        #expect(items.map(\.index) == Array(0..<170))
        for item in items {
            #expect(item.path.contains("/NORMAL/") == (item.finding == .normal))
            #expect(item.path.contains("_bacteria_") == (item.finding == .bacteria))
            #expect(item.path.contains("_virus_") == (item.finding == .virus))
        }
    }

    @Test func aPictureIsAFunctionOfItsArguments() {
        let phantom = SyntheticXRays(values())
        for item in phantom.items.prefix(3) {
            #expect(phantom.pixels(item) == phantom.pixels(item))
            #expect(phantom.pixels(item) != SyntheticXRays(values(seed: 2)).pixels(item))
        }
        let invisible = SyntheticXRays(values(contrast: 0))
        let healthy = SyntheticXRays.Item(path: "", finding: .normal, index: 7)
        for finding in [PhantomFinding.bacteria, .virus] {
            let ill = SyntheticXRays.Item(path: "", finding: finding, index: 7)
            #expect(phantom.pixels(ill) != phantom.pixels(healthy))
            #expect(invisible.pixels(ill) == invisible.pixels(healthy))
        }
    }

    /// The means of sixteen parts of a small image, so that other machines draw the same patients;
    /// a rounding of the last bit in `exp` may change a gray value by one.
    @Test func theSamePictureEverywhere() {
        let phantom = SyntheticXRays(values())
        let pixels = phantom.pixels(SyntheticXRays.Item(path: "", finding: .bacteria, index: 3))
        let means = (0..<16).map { part in
            let block = (0..<64).map { offset in
                let (row, column) = (part / 4 * 8 + offset / 8, part % 4 * 8 + offset % 8)
                return Double(pixels[row * 32 + column])
            }
            return block.reduce(0, +) / 64
        }
        let expected = [
            121.0, 187.578125, 187.46875, 121.515625, 140.109375, 171.171875, 140.46875, 131.546875,
            99.53125, 131.734375, 175.484375, 98.859375, 158.703125, 215.046875, 222.78125,
            163.640625,
        ]
        for (mean, value) in zip(means, expected) { #expect(abs(mean - value) < 0.25, "\(means)") }
        #expect(means.count == expected.count, "\(means)")
    }

    @Test func brightnessAloneDoesNotTellTheClasses() {
        let phantom = SyntheticXRays(values(train: 400, size: 48))
        let items = phantom.items
        let statistics = items.map { item in
            let pixels = phantom.pixels(item).map(Double.init)
            let mean = pixels.reduce(0, +) / Double(pixels.count)
            let square = pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            return (mean, (square / Double(pixels.count)).squareRoot())
        }
        let ill = items.map { $0.finding != .normal }
        #expect(bestAccuracy(statistics.map(\.0), ill) < 0.70)
        #expect(bestAccuracy(statistics.map(\.1), ill) < 0.70)
    }

    /// The accuracy of the best threshold on `values`, in the better direction.
    private func bestAccuracy(_ values: [Double], _ isPositive: [Bool]) -> Double {
        let sorted = zip(values, isPositive).sorted { $0.0 < $1.0 }
        var correct = isPositive.filter { $0 }.count
        var best = max(correct, values.count - correct)
        for (_, positive) in sorted {
            correct += positive ? -1 : 1
            best = max(best, correct, values.count - correct)
        }
        return Double(best) / Double(values.count)
    }

    @Test func writesASetOnce() throws {
        let folder = try TemporaryFolder()
        let (path, settings) = (folder.path + "/a/phantom", values(train: 10, val: 5, test: 5))
        var done = 0
        #expect(try SyntheticXRays.write(to: path, settings) { count, _ in done = count })
        #expect(done == 20)
        let set = try Dataset(root: path)
        #expect(set.counts(.train) == [4, 6])
        #expect(set.splits == [.train, .val, .test])
        let fingerprint = set.fingerprint(cacheFolder: folder.path + "/cache")
        #expect(
            try !SyntheticXRays.write(to: path, settings) { _, _ in Issue.record("made again") })
        #expect(
            try FileManager.default.contentsOfDirectory(atPath: folder.path + "/a") == ["phantom"])
        try FileManager.default.removeItem(atPath: set.path(set.samples(.train)[3]).text)
        #expect(try SyntheticXRays.write(to: path, settings))
        #expect(
            try Dataset(root: path).fingerprint(cacheFolder: folder.path + "/cache") == fingerprint)
    }

    @Test func leavesOtherDataAlone() throws {
        let folder = try TemporaryFolder()
        let path = folder.path + "/phantom"
        try FileManager.default.createDirectory(
            atPath: path, withIntermediateDirectories: false)
        try Data("mine".utf8).write(to: URL(fileURLWithPath: path + "/mine.txt"))
        #expect(throws: PhantomError.otherData(path)) {
            try SyntheticXRays.write(to: path, values())
        }
        try FileManager.default.removeItem(atPath: path + "/mine.txt")
        try SyntheticXRays.write(to: path, values())
        let error = try #require(
            #expect(throws: PhantomError.self) {
                try SyntheticXRays.write(to: path, values(seed: 2))
            })
        #expect(error.description.contains("\"seed\": 2; found \"seed\": 1"))
        #expect(error.description.hasSuffix("remove the folder or choose another one"))
    }
}
