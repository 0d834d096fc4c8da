import Datasets
import Files
import Foundation
import JSON
import Phantom
import Testing
import TestSupport
import Vocabulary

/// Synthetic X-rays with several radiological findings.
struct SeveralLabelsTests {
    private static let all = PhantomLabel.allCases

    private func phantom(
        _ labels: [PhantomLabel] = all, train: Int = 40, size: Int = 64, contrast: Double = 1
    ) -> SyntheticXRays {
        SyntheticXRays(values(labels, train: train, size: size, contrast: contrast))
    }

    private func values(
        _ labels: [PhantomLabel] = all, train: Int = 40, size: Int = 64, contrast: Double = 1
    ) -> SettingValues {
        SettingValues(
            SyntheticXRays.settings,
            [
                "train": .number(Double(train)), "val": 10, "test": 10,
                "size": .number(Double(size)), "contrast": .number(contrast),
                "findings": .array(labels.map { .string($0.rawValue) }),
            ])
    }

    /// Without several labels, the images are those of earlier versions.
    @Test func classFoldersKeepTheirImages() {
        let phantom = SyntheticXRays(
            SettingValues(
                SyntheticXRays.settings, ["train": 10, "val": 0, "test": 0, "size": 64]))
        #expect(phantom.films.isEmpty)
        let means = phantom.items.map { item in
            Double(phantom.pixels(item).reduce(0) { $0 + Int($1) }) / 4096
        }
        // The means of the JPEG files that earlier versions wrote.
        let expected = [
            144.4, 155.87, 126.31, 151.35, 138.08,
            135.26, 164.32, 163.43, 131.68, 154.31,
        ]
        #expect(means.count == expected.count)
        for (mean, value) in zip(means, expected) { #expect(abs(mean - value) < 0.2, "\(means)") }
    }

    @Test func labelsHaveTheirRates() {
        let films = phantom(train: 8000).films
        #expect(films.count == 8020)
        func rate(_ condition: (PhantomFilm) -> Bool, among: [PhantomFilm]? = nil) -> Double {
            let among = among ?? films
            return Double(among.count(where: condition)) / Double(among.count)
        }
        for label in Self.all {
            let expected = label == .nodule ? 0.2 : 0.25
            #expect(abs(rate { $0.labels.contains(label) } - expected) < 0.025, "\(label)")
        }
        #expect(abs(rate { $0.labels.isEmpty } - 0.32) < 0.03)
        let enlarged = films.filter { $0.labels.contains(.cardiomegaly) }
        #expect(abs(rate({ $0.labels.contains(.effusion) }, among: enlarged) - 0.5) < 0.05)
        #expect(abs(rate { $0.view == "AP" } - 0.4) < 0.03)
        #expect(abs(rate { $0.sex == "F" } - 0.5) < 0.04)
        #expect(films.allSatisfy { (20...92).contains($0.age) })
    }

    @Test func aPatientIsInOneSplitAndKeepsLastingLabels() {
        let films = phantom(train: 300).films
        #expect(Set(films.map(\.path)).count == films.count)
        #expect(films.count { $0.split == .train } == 300)
        #expect(films.count { $0.split == .val } == 10)
        let patients = Dictionary(grouping: films, by: \.patient)
        #expect(patients.values.contains { $0.count == 4 })
        var differing = 0
        for images in patients.values {
            #expect(images.count <= 4)
            #expect(Set(images.map(\.split)).count == 1)
            #expect(Set(images.map(\.sex)).count == 1)
            for label in [PhantomLabel.cardiomegaly, .nodule] {
                #expect(Set(images.map { $0.labels.contains(label) }).count == 1)
            }
            differing += Set(images.map(\.labels)).count > 1 ? 1 : 0
        }
        #expect(differing > 10)
    }

    @Test func onlyTheGivenFindingsAreDrawn() {
        let (some, every) = (phantom([.nodule, .effusion]).films, phantom().films)
        #expect(some.map(\.path) == every.map(\.path))
        for (one, other) in zip(some, every) {
            #expect(one.labels == other.labels.filter { [.nodule, .effusion].contains($0) })
            #expect(one.view == other.view && one.age == other.age)
        }
        // The order in the settings does not matter.
        #expect(phantom([.effusion, .nodule]) == phantom([.nodule, .effusion]))
    }

    @Test func withoutContrastFindingsAreInvisible() {
        let (every, none) = (phantom(contrast: 0), phantom([.nodule], contrast: 0))
        for (film, other) in zip(every.films, none.films).prefix(12) {
            #expect(every.pixels(film) == none.pixels(other))
        }
        let visible = phantom()
        for film in visible.films.prefix(12) {
            #expect(visible.pixels(film) == visible.pixels(film))
            #expect((visible.pixels(film) != every.pixels(film)) == !film.labels.isEmpty)
        }
    }

    @Test func anEnlargedHeartIsWiderThanHalfOfTheChest() {
        let phantom = phantom(train: 300)
        let films = phantom.films
        for film in films {
            let ratio = phantom.cardiothoracicRatio(film)
            if film.labels.contains(.cardiomegaly) {
                #expect(ratio > 0.52 && ratio < 0.66, "\(film.path): \(ratio)")
            } else {
                #expect(ratio > 0.37 && ratio < 0.5, "\(film.path): \(ratio)")
            }
        }
        #expect(films.contains { $0.labels.contains(.cardiomegaly) })
    }

    /// The pixels that a finding makes brighter than without contrast by 8 or more levels.
    private func brighter(_ label: PhantomLabel, _ size: Int) -> [(PhantomFilm, [Int])] {
        let (seen, unseen) = (
            phantom([label], train: 80, size: size),
            phantom([label], train: 80, size: size, contrast: 0)
        )
        return seen.films.filter { !$0.labels.isEmpty }.prefix(12).map { film in
            let pairs = zip(seen.pixels(film), unseen.pixels(film))
            return (
                film,
                pairs.enumerated().compactMap { Int($1.0) >= Int($1.1) + 8 ? $0 : nil }
            )
        }
    }

    @Test func anEffusionIsAtTheBase() {
        let images = brighter(.effusion, 64)
        #expect(images.count > 5)
        for (film, pixels) in images {
            #expect(pixels.count > 20, "\(film.path)")
            let above = pixels.count { $0 / 64 < 28 }
            #expect(above * 20 <= pixels.count, "\(film.path): \(above) of \(pixels.count)")
            // Higher at the chest wall than at the spine: the outer columns begin above the inner.
            let columns = Dictionary(grouping: pixels) { $0 % 64 }
            #expect(columns.count > 3, "\(film.path)")
        }
    }

    /// One to three discs of at most 30 mm, a ninth of the width of the chest.
    @Test func aNoduleIsSmall() {
        let images = brighter(.nodule, 128)
        #expect(images.count > 5)
        #expect(images.count { !$0.1.isEmpty } * 10 >= images.count * 8)
        for (film, pixels) in images {
            #expect(pixels.count < 3 * 180, "\(film.path): \(pixels.count)")
        }
    }

    @Test func theTableHasTheLabels() throws {
        let folder = try TemporaryFolder()
        let (path, settings) = (folder.path + "/set", values(size: 32))
        #expect(try SyntheticXRays.write(to: path, settings))
        #expect(try SyntheticXRays.isWhole(in: path, settings))
        let films = SyntheticXRays(settings).films
        var columns = TableSettings(files: [.init(path: "\(path)/\(SyntheticXRays.tableName)")])
        columns.image = "image"
        columns.labels.column = "labels"
        columns.labels.separator = PhantomLabel.separator
        columns.labels.none = PhantomLabel.none
        columns.group = .init(column: "patient")
        columns.split = .column("split")
        columns.attributes = ["sex", "age", "view"]
        let table = try ImageTable(columns, root: path, task: .multilabel)
        let set = try Dataset(root: path, table: table)
        #expect(set.classes == Self.all.map(\.rawValue))
        #expect(set.splits == [.train, .val, .test])
        for split in set.splits {
            let own = films.filter { $0.split == split }
            #expect(
                set.counts(split)
                    == Self.all.map { label in own.count { $0.labels.contains(label) } })
            let samples = set.samples(split)
            #expect(Set(samples.map(\.path)) == Set(own.map(\.path)))
            let patients = Dictionary(uniqueKeysWithValues: own.map { ($0.path, $0.patient) })
            #expect(set.groups(of: samples) == samples.map { patients[$0.path] })
        }
        #expect(set.unread.isEmpty == false && !set.unread.isSuspicious)

        try FileManager.default.removeItem(atPath: "\(path)/labels.csv")
        #expect(try !SyntheticXRays.isWhole(in: path, settings))
        #expect(try SyntheticXRays.write(to: path, settings))
        #expect(try !SyntheticXRays.write(to: path, settings))
        let error = #expect(throws: PhantomError.self) {
            try SyntheticXRays.write(to: path, values([.nodule], size: 32))
        }
        #expect(error?.description.contains("\"findings\": [\"nodule\"]") == true)
    }

    @Test func aRadiologicalFindingIsOneOfTheNames() throws {
        let setting = try #require(SyntheticXRays.settings.first { $0.name == "findings" })
        #expect(setting.error(in: .null) == nil)
        #expect(setting.error(in: ["effusion", "nodule"]) == nil)
        #expect(setting.error(in: ["mass"]) == .choice(Self.all.map(\.rawValue), got: "mass"))
        #expect(setting.error(in: []) != nil)
        #expect(setting.error(in: ["nodule", "nodule"]) != nil)
    }
}
