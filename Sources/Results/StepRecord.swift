package import Files

/// A row of `steps.csv`: one optimizer step.
package struct StepRecord: Sendable, Hashable {
    /// The number of the step, from 1, over the whole trial.
    package var step: Int
    /// The learning rate of the step.
    package var learningRate: Double
    /// The mean loss over the minibatch, before the parameters are updated.
    package var loss: Double
    /// The Euclidean norm of the gradient with respect to all trained parameters; NaN if it was not
    /// recorded.
    package var gradientNorm: Double

    package init(step: Int, learningRate: Double, loss: Double, gradientNorm: Double = .nan) {
        self.step = step
        self.learningRate = learningRate
        self.loss = loss
        self.gradientNorm = gradientNorm
    }

    /// The table with the columns `step,lr,loss,gradient_norm`.
    package static func table(_ records: [StepRecord]) -> CSVTable {
        CSVTable(
            header: ["step", "lr", "loss", "gradient_norm"],
            rows: records.map {
                [
                    String($0.step), CSVTable.text(of: $0.learningRate), CSVTable.text(of: $0.loss),
                    CSVTable.text(of: $0.gradientNorm),
                ]
            })
    }

    /// Reads the table.
    /// - Throws: `ResultsError` with the file, line and column.
    package static func read(_ document: CSVDocument) throws(ResultsError) -> [StepRecord] {
        let hasNorms = document.has("gradient_norm")
        var records: [StepRecord] = []
        for row in document.rows {
            records.append(
                StepRecord(
                    step: try row.integer("step", least: 1), learningRate: try row.number("lr"),
                    loss: try row.number("loss"),
                    gradientNorm: hasNorms ? try row.number("gradient_norm") : .nan))
        }
        return records
    }
}
