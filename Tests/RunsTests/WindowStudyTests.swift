import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import Results
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Studies on images with 12 bits in 16.
@Suite(.serialized) struct WindowStudyTests {
    /// Writes a data set of TIFF files with values of 12 bits; the classes differ in their
    /// contrast. Every third file has an orientation.
    private func writeSet(_ folder: String) throws {
        let splits = [("train", 12), ("val", 4), ("test", 6)]
        for (part, (split, count)) in splits.enumerated() {
            for (label, name) in ["A", "B"].enumerated() {
                let path = "\(folder)/phantom/\(split)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true)
                for number in 0..<count {
                    let samples = (0..<48 * 40).map { index -> UInt16 in
                        let (x, y) = (index % 48, index / 48)
                        let value = (x * (label + 1) * 37 + y * 11 + number * 91 + part * 53)
                        return UInt16(500 + value % 3000)
                    }
                    let file = TIFFFixture(
                        width: 48, samples: samples, orientation: number % 3 == 0 ? 6 : 1)
                    try AtomicFile.write(
                        file.data, to: "\(path)/\(split)\(name)p\(number).tiff")
                }
            }
        }
    }

    private func study(_ folder: String, _ members: String) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
            sweep: #"{ "seed": [1] }"#)
        study.draws = false
        study.dataset = members
        return study
    }

    @Test func aSetOfTwelveBitsStopsBeforeTraining() throws {
        try withTemporaryFolder { folder in
            try writeSet(folder)
            let errors = study(folder, "").planErrors
            #expect(
                errors.count == 1 && errors[0].contains("44 of 44 images use less than a quarter"),
                "\(errors)")
            #expect(errors.first?.contains(#"{ "low": 500, "high": 3499 }"#) == true, "\(errors)")
            for members in [
                #""onSmallRange": "ignore""#, #""window": { "percentiles": [1, 99] }"#,
                #""window": { "low": 500, "high": 3499 }"#,
            ] {
                #expect(study(folder, members).planErrors == [], "\(members)")
            }
        }
    }

    /// Predictions use the window and the orientation that the record of the trial contains.
    @Test func predictionsUseTheWindowOfTheTrial() throws {
        try withTemporaryFolder { folder in
            try writeSet(folder)
            let members = #""window": { "percentiles": [1, 99] }, "orientation": "exif""#
            let study = study(folder, members)
            let plan = try study.plan()
            #expect(!plan.entries[0].data.imageNotes.contains { $0.contains("orientation") })
            let results = try study.run()
            let trial = try #require(results.trials.first)
            let settings = try #require(trial.record.settings.dataset)
            #expect(settings.window == .percentiles(low: 1, high: 99))
            #expect(settings.orientation == .exif)
            let saved = plan.folder.trial(trial.entry.id)
            let expected = try #require(try saved.readPredictions(.test))
            var found: [Double] = []
            let predictor = try Predictor(TrainedNetwork(trial: saved.path), on: OneDNNDevice())
            try predictor.predict(expected.files.map { FilePath("\(folder)/phantom/\($0)") }) {
                _, prediction, _ in
                found += try prediction.get().probabilities
            }
            #expect(found.count == expected.predictions.probabilities.count)
            for (a, b) in zip(expected.predictions.probabilities, found) {
                #expect(abs(a - b) < 1e-5)
            }
        }
    }
}
