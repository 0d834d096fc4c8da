import Evaluation
import Files
import Foundation
package import JSON
package import Vocabulary

/// `explanations/<trial>.json`: whose pictures stand in the sheet beside it,
/// `explanations/<trial>.png`.
package struct ExplanationRecord: Sendable, Hashable {
    /// An image of the sheet.
    package struct Image: Sendable, Hashable {
        /// The path in the data set.
        package var file: String
        /// The probability of each class.
        package var probabilities: [Double]
    }

    /// Images of one actual and one predicted class, the most confident predictions first.
    package struct Row: Sendable, Hashable {
        package var label: String
        package var predicted: String
        /// How many there are in all.
        package var count: Int
        /// The images in the sheet.
        package var images: [Image]

        package init(label: String, predicted: String, count: Int, images: [Image]) {
            self.label = label
            self.predicted = predicted
            self.count = count
            self.images = images
        }
    }

    /// The trial's id.
    package var trial: String
    /// SHA-256 of the checkpoint that looked; another one looks elsewhere.
    package var weights: String
    package var split: Split
    package var rows: [Row]

    package init(trial: String, weights: String, split: Split, rows: [Row]) {
        self.trial = trial
        self.weights = weights
        self.split = split
        self.rows = rows
    }

    /// The most confident predictions, correct and incorrect, of each actual and each predicted
    /// class.
    /// - Parameters:
    ///   - rows: the number of rows at most; correct predictions first, then the most frequent
    ///     errors.
    ///   - images: the number of images of a row at most.
    package static func rows(of table: PredictionTable, rows most: Int, images: Int) -> [Row] {
        let predictions = table.predictions
        let classes = table.classes.indices
        let cells = classes.flatMap { label in classes.map { (label, $0) } }.map { label, name in
            let cell = table.files.indices.filter {
                predictions.labels[$0] == label && predictions.predicted[$0] == name
            }.map { Image(file: table.files[$0], probabilities: predictions.probabilities(of: $0)) }
                .sorted { $0.probabilities[name] > $1.probabilities[name] }
            return Row(
                label: table.classes[label], predicted: table.classes[name], count: cell.count,
                images: Array(cell.prefix(images)))
        }.filter { $0.count > 0 }
        let right = cells.filter { $0.label == $0.predicted }
        let wrong = cells.filter { $0.label != $0.predicted }.sorted { $0.count > $1.count }
        return Array((right + wrong).prefix(max(most, right.count)))
    }

    package var json: JSONValue {
        [
            "trial": .string(trial), "weights": .string(weights), "split": .string(split.rawValue),
            "rows": .array(
                rows.map { row in
                    [
                        "label": .string(row.label), "predicted": .string(row.predicted),
                        "count": JSONValue(row.count),
                        "images": .array(
                            row.images.map { image in
                                [
                                    "file": .string(image.file),
                                    "probabilities": .array(
                                        image.probabilities.map { .number($0) }),
                                ]
                            }),
                    ]
                }),
        ]
    }

    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    init(file: String) throws {
        let reader = JSONReader(
            try JSONDocument(bytes: ResultsFolder.bytes(file), file: file))
        trial = try reader.string("trial")
        weights = try reader.string("weights")
        split = try reader["split"].require("train, val or test") {
            $0.text.flatMap(Split.init)
        }
        rows = try reader.elements("rows").map { row in
            let (label, predicted) = (try row.string("label"), try row.string("predicted"))
            return Row(
                label: label, predicted: predicted, count: try row.integer("count"),
                images: try row.elements("images").map { image in
                    Image(
                        file: try image.string("file"),
                        probabilities: try image.elements("probabilities").map {
                            try $0.require("a number", \.double)
                        })
                })
        }
    }
}

extension ResultsFolder {
    /// Of sheets with what networks look at, which `study explain` makes.
    package var explanationsPath: String { path + "/explanations" }

    /// The sheet of a trial, whether it is there or not.
    package func explanationPath(_ id: String) -> String { "\(explanationsPath)/\(id).png" }

    /// Writes what stands in the sheet of a trial.
    /// - Throws: `FileError`.
    package func write(_ record: ExplanationRecord) throws {
        try FileManager.makeFolder(explanationsPath)
        try AtomicFile.write(
            record.json.pretty, to: "\(explanationsPath)/\(record.trial).json")
    }

    /// What stands in the sheet of a trial; nil where there is none, or the trial has other weights
    /// now.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package func explanation(_ entry: TrialEntry) throws -> ExplanationRecord? {
        let file = "\(explanationsPath)/\(entry.id).json"
        let files = FileManager.default
        guard files.fileExists(atPath: file), files.fileExists(atPath: explanationPath(entry.id))
        else { return nil }
        let record = try ExplanationRecord(file: file)
        return record.weights == entry.files["best.safetensors"] ? record : nil
    }
}
