import Datasets
import Files
import Foundation
import Testing
import TestSupport
import Vocabulary

/// Data sets of DICOM files.
struct DICOMSetTests {
    let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private var root: String { "\(folder.path)/set" }

    /// Writes a gray image of a patient.
    private func write(_ path: String, patient: String?) throws {
        var file = DICOMFixture(rows: 4, columns: 4, bitsStored: 12, (0..<16).map { $0 * 250 })
        file[0x0010_0020] = patient.map { ("LO", .text($0)) }
        let url = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(file.bytes).write(to: url)
    }

    @Test func filesAreReadByTheirSuffix() throws {
        for name in ["a.dcm", "b.DCM", "c.dicom", "d.dic"] {
            try write("train/A/\(name)", patient: nil)
            try write("train/B/\(name)", patient: nil)
        }
        try write("train/A/IM0001", patient: nil)
        let dataset = try Dataset(root: root)
        #expect(dataset.counts(.train) == [4, 4])
        #expect(
            dataset.unread.suspicions.contains { $0.contains("IM0001") },
            "\(dataset.unread.suspicions)")
    }

    /// Patients are the groups, named by their first image.
    @Test func patientsAreGroups() throws {
        try write("train/A/a.dcm", patient: "Zyx1")
        try write("train/A/b.dcm", patient: "Zyx2")
        try write("train/B/c.dcm", patient: "Zyx1 ")
        try write("train/B/d.dcm", patient: nil)
        try write("test/A/e.dcm", patient: "Zyx2")
        try write("test/B/f.dcm", patient: "Zyx3")
        let dataset = try Dataset(root: root)
        #expect(
            dataset.groups(of: dataset.samples(.train))
                == ["train/A/a.dcm", "test/A/e.dcm", "train/A/a.dcm", nil])
        #expect(dataset.areGroupsFromDICOM && dataset.unknownGroupsNote == nil)
        #expect(dataset.notes.contains { $0.contains("1 of 6 images, such as train/B/d.dcm") })
        let leaks = Leakage(dataset).groups
        #expect(leaks.count == 1 && leaks[0].counts == [.train: 1, .test: 1])
        #expect("\(dataset)\(leaks)".contains("Zyx") == false)
        let manifest = SplitManifest(dataset)
        #expect(!manifest.text.contains("Zyx") && manifest.text.contains("test/A/e.dcm"))
    }

    /// The same text in all files is no patient.
    @Test(arguments: ["ANONYMOUS", ""]) func placeholdersAreNone(_ text: String) throws {
        for name in ["a.dcm", "b.dcm", "c.dcm"] {
            try write("train/A/\(name)", patient: text)
            try write("train/B/\(name)", patient: text)
        }
        let dataset = try Dataset(root: root)
        #expect(!dataset.knowsGroups && dataset.unknownGroupsNote != nil)
    }

    /// File names give groups before Patient ID does.
    @Test func namesComeFirst() throws {
        for (label, name) in ["A", "B"].enumerated() {
            for patient in 0..<4 {
                try write("train/\(name)/person\(label * 4 + patient)_virus_1.dcm", patient: "same")
            }
        }
        try write("train/A/person0_virus_2.dcm", patient: "other")
        let dataset = try Dataset(root: root, groupPattern: "person([0-9]+)")
        #expect(!dataset.areGroupsFromDICOM)
        #expect(Set(dataset.groups(of: dataset.samples(.train))).count == 8)
    }
}
