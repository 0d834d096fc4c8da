import Evaluation
import Files
import Foundation
package import JSON
package import Vocabulary

/// The file `explanations/<trial>.json`: the images in the sheet `explanations/<trial>.png`.
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
        /// The actual class.
        package var label: String
        /// The predicted class.
        package var predicted: String
        /// The number of all such images.
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
    /// The SHA-256 of the checkpoint that the heat maps were computed with.
    package var weights: String
    /// The split of the images.
    package var split: Split
    /// The rows of the sheet, from top to bottom.
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
        let correct = cells.filter { $0.label == $0.predicted }
        let incorrect = cells.filter { $0.label != $0.predicted }.sorted { $0.count > $1.count }
        return Array((correct + incorrect).prefix(max(most, correct.count)))
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
    /// The folder of the sheets with heat maps that `study explain` draws.
    package var explanationsPath: String { path + "/explanations" }

    /// The path of a trial's sheet, whether it exists or not.
    package func explanationPath(_ id: String) -> String { "\(explanationsPath)/\(id).png" }

    /// Writes the record of a trial's sheet.
    /// - Throws: `FileError`.
    package func write(_ record: ExplanationRecord) throws {
        try FileManager.makeFolder(explanationsPath)
        try AtomicFile.write(
            record.json.pretty, to: "\(explanationsPath)/\(record.trial).json")
    }

    /// The record of a trial's sheet; nil if there is none, or if the trial has other weights now.
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
