import Foundation
import Testing

import Datasets

/// Identical files, and names that say the patient.
struct LeakageTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func leakage(limit: [Split: Int] = [:]) throws -> Leakage {
        let set = try Dataset(root: folder.path, limit: limit, cacheFolder: folder.path + "-cache")
        return Leakage(
            set, digests: try ContentDigests(set, cacheFolder: folder.path + "-cache"))
    }

    private func copy(_ from: String, _ to: String) throws {
        try folder.write(Data(from.utf8), to)
    }

    @Test func identicalFilesAreFoundWhateverTheirNames() throws {
        for split in ["train", "val", "test"] {
            for name in ["A", "B"] {
                for number in 0..<4 { try folder.touch("\(split)/\(name)/\(split)\(number).png") }
            }
        }
        #expect(try leakage().copies.isEmpty)
        try copy("train/A/train0.png", "test/A/other.png")
        try copy("train/B/train1.png", "train/A/same.png")
        try copy("val/B/val2.png", "val/B/twice.png")
        let found = try leakage()
        #expect(
            found.copies(of: .test, in: .train).map { [$0.image.sample.path, $0.copy.sample.path] }
                == [["test/A/other.png", "train/A/train0.png"]])
        #expect(found.copies(of: .val, in: .train).isEmpty)
        #expect(
            found.contradictions.map { $0.map(\.sample.path) }
                == [["train/A/same.png", "train/B/train1.png"]])
        #expect(
            found.repeats.map { [$0.image.sample.path, $0.first.sample.path] }
                == [["val/B/val2.png", "val/B/twice.png"].sorted().reversed()])
    }

    /// What is not used cannot leak.
    @Test func whatTheLimitLeavesOutIsNotCompared() throws {
        for name in ["A", "B"] {
            for number in 0..<4 { try folder.touch("train/\(name)/\(number).png") }
            try copy("train/\(name)/3.png", "test/\(name)/z.png")
        }
        #expect(try leakage().copies(of: .test, in: .train).count == 2)
        let limited = try leakage(limit: [.train: 2])
        let used = limited.counts[.train]
        #expect(used == 2)
        #expect(limited.copies(of: .test, in: .train).isEmpty)
    }

    @Test(arguments: [
        ("nih", "00000013_005.png", "00000013"),
        ("nih", "00030805_000.jpg", "00030805"),
        ("chexpert", "patient00001_study1_view1_frontal.jpg", "patient00001"),
        (
            "chexpert", "CheXpert-v1.0-small_valid_patient64541_study1_view2_lateral.jpg",
            "patient64541"
        ),
        (
            "mimic-cxr", "p10000032_s50414267_02aa804e-bde0afdd-112c0b34-7bc16630-4e384014.jpg",
            "p10000032"
        ),
        (
            "mimic-cxr", "p10_p10000032_s50414267_02aa804e-bde0afdd-112c0b34-7bc16630-4e384014.jpg",
            "p10000032"
        ),
        ("mimic-cxr", "p10000032_s50414267.png", "p10000032"),
        ("chest-xray", "person1_bacteria_2.jpeg", "person1_bacteria"),
        (
            "rsna", "00a85be6-6eb0-421d-8acf-ff2dc0007e8a.png",
            "00a85be6-6eb0-421d-8acf-ff2dc0007e8a"
        ),
        (
            "padchest-study", "216840111366964012819207061112010307142602253_04-014-084.png",
            "216840111366964012819207061112010307142602253"
        ),
    ])
    func namesOfPublicSetsSayThePatient(_ pattern: String, _ name: String, _ group: String) throws {
        #expect(try GroupPattern(pattern).groups(of: ["train/A/" + name]) == [group])
    }

    @Test func publicNamesAreRecognised() {
        func name(_ files: [String]) -> String? {
            GroupPattern.recognized(files.map { "train/A/" + $0 })?.name
        }
        #expect(name(["00000013_005.png", "00000014_000.png"]) == "nih")
        #expect(
            name([
                "patient00001_study1_view1_frontal.jpg", "patient00002_study1_view1_frontal.jpg",
            ]) == "chexpert")
        #expect(name(["p10000032_s50414267.jpg", "p10000764_s57375967.jpg"]) == "mimic-cxr")
        #expect(name(["p7__a.png", "p8__b.png"]) == "imported")
    }

    /// A group that is wrong is worse than none: what other sets are named like fits no pattern.
    @Test(arguments: [
        ["image_001.png", "image_002.png"], ["IMG_20200124_001.jpg", "IMG_20200125_002.jpg"],
        ["20200124_001.png", "20200125_001.png"], ["p23_1.png", "p24_1.png"],
        ["2020.01.24.919183-p27-132.png", "2020.02.10.20021584-p6-52%0.png"],
        ["0000000000000000000000000001eef0.png", "000434271f63a053c4128a0ba6352c7f.png"],
        ["00a85be6-6eb0-421d-8acf-ff2dc0007e8a.png", "00b85be6-6eb0-421d-8acf-ff2dc0007e8a.png"],
        ["COVID-1.png", "COVID-2.png"], ["1.png", "2.png"], ["img__001.png", "img__002.png"],
        ["A__1.png", "A__2.png"], ["patient1_scan.png", "patient2_scan.png"],
        ["00000013_005.png", "scan.png"], ["99999999_001.png", "12345678_002.png"],
    ])
    func otherNamesAreNotRecognised(_ files: [String]) {
        #expect(GroupPattern.recognized(files.map { "train/A/" + $0 }) == nil)
    }

    @Test func oneLineSaysThatPatientsAreUnknown() throws {
        try folder.touch("train/A/1.png", "train/B/2.png")
        #expect(
            try Dataset(root: folder.path).unknownGroupsNote
                == "nothing says which images are of one patient; dataset.groupPattern can")
        #expect(
            try Dataset(root: folder.path, groupPattern: "(.+)").unknownGroupsNote == nil)
    }

    @Test func namesThatTellOnlyTheStudySaySo() throws {
        try folder.touch(
            "train/A/216840111366964012819207061112010307142602253_04-014-084.png",
            "train/B/216840111366964012819207061112010307142602254_04-014-085.png")
        let note = try #require(try Dataset(root: folder.path).unknownGroupsNote)
        #expect(note.contains("PatientID"))
    }
}
