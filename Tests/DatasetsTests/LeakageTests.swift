import Datasets
import Foundation
import Testing
import Vocabulary

/// Identical files, and file names that contain the patient.
struct LeakageTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func leakage(limit: [Split: Int] = [:]) throws -> Leakage {
        let set = try Dataset(root: folder.path, limit: limit, cacheFolder: folder.path + "-cache")
        return Leakage(
            set, digests: ContentDigests(set, cacheFolder: folder.path + "-cache"))
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

    /// Images that are not used are not compared.
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
        // The names that an import makes from paths.
        ("nih", "images_001_images_00000013_005.png", "00000013"),
        ("nih", "images_001%2Fimages%2F00000013_005.png", "00000013"),
        ("nih", "p7__00000013_005.png", "00000013"),
        ("chexpert", "train%2Fpatient00001%2Fstudy1%2Fview1_frontal.jpg", "patient00001"),
        ("mimic-cxr", "files%2Fp10%2Fp10000032%2Fs50414267.jpg", "p10000032"),
        ("chest-xray", "train_NORMAL_NORMAL2-IM-0115-0001.jpeg", "NORMAL2-IM-0115"),
        ("chest-xray", "chest_xray%2Ftrain%2FNORMAL%2FIM-0115-0001.jpeg", "IM-0115"),
        ("chest-xray", "siteB%2Fperson1_virus_2.jpeg", "person1_virus"),
        ("nih|chexpert", "patient00001_study1_view1_frontal.jpg", "patient00001"),
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
        let prefixed = ["images_00000013_005.png", "siteB%2F00000014_000.png"]
        #expect(name(prefixed) == "nih")
        let imported = ["p7__00000013_005.png", "p8__00000014_000.png"].map { "train/A/" + $0 }
        #expect(GroupPattern.recognized(imported, isImported: true)?.name == "imported")
        // The groups of an import are used, even if all images have the same patient.
        let one = ["ann__1.png", "ann__2.png", "x.png"].map { "train/A/" + $0 }
        #expect(GroupPattern.recognized(one, isImported: true)?.name == "imported")
        #expect(GroupPattern.recognized(["train/A/x.png"], isImported: true) == nil)
    }

    /// The patients of other names are known even if some names do not match.
    @Test func strayNamesChangeNothing() throws {
        let nih = (1...5).flatMap { ["0000001\($0)_000.png", "0000001\($0)_001.png"] }
        #expect(GroupPattern.recognized(nih + ["scan.png"])?.name == "nih")
        #expect(GroupPattern.recognized(nih + (1...9).map { "scan\($0).png" })?.name == "nih")
        let few = nih + (1...10).map { "scan\($0).png" }
        #expect(GroupPattern.recognized(few) == nil)
        #expect(
            GroupPattern.hint(few)?.hasPrefix("for 10 of the names: if they are from NIH")
                == true)
        // Two public data sets that were combined.
        let both = nih + (1...9).map { "patient0000\($0)_study1_view1_frontal.jpg" }
        let pattern = try #require(GroupPattern.recognized(both))
        #expect(pattern.name == "nih|chexpert")
        #expect(try GroupPattern(pattern.name) == pattern)
        #expect(Set(pattern.groups(of: both)).count == 5 + 9)
        #expect(!pattern.groups(of: both).contains(nil))
    }

    /// Incorrect groups are worse than none: names of other data sets must not match a pattern.
    @Test(arguments: [
        ["image_001.png", "image_002.png"], ["IMG_20200124_001.jpg", "IMG_20200125_002.jpg"],
        ["20200124_001.png", "20200125_001.png"], ["p23_1.png", "p24_1.png"],
        ["2020.01.24.919183-p27-132.png", "2020.02.10.20021584-p6-52%0.png"],
        ["0000000000000000000000000001eef0.png", "000434271f63a053c4128a0ba6352c7f.png"],
        ["00a85be6-6eb0-421d-8acf-ff2dc0007e8a.png", "00b85be6-6eb0-421d-8acf-ff2dc0007e8a.png"],
        ["COVID-1.png", "COVID-2.png"], ["1.png", "2.png"], ["img__001.png", "img__002.png"],
        ["A__1.png", "A__2.png"], ["patient1_scan.png", "patient2_scan.png"],
        ["00000013_005.png", "scan.png"], ["99999999_001.png", "12345678_002.png"],
        ["axial__1.png", "sagittal__2.png"], ["p7__a.png", "p8__b.png"],
        ["IMG_00000013_005.png", "IMG_00000014_000.png"],
        ["frame-00000013_005.png", "frame-00000014_000.png"],
        // Series of DICOM programs.
        ["IM-0001-0001.jpg", "IM-0002-0001.jpg"],
        ["patientA_IM-0001-0001.png", "patientB_IM-0002-0001.png"],
    ])
    func otherNamesAreNotRecognised(_ files: [String]) {
        #expect(GroupPattern.recognized(files.map { "train/A/" + $0 }) == nil)
    }

    /// An import leaves a mark; without it the user must set the pattern for groups before `__`.
    @Test func groupsOfAnImportNeedItsMark() throws {
        try folder.touch(
            "train/A/ann__1.png", "train/B/bob__2.png", "val/A/ann__3.png", "val/B/bob__4.png")
        let plain = try Dataset(root: folder.path)
        #expect(plain.groupPattern == nil && Leakage(plain).groups.isEmpty)
        #expect(plain.unknownGroupsNote?.contains(#"set "groupPattern": "imported""#) == true)
        try folder.write(Data("{\"groups\":true}\n".utf8), ImportMark.name)
        let marked = try Dataset(root: folder.path)
        #expect(marked.groupPattern?.name == "imported" && marked.unread.isEmpty)
        #expect(Leakage(marked).groups.map(\.name) == ["ann", "bob"])
    }

    @Test func oneLineSaysThatPatientsAreUnknown() throws {
        try folder.touch("train/A/1.png", "train/B/2.png")
        #expect(
            try Dataset(root: folder.path).unknownGroupsNote
                == "patients are unknown: neither file names nor a table give them; set dataset.groupPattern if file names contain them"
        )
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
