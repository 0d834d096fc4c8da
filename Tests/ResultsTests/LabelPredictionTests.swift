import Evaluation
import Files
import JSON
import Results
import Tensors
import Testing
import Vocabulary

/// The files and records of studies whose images can have several labels.
@Suite struct LabelPredictionTests {
    private static let table = LabelPredictionTable(
        labels: ["Effusion", "Mass, \"large\""], files: ["a b.png", "x/y,z.png", "c.png"],
        groups: ["p1", nil, "p1"],
        predictions: LabelPredictions(
            truth: LabelMatrix(
                [.positive, .negative, .ignored, .positive, .negative, .ignored], labels: 2),
            probabilities: [0.25, 0.5, 1, 0, 0.125, 1e-7]))

    @Test func predictionsComeBack() throws {
        let text = """
            file,label_Effusion,probability_Effusion,"label_Mass, ""large""\
            ","probability_Mass, ""large""\
            ",group
            a b.png,1,0.25,0,0.5,p1
            "x/y,z.png",,1,1,0,
            c.png,0,0.125,,1e-07,p1

            """
        #expect(Self.table.csv.text == text)
        let document = try CSVDocument(text: text, file: "p.csv")
        #expect(try LabelPredictionTable(document) == Self.table)
        #expect(Self.table.clusters == [0, 1, 0])
    }

    @Test func tablesWithErrorsAreRefused() {
        func error(_ text: String) -> String? {
            do throws(ResultsError) {
                _ = try LabelPredictionTable(CSVDocument(text: text, file: "p.csv"))
                return nil
            } catch { return "\(error)" }
        }
        #expect(
            error("file,label_A,probability_A\nx,yes,0.5\n")
                == "p.csv:2: column 'label_A': expected 1, 0 or an empty field, got 'yes'")
        #expect(error("file,label_A\nx,1\n")?.contains("probability_A") == true)
        #expect(error("file,probability_A\nx,1\n")?.contains("label_") == true)
    }

    /// The mean of an ensemble; nil for other images or states.
    @Test func ensemblesAreMeans() throws {
        let predictions = Self.table.predictions
        let other = LabelPredictionTable(
            labels: Self.table.labels, files: Self.table.files, groups: Self.table.groups,
            predictions: LabelPredictions(
                truth: predictions.truth, probabilities: [0.75, 0.5, 0, 1, 0.375, 0.5]))
        let mean = try #require(LabelPredictionTable.mean(of: [Self.table, other]))
        #expect(mean.predictions.probability(0, of: 0) == 0.5)
        #expect(mean.predictions.probability(1, of: 1) == 0.5)
        let changed = LabelPredictionTable(
            labels: Self.table.labels, files: Self.table.files, groups: Self.table.groups,
            predictions: LabelPredictions(
                truth: LabelMatrix([LabelState](repeating: .positive, count: 6), labels: 2),
                probabilities: predictions.probabilities))
        #expect(LabelPredictionTable.mean(of: [Self.table, changed]) == nil)
        #expect(LabelPredictionTable.mean(of: []) == nil)
    }

    /// The lock has the images of each split and the states of each label; the record of a set of
    /// classes does not change.
    @Test func theLockHasTheStatesOfLabels() throws {
        var record = DatasetRecord(
            path: "Data/x", classes: ["NORMAL", "PNEUMONIA"], counts: [.train: [3, 5]],
            fingerprint: "abc", imageSize: 64)
        func lock() -> StudyLock {
            StudyLock(
                name: "s", title: "T", question: "Q?", studyFile: "s.json", study: ["name": "s"],
                axes: [], dataset: record, codeVersion: "1.0",
                platform: Platform(
                    cpu: "Example", cores: 2, instructionSet: "avx2", system: "Debian 12",
                    oneDNN: "2.6.3", threads: 2), trials: [])
        }
        #expect(lock().json["dataset"]?["labels"] == nil)
        #expect(record.total(.train) == 8)
        record.labelCounts = [
            .train: [
                LabelCounts(positive: 3, negative: 6, ignored: 1),
                LabelCounts(positive: 5, negative: 5),
            ]
        ]
        record.imageCounts = [.train: 10]
        let again = try StudyLock(JSONDocument(text: lock().json.pretty, file: "lock"))
        #expect(again.dataset == record)
        #expect(again.dataset.isMultilabel && again.dataset.total(.train) == 10)
        // The names of a known set of classes are no positive class here.
        #expect(again.dataset.positiveClass == nil)
        #expect(again.dataset.majorityClass == nil)
    }
}
