import Files
import Foundation
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Leaks are an error before training, unless the study sets `onLeak` to `report`.
@Suite(.serialized) struct LeakStopTests {
    /// Phantoms that are used like any other data.
    private func withSet(_ body: (_ folder: String, _ set: String) throws -> Void) throws {
        try withTemporaryFolder { folder in
            _ = try PhantomStudy(folder, network: #""cnn4""#, sweep: #"{ "seed": [1] }"#).plan()
            try body(folder, "\(folder)/phantom")
        }
    }

    private func study(_ folder: String, _ dataset: String = "") -> PhantomStudy {
        var study = PhantomStudy(folder, network: #""cnn4""#, sweep: #"{ "seed": [1] }"#)
        study.draws = false
        study.dataset = dataset
        return study
    }

    private func files(_ folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    }

    private func errors(_ study: PhantomStudy) -> String {
        do {
            _ = try study.plan()
            return ""
        } catch {
            return "\(error)"
                + ((error as? StudyErrors)?.diagnostics.map { "\($0)" }.joined() ?? "")
        }
    }

    @Test func aCopyInAnotherSplitIsAnError() throws {
        try withSet { folder, set in
            let name = try #require(files("\(set)/train/NORMAL").first)
            try FileManager.default.copyItem(
                atPath: "\(set)/train/NORMAL/\(name)", toPath: "\(set)/test/NORMAL/zz-\(name)")
            let pattern = #""groupPattern": "(.+)""#
            let text = errors(study(folder, pattern))
            #expect(text.contains("1 of 21 test images is also a training image"))
            #expect(text.contains("test/NORMAL/zz-\(name) = train/NORMAL/\(name)"))
            #expect(text.contains(#""onLeak": "report""#))
            let plan = try study(folder, pattern + #", "onLeak": "report""#).plan()
            #expect(plan.notes.contains { $0.contains("1 of 21 test images") })
            let leaks = try #require(plan.datasetRecord?.leaks)
            #expect(leaks.map(\.kind) == [.files])
            #expect(leaks.map(\.images) == [1])
        }
    }

    @Test func aPatientInTwoSplitsIsAnError() throws {
        try withSet { folder, set in
            #expect(errors(study(folder)) == "")
            let patients = try study(folder).plan().datasetRecord?.patients
            #expect(patients?[.train] == 40)
            // All names give the same two patients.
            let text = errors(study(folder, #""groupPattern": "(IM|person)""#))
            #expect(text.contains("patients have images in both the training and the test split"))
        }
    }

    @Test func aFileInTwoClassesIsAnError() throws {
        try withSet { folder, set in
            let name = try #require(files("\(set)/train/NORMAL").first)
            try FileManager.default.copyItem(
                atPath: "\(set)/train/NORMAL/\(name)", toPath: "\(set)/train/PNEUMONIA/\(name)")
            let text = errors(study(folder))
            #expect(text.contains("1 image has more than one class"))
        }
    }

    @Test func thePositiveClassMustBeAClassOfTheData() throws {
        try withSet { folder, _ in
            let text = errors(study(folder, #""positiveClass": "PNEUMONA""#))
            #expect(text.contains("dataset.positiveClass"))
            #expect(text.contains(#"did you mean "PNEUMONIA"?"#))
            #expect(try study(folder).plan().datasetRecord?.positiveClass == "PNEUMONIA")
            let swapped = try study(folder, #""positiveClass": "NORMAL""#).plan()
            #expect(swapped.datasetRecord?.positiveClass == "NORMAL")
            // The positive class is not part of the key: the report changes without training.
            #expect(try swapped.entries.map(\.key) == study(folder).plan().entries.map(\.key))
        }
    }
}
