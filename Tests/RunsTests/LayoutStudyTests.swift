import Datasets
import Engine
import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// The studies in `Studies/layouts`, on small data sets that `Tools/layouts/make.sh` makes from
/// phantoms.
@Suite(.serialized) struct LayoutStudyTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static let names = [
        "chexpert", "ham10000", "isic", "mimic", "nih", "padchest", "rsna", "vindr",
    ]

    /// A folder with the studies and the data sets, as in a clone.
    private static func withClone(_ body: (String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            // Planning draws the phantoms.
            var phantoms = PhantomStudy(folder, network: #""cnn4""#, sweep: "{}")
            phantoms.images = #"{ "size": 32, "train": 80, "val": 20, "test": 40 }"#
            _ = try phantoms.plan()
            try FileManager.default.createDirectory(
                atPath: "\(folder)/Studies", withIntermediateDirectories: true)
            try FileManager.default.copyItem(
                atPath: "\(root)/Studies/layouts", toPath: "\(folder)/Studies/layouts")
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "\(root)/Tools/layouts/make.sh")
            process.arguments = ["\(folder)/phantom", "\(folder)/Data/layouts"]
            try process.run()
            process.waitUntilExit()
            try #require(process.terminationStatus == 0)
            try body(folder)
        }
    }

    private static func study(_ name: String, in folder: String) throws -> Study {
        try StudyFile.load(
            path: "\(folder)/Studies/layouts/\(name).json",
            overrides: [
                "dataset.resize=32", "dataset.crop=32", "training.epochs=1",
                #"network={"kind":"cnn4","channels":8}"#,
            ], catalog: .all, currentDirectory: folder)
    }

    @Test func everyStudyIsTested() throws {
        let files = try FileManager.default.contentsOfDirectory(
            atPath: "\(Self.root)/Studies/layouts")
        #expect(files.filter { $0.hasSuffix(".json") }.sorted() == Self.names.map { "\($0).json" })
    }

    @Test func eachLayoutIsTrainedAndReported() throws {
        let classes = [
            "chexpert": ["no Pneumonia", "Pneumonia"], "ham10000": ["benign", "malignant"],
            "isic": ["MEL", "NV"], "mimic": ["no Pneumonia", "Pneumonia"],
            "nih": ["no Pneumonia", "Pneumonia"], "padchest": ["normal", "pneumonia"],
            "rsna": ["no lung opacity", "lung opacity"], "vindr": ["no Pneumonia", "Pneumonia"],
        ]
        try Self.withClone { folder in
            for name in Self.names {
                let plan = try StudyPlan(
                    try Self.study(name, in: folder),
                    folder: ResultsFolder("\(folder)/results/\(name)"))
                let data = try #require(plan.entries.first?.data)
                #expect(data.dataset.classes == classes[name], "\(name)")
                #expect(data.positiveClass != nil, "\(name)")
                #expect(data.dataset.splits == Split.allCases, "\(name)")
                #expect(data.dataset.knowsGroups == (name != "vindr"), "\(name)")
                let runner = try StudyRunner(
                    RunScope(plan, studyFile: "\(folder)/Studies/layouts/\(name).json"),
                    executor: InProcess(), kernelCache: .ofTheseTests
                ) { _ in }
                #expect(try runner.run(on: OneDNNDevice()) == 0, "\(name)")
                let results = try StudyResults(plan.folder)
                let notes = results.lock.dataset.notes
                let layout = data.dataset.table?.layout
                #expect(notes.contains { $0.contains(layout?.title ?? "?") }, "\(name): \(notes)")
                let test = try #require(results.trials.first?.predictions[.test])
                #expect(test.files.count == data.dataset.samples(.test).count)
                let again = try StudyPlan(
                    try Self.study(name, in: folder), folder: plan.folder)
                #expect(again.entries.map(\.state) == [.done], "\(name)")
            }
        }
    }

    @Test func theMissingImageOfNIHStopsTheRunUnlessItIsSkipped() throws {
        try Self.withClone { folder in
            let study = try StudyFile.load(
                path: "\(folder)/Studies/layouts/nih.json", overrides: ["dataset.onBadRow=stop"],
                catalog: .all, currentDirectory: folder)
            let errors = #expect(throws: StudyErrors.self) {
                try StudyPlan(study, folder: ResultsFolder("\(folder)/results"))
            }
            let message = errors.map { "\($0)" } ?? ""
            #expect(message.contains("1 row names no image"), "\(message)")
            #expect(message.contains("Data_Entry_2017.csv:142: '00099999_000.png'"), "\(message)")
        }
    }
}
