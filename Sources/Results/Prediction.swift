package import Files

/// A row of `predictions-<split>.csv`: what the best checkpoint of a trial says about an image.
package struct Prediction: Sendable, Hashable {
    /// The path in the data set.
    package var file: String
    /// The image's class.
    package var label: String
    /// The class with the highest probability.
    package var predicted: String
    /// One for each class, in the order of the classes.
    package var probabilities: [Double]
    /// The patient, or other group, that the image is of; nil where nothing says which.
    package var group: String?

    package init(
        file: String, label: String, predicted: String, probabilities: [Double],
        group: String? = nil
    ) {
        self.group = group
        self.file = file
        self.label = label
        self.predicted = predicted
        self.probabilities = probabilities
    }

    package var isRight: Bool { label == predicted }
}

/// A file of predictions: its classes and a row for every image.
package struct Predictions: Sendable, Hashable {
    package var classes: [String]
    package var rows: [Prediction]

    package init(classes: [String], rows: [Prediction]) {
        self.classes = classes
        self.rows = rows
    }

    private static let prefix = "probability_"
    private static let group = "group"

    /// Whether any image's patient is known.
    package var hasGroups: Bool { rows.contains { $0.group != nil } }

    /// `file,label,predicted,probability_<class>...`; with a last column `group` where patients are
    /// known.
    package var table: CSVTable {
        let hasGroups = hasGroups
        return CSVTable(
            header: ["file", "label", "predicted"] + classes.map { Self.prefix + $0 }
                + (hasGroups ? [Self.group] : []),
            rows: rows.map { row in
                [row.file, row.label, row.predicted]
                    + row.probabilities.map { CSVTable.text(of: $0) }
                    + (hasGroups ? [row.group ?? ""] : [])
            })
    }

    /// - Throws: `ResultsError` with the file, line and column.
    package init(_ document: CSVDocument) throws(ResultsError) {
        try document.require(["file", "label", "predicted"])
        let columns = document.table.header.filter { $0.hasPrefix(Self.prefix) }
        classes = columns.map { String($0.dropFirst(Self.prefix.count)) }
        let hasGroups = document.table.header.last == Self.group
        rows = []
        for row in document.rows {
            var probabilities: [Double] = []
            for column in columns { probabilities.append(try row.number(column)) }
            rows.append(
                Prediction(
                    file: try row.text("file"), label: try known("label", row),
                    predicted: try known("predicted", row), probabilities: probabilities,
                    group: hasGroups ? try row.text(Self.group).nonEmpty : nil))
        }
    }

    private func known(
        _ column: String, _ row: CSVDocument.Row
    ) throws(ResultsError) -> String {
        let text = try row.text(column)
        guard classes.contains(text) else {
            throw row.bad(column, "one of \(classes.joined(separator: ", "))", text)
        }
        return text
    }
}

extension String {
    fileprivate var nonEmpty: String? { isEmpty ? nil : self }
}
