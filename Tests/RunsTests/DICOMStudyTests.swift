import Evaluation
import Files
import Foundation
import ProgramSupport
import Runs
import Testing
import TestSupport

/// A study on DICOM files, with the program as its users start it.
@Suite struct DICOMStudyTests {
    /// A text in every element that identifies somebody or something.
    private static let marker = "Zyxomarker"

    private static func image(patient: Int, label: Int, number: Int) -> DICOMFixture {
        let samples = (0..<40 * 36).map { index in
            let (x, y) = (index % 36, index / 36)
            return (x * (label + 1) * 101 + y * 37 + number * 91) % 4096
        }
        var file = DICOMFixture(rows: 40, columns: 36, bitsStored: 12, samples)
        for (tag, representation) in DICOMFixture.identifying {
            file[tag] = (representation, .text("\(marker)\(patient)"))
        }
        file[0x0010_0020] = ("LO", .text("\(marker)\(patient)"))
        file[0x0010_0040] = ("CS", .text(patient % 2 == 0 ? "F" : "M"))
        file[0x0010_1010] = ("AS", .text(patient % 3 == 0 ? "031Y" : "067Y"))
        file[0x0018_5101] = ("CS", .text(patient % 2 == 0 ? "PA" : "AP"))
        return file
    }

    /// Writes a set of class folders, with two images of each patient.
    private static func writeSet(_ folder: String, count: Int = 12) throws {
        for (label, name) in ["A", "B"].enumerated() {
            let path = "\(folder)/train/\(name)"
            try FileManager.default.createDirectory(
                atPath: path, withIntermediateDirectories: true)
            for number in 0..<count {
                let patient = label * count + number / 2
                let file = image(patient: patient, label: label, number: number)
                try Data(file.bytes).write(
                    to: URL(fileURLWithPath: "\(path)/scan\(label)x\(number).dcm"))
            }
        }
    }

    private static let study = """
        {
          "name": "scans",
          "dataset": { "path": "scans", "resize": 36, "crop": 32,
            "split": { "kind": "grouped", "validation": 0.25, "test": 0.25 } },
          "training": { "epochs": 1, "batchSize": 8, "optimizer": "adam" },
          "network": { "kind": "cnn4", "channels": 8 },
          "subgroups": { "by": ["dicom.sex", { "dicom.age": [50] }, "dicom.view"] }
        }
        """

    /// No identifying text reaches a file of the results or the cache, or an output of a command.
    @Test func nothingIdentifiesAPatient() throws {
        try withTemporaryFolder { folder in
            try Self.writeSet("\(folder)/scans")
            try Self.writeSet("\(folder)/others", count: 8)
            try Data(Self.study.utf8).write(to: URL(fileURLWithPath: "\(folder)/scans.json"))
            // A damaged file and a file of several images are named.
            let whole = Self.image(patient: 900, label: 0, number: 0)
            var frames = whole
            frames[0x0028_0008] = ("IS", .text("3"))
            try Data(whole.bytes.dropLast(99)).write(
                to: URL(fileURLWithPath: "\(folder)/short.dcm"))
            try Data(frames.bytes).write(to: URL(fileURLWithPath: "\(folder)/frames.dcm"))
            let program = StudyProgram(folder: folder)
            let commands: [(words: [String], status: Int32)] = [
                (["data", "inspect", "scans"], 0), (["data", "inspect", "scans", "--json"], 0),
                (["plan", "scans.json"], 0), (["run", "scans.json"], 0),
                (["report", "results/scans"], 0),
                (
                    [
                        "evaluate", "results/scans", "--dataset", "others/train", "--by",
                        "dicom.sex", "--allow-overlap",
                    ], 0
                ),
            ]
            func check(_ words: [String], _ status: Int32) throws {
                let outcome = try program.run(words)
                let text = outcome.output + outcome.errors
                #expect(outcome.status == status, "\(words): \(text)")
                #expect(!text.contains(Self.marker), "\(words): \(text)")
            }
            for (words, status) in commands { try check(words, status) }
            let trials = try FileManager.default.contentsOfDirectory(
                atPath: "\(folder)/results/scans/trials")
            let trial = "results/scans/trials/\(try #require(trials.first))"
            try check(["predict", "scans/train", "short.dcm", "frames.dcm", "--trial", trial], 1)
            let files = try #require(FileManager.default.enumerator(atPath: folder))
            var checked = 0
            for case let name as String in files where !name.hasSuffix(".dcm") {
                guard let data = FileManager.default.contents(atPath: "\(folder)/\(name)") else {
                    continue
                }
                checked += 1
                #expect(data.range(of: Data(Self.marker.utf8)) == nil, "\(name)")
            }
            #expect(checked > 15)
            let report = try String(
                contentsOfFile: "\(folder)/results/scans/report.md", encoding: .utf8)
            #expect(report.contains("dicom.sex") && report.contains("dicom.view"))
        }
    }

    /// Attributes of the files as those of a table.
    @Test func attributesOfFiles() throws {
        try withTemporaryFolder { folder in
            try Self.writeSet(folder, count: 4)
            let images = ["A/scan0x0.dcm", "A/scan0x2.dcm", "B/scan1x0.dcm", "B/none.dcm"].map {
                (path: $0, file: FilePath("\(folder)/train/\($0)"))
            }
            func values(_ text: String) throws -> [String?] {
                let found = try ImageAttributes(
                    [AttributeSetting(text)], table: nil, images: images)
                let attribute = try #require(found.attributes.first)
                return attribute.values.map { $0.map { attribute.levels[$0] } }
            }
            #expect(try values("dicom.sex") == ["F", "M", "F", nil])
            #expect(try values("dicom.age:50") == ["< 50", ">= 50", ">= 50", nil])
            #expect(try values("position=dicom.view") == ["PA", "AP", "PA", nil])
            #expect(throws: EvaluationFailure.self) { try values("dicom.manufacturer") }
            let error = #expect(throws: AttributeSettingError.self) {
                try AttributeSetting("dicom.name")
            }
            #expect(error?.description.contains("expected dicom.sex, dicom.age, ") == true)
        }
    }
}
