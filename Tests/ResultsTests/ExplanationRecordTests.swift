import Evaluation
import Results
import Testing
import Vocabulary

@Suite struct ExplanationRecordTests {
    @Test func theSurestPredictionsAreChosen() {
        let images =
            [0.1, 0.2, 0.3, 0.9].map { (label: 0, positive: $0) }
            + [0.6, 0.8, 0.7, 0.4, 0.3].map { (label: 1, positive: $0) }
        let classes = ["well", "ill"]
        let table = PredictionTable(
            classes: classes, files: images.map { "\(classes[$0.label])/\($0.positive)" },
            groups: images.map { _ in nil },
            predictions: Predictions(
                labels: images.map(\.label),
                probabilities: images.flatMap { [1 - $0.positive, $0.positive] }, classes: 2))
        let rows = ExplanationRecord.rows(of: table, rows: 4, images: 2)
        #expect(
            rows.map { "\($0.label) \($0.predicted) \($0.count)" } == [
                "well well 3", "ill ill 3", "ill well 2", "well ill 1",
            ])
        #expect(
            rows.map { $0.images.map(\.file) } == [
                ["well/0.1", "well/0.2"], ["ill/0.8", "ill/0.7"], ["ill/0.3", "ill/0.4"],
                ["well/0.9"],
            ])
    }
}
