import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The record of the data in the lock if trials of a study have different data.
@Suite(.serialized) struct DatasetRecordTests {
    private static let seed = #""seed": [1]"#
    private static let bothPaths = #"{ "dataset.path": ["phantom", "other"], \#(seed) }"#

    /// Phantoms that are used like any other data, and a copy of them.
    private func withTwoSets(_ body: (_ folder: String, _ other: String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            let drawn = PhantomStudy(folder, network: #""cnn4""#, sweep: "{ \(Self.seed) }")
            _ = try drawn.plan()
            try FileManager.default.copyItem(
                atPath: "\(folder)/phantom", toPath: "\(folder)/other")
            try body(folder, "\(folder)/other")
        }
    }

    private func study(
        _ folder: String, sweep: String, _ dataset: String = ""
    ) -> PhantomStudy {
        var study = PhantomStudy(folder, network: #""cnn4""#, epochs: 1, sweep: sweep)
        study.draws = false
        study.dataset = dataset
        return study
    }

    private func first(of folder: String) throws -> String {
        try #require(FileManager.default.contentsOfDirectory(atPath: folder).sorted().first)
    }

    @Test func notesAndLeaksOfAllSetsAreRecorded() throws {
        try withTwoSets { folder, other in
            let name = try first(of: "\(other)/train/NORMAL")
            let image = "\(other)/train/NORMAL/\(name)"
            try FileManager.default.copyItem(
                atPath: image, toPath: "\(other)/test/NORMAL/zz-\(name)")
            let bytes = try Data(contentsOf: URL(fileURLWithPath: image))
            try bytes.prefix(bytes.count / 2).write(
                to: URL(fileURLWithPath: "\(other)/train/NORMAL/cut-\(name)"))
            let settings = #""groupPattern": "(.+)", "onLeak": "report", "onBadImage": "skip""#
            let both = study(folder, sweep: Self.bothPaths, settings)
            let record = try #require(try both.plan().datasetRecord)
            #expect(record.leaks?.map(\.kind) == [.files])
            #expect(
                record.leaks?.first?.examples == [
                    "path other: test/NORMAL/zz-\(name) = train/NORMAL/\(name)"
                ])
            #expect(record.skipped.count == 1)
            #expect(
                record.skipped.first?.hasPrefix("path other: train/NORMAL/cut-\(name): ") == true)
            // Counts are those of the first set, and `varies` is true.
            #expect(record.varies)
            let alone = study(folder, sweep: "{ \(Self.seed) }", settings)
            let one = try #require(try alone.plan().datasetRecord)
            #expect(!one.varies && one.leaks == [] && one.skipped == [])
            #expect(record.counts == one.counts && record.fingerprint == one.fingerprint)
            #expect(try both.run().lock.dataset == record)
        }
    }

    /// Different preprocessing of the same images does not count as different data.
    @Test(arguments: [
        (#""dataset.interpolation": ["bilinear", "bicubic"]"#, false),
        (#""dataset.limit": [{ "train": 20 }, { "train": 32 }]"#, true),
    ])
    func onlyDifferentImagesCountAsDifferentData(_ axis: String, _ varies: Bool) throws {
        try withTwoSets { folder, _ in
            let plan = try study(folder, sweep: "{ \(axis), \(Self.seed) }").plan()
            #expect(plan.entries.count == 2)
            let record = try #require(plan.datasetRecord)
            #expect(record.varies == varies)
            #expect(record.leaks == [] && record.skipped == [])
        }
    }

    @Test func differentPositiveClassesAreNotRecorded() throws {
        try withTwoSets { (folder, _) throws in
            let axis = #""dataset.positiveClass": ["NORMAL", "PNEUMONIA"]"#
            var study = study(folder, sweep: "{ \(axis), \(Self.seed) }")
            // The positive class is part of the key if the monitored metric refers to it.
            study.monitor = "val_sensitivity"
            #expect(try study.plan().datasetRecord?.positiveClass == nil)
        }
    }

    @Test func differentClassesAreAnError() throws {
        try withTwoSets { folder, other in
            for split in ["train", "val", "test"] {
                try FileManager.default.moveItem(
                    atPath: "\(other)/\(split)/NORMAL", toPath: "\(other)/\(split)/HEALTHY")
            }
            let errors = try #require(throws: StudyErrors.self) {
                try study(folder, sweep: Self.bothPaths).plan()
            }
            let text = errors.diagnostics.map { "\($0)" }.joined(separator: "\n")
            #expect(text.contains("HEALTHY, PNEUMONIA"), "\(text)")
            #expect(text.contains("all trials of a study must have the same classes"), "\(text)")
        }
    }
}
