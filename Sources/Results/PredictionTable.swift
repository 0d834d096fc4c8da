package import Evaluation
package import Files

/// The table `predictions-<split>.csv`: the predictions of a trial's best checkpoint for the images
/// of a split.
package struct PredictionTable: Sendable, Hashable {
    /// The names of the classes, in the order of their numbers.
    package let classes: [String]
    /// The paths of the images in the data set, `[N]`.
    package let files: [String]
    /// The patient or other group of each image, `[N]`; nil where it is unknown.
    package var groups: [String?]
    /// The predictions for the images, in the order of `files`.
    package let predictions: Predictions

    /// - Precondition: all columns have a row for every image.
    package init(
        classes: [String], files: [String], groups: [String?], predictions: Predictions
    ) {
        precondition(
            groups.count == files.count && predictions.count == files.count,
            "\(predictions.count) predictions and \(groups.count) groups of \(files.count) images")
        self.classes = classes
        self.files = files
        self.groups = groups
        self.predictions = predictions
    }

    /// The beginning of the names of columns with probabilities.
    static let prefix = "probability_"
    private static let group = "group"

    /// Whether the patient of any image is known.
    package var hasGroups: Bool { groups.contains { $0 != nil } }

    /// The number of patients; nil if they are unknown. An image without a group counts as a
    /// patient of its own.
    package var patients: Int? {
        let known = groups.compactMap { $0 }
        return known.isEmpty ? nil : Set(known).count + groups.count - known.count
    }

    /// The table with the columns `file,label,predicted,probability_<class>...`, and a last column
    /// `group` if patients are known.
    package var csv: CSVTable {
        let hasGroups = hasGroups
        return CSVTable(
            header: ["file", "label", "predicted"] + classes.map { Self.prefix + $0 }
                + (hasGroups ? [Self.group] : []),
            rows: files.indices.map { image in
                [
                    files[image], classes[predictions.labels[image]],
                    classes[predictions.predicted[image]],
                ]
                    + predictions.probabilities(of: image).map { CSVTable.text(of: $0) }
                    + (hasGroups ? [groups[image] ?? ""] : [])
            })
    }

    /// Reads the table.
    /// - Parameter names: the names of the classes of a table without columns of probabilities,
    ///   whose probabilities are then 1 for the predicted class.
    /// - Throws: `ResultsError` with the file, line and column.
    package init(
        _ document: CSVDocument, classes names: [String] = []
    ) throws(ResultsError) {
        try document.require(["file", "label", "predicted"])
        let columns = document.table.header.filter { $0.hasPrefix(Self.prefix) }
        classes =
            columns.isEmpty ? names : columns.map { String($0.dropFirst(Self.prefix.count)) }
        let hasGroups = document.table.header.last == Self.group
        var (files, groups): ([String], [String?]) = ([], [])
        var (labels, predicted): ([Int], [Int]) = ([], [])
        var probabilities: [Double] = []
        for row in document.rows {
            for column in columns { probabilities.append(try row.number(column)) }
            files.append(try row.text("file"))
            labels.append(try Self.number("label", row, classes))
            predicted.append(try Self.number("predicted", row, classes))
            if columns.isEmpty {
                probabilities += classes.indices.map { $0 == predicted.last ? 1 : 0 }
            }
            groups.append(hasGroups ? try row.text(Self.group).nonEmpty : nil)
        }
        self.files = files
        self.groups = groups
        predictions = Predictions(
            labels: labels, predicted: predicted, probabilities: probabilities,
            classes: classes.count)
    }

    /// The number of the class that a column names.
    private static func number(
        _ column: String, _ row: CSVDocument.Row, _ classes: [String]
    ) throws(ResultsError) -> Int {
        let text = try row.text(column)
        guard let number = classes.firstIndex(of: text) else {
            throw row.bad(column, "one of \(classes.joined(separator: ", "))", text)
        }
        return number
    }

    /// The predictions as metrics take them, each with weight 1.
    /// - Parameter positive: the positive class of two; nil if it is unknown.
    /// - Throws: `EvaluationError`, such as for a probability that is not a number.
    package func weighted(positive: String?) throws(EvaluationError) -> WeightedPredictions {
        try WeightedPredictions(
            predictions, positive: positive.flatMap { classes.firstIndex(of: $0) })
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
