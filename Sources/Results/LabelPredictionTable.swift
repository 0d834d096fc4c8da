package import Evaluation
package import Files
import Tensors

/// The table `predictions-<split>.csv` of a trial whose images can have several labels: the
/// predictions of its best checkpoint for the images of a split, N images, L labels.
package struct LabelPredictionTable: Sendable, Hashable {
    /// The names of the labels, in the order of their numbers.
    package let labels: [String]
    /// The paths of the images in the data set, `[N]`.
    package let files: [String]
    /// The patient or other group of each image, `[N]`; nil where it is unknown.
    package let groups: [String?]
    /// The predictions for the images, in the order of `files`.
    package let predictions: LabelPredictions

    /// - Precondition: all columns have a row for every image.
    package init(
        labels: [String], files: [String], groups: [String?], predictions: LabelPredictions
    ) {
        precondition(
            groups.count == files.count && predictions.count == files.count
                && predictions.labels == labels.count,
            "\(predictions.count) predictions and \(groups.count) groups of \(files.count) images")
        self.labels = labels
        self.files = files
        self.groups = groups
        self.predictions = predictions
    }

    /// The beginning of the names of columns with actual states.
    private static let label = "label_"
    private static let group = "group"

    /// True if a table with this header has predictions of several labels.
    static func isHeader(_ header: [String]) -> Bool {
        header.contains { $0.hasPrefix(label) } && !header.contains("predicted")
    }

    /// The patient of each image as a number from 0, for a `Bootstrap`; an image without a patient
    /// is a patient of its own. Nil if patients are unknown.
    package var clusters: [Int]? {
        guard groups.contains(where: { $0 != nil }) else { return nil }
        var numbers: [String: Int] = [:]
        var next = 0
        return groups.map { group in
            if let known = group.flatMap({ numbers[$0] }) { return known }
            defer { next += 1 }
            if let group { numbers[group] = next }
            return next
        }
    }

    /// The labels of an image that are positive, from 0.
    package func positiveLabels(of image: Int) -> [Int] {
        labels.indices.filter { predictions.truth[image, $0] == .positive }
    }

    /// The table with the columns `file`, for each label `label_<label>` (1 positive, 0 negative,
    /// empty: ignored) and `probability_<label>`, and a last column `group` if patients are known.
    package var csv: CSVTable {
        let hasGroups = groups.contains { $0 != nil }
        return CSVTable(
            header: ["file"] + labels.flatMap { [Self.label + $0, PredictionTable.prefix + $0] }
                + (hasGroups ? [Self.group] : []),
            rows: files.indices.map { image in
                [files[image]]
                    + labels.indices.flatMap { label in
                        [
                            Self.text(of: predictions.truth[image, label]),
                            CSVTable.text(of: predictions.probability(image, of: label)),
                        ]
                    } + (hasGroups ? [groups[image] ?? ""] : [])
            })
    }

    /// Reads the table.
    /// - Throws: `ResultsError` with the file, line and column.
    package init(_ document: CSVDocument) throws(ResultsError) {
        try document.require(["file"])
        let header = document.table.header
        labels = header.filter { $0.hasPrefix(Self.label) }.map {
            String($0.dropFirst(Self.label.count))
        }
        guard !labels.isEmpty else {
            throw .missingColumn(file: document.file, column: Self.label + "...", found: header)
        }
        try document.require(labels.map { PredictionTable.prefix + $0 })
        let hasGroups = header.last == Self.group
        var (files, groups): ([String], [String?]) = ([], [])
        var states: [LabelState] = []
        var probabilities: [Double] = []
        for row in document.rows {
            files.append(try row.text("file"))
            let group = hasGroups ? try row.text(Self.group) : ""
            groups.append(group.isEmpty ? nil : group)
            for label in labels {
                states.append(try Self.state(Self.label + label, row))
                probabilities.append(try row.number(PredictionTable.prefix + label))
            }
        }
        self.files = files
        self.groups = groups
        predictions = LabelPredictions(
            truth: LabelMatrix(states, labels: labels.count), probabilities: probabilities)
    }

    private static func text(of state: LabelState) -> String {
        switch state {
        case .positive: "1"
        case .negative: "0"
        case .ignored: ""
        }
    }

    private static func state(
        _ column: String, _ row: CSVDocument.Row
    ) throws(ResultsError) -> LabelState {
        switch try row.text(column) {
        case "1": return .positive
        case "0": return .negative
        case "": return .ignored
        case let text: throw row.bad(column, "1, 0 or an empty field", text)
        }
    }

    /// The same images with other probabilities.
    /// - Parameter probabilities: `[N, L]`.
    package func with(probabilities: [Double]) -> LabelPredictionTable {
        LabelPredictionTable(
            labels: labels, files: files, groups: groups,
            predictions: LabelPredictions(
                truth: predictions.truth, probabilities: probabilities))
    }

    /// The predictions of several models for different images, one after the other, such as those
    /// of the folds of a cross-validation.
    /// - Returns: nil if the models differ in labels, if an image occurs twice, or without models.
    package static func union(of parts: [LabelPredictionTable]) -> LabelPredictionTable? {
        let files = parts.flatMap(\.files)
        guard let first = parts.first, Set(files).count == files.count,
            parts.allSatisfy({ $0.labels == first.labels })
        else { return nil }
        return LabelPredictionTable(
            labels: first.labels, files: files, groups: parts.flatMap(\.groups),
            predictions: LabelPredictions(
                truth: LabelMatrix(
                    parts.flatMap(\.predictions.truth.states), labels: first.labels.count),
                probabilities: parts.flatMap(\.predictions.probabilities)))
    }

    /// The predictions of an ensemble: the mean of its members' probabilities for each image.
    /// - Returns: nil if the members differ in labels, images or states, or if there are none.
    package static func mean(of members: [LabelPredictionTable]) -> LabelPredictionTable? {
        guard let first = members.first,
            members.allSatisfy({
                $0.labels == first.labels && $0.files == first.files
                    && $0.predictions.truth == first.predictions.truth
            })
        else { return nil }
        if members.count == 1 { return first }
        let count = Double(members.count)
        let probabilities = first.predictions.probabilities.indices.map { entry in
            members.reduce(0) { $0 + $1.predictions.probabilities[entry] } / count
        }
        return first.with(probabilities: probabilities)
    }
}
