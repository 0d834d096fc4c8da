import Results
import Testing
import Vocabulary

@Suite struct ExplanationRecordTests {
    @Test func theSurestAnswersAreChosen() {
        func row(_ label: String, _ positive: Double) -> Prediction {
            Prediction(
                file: "\(label)/\(positive)", label: label,
                predicted: positive > 0.5 ? "ill" : "well", probabilities: [1 - positive, positive])
        }
        let predictions = Predictions(
            classes: ["well", "ill"],
            rows: [0.1, 0.2, 0.3, 0.9].map { row("well", $0) }
                + [0.6, 0.8, 0.7, 0.4, 0.3].map { row("ill", $0) })
        let rows = ExplanationRecord.rows(of: predictions, rows: 4, images: 2)
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
