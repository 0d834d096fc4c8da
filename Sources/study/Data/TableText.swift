import ArgumentParser
import Datasets
import Foundation
import JSON
import Tensors
import Vocabulary

/// The part of an inspection that a table of labels adds: labels that occur together, and the
/// attributes of the images by split.
struct TableText {
    private let table: ImageTable
    private let dataset: Dataset

    init(_ table: ImageTable, _ dataset: Dataset) {
        self.table = table
        self.dataset = dataset
    }

    /// The lines for a terminal.
    var lines: [String] {
        let splits =
            table.splits == nil
            ? ["splits: the table gives none; all images are in train here"] : []
        return splits + labels + table.attributes.map(text)
    }

    /// The numbers of ignored labels, and the pairs of labels that most images have together.
    private var labels: [String] {
        guard let matrix = table.matrix else { return [] }
        let ignored = zip(table.classes, matrix.counts).filter { $1.ignored > 0 }
            .map { "\($0) \($1.ignored)" }
        let counts = matrix.cooccurrence
        let pairs = counts.indices.flatMap { first in
            counts.indices.filter { $0 > first }.map { (first, $0, counts[first][$0]) }
        }.filter { $0.2 > 0 }.sorted { ($1.2, $0.0, $0.1) < ($0.2, $1.0, $1.1) }
        let shown = pairs.prefix(5).map {
            "\(table.classes[$0.0]) and \(table.classes[$0.1]) \($0.2)"
        }
        let more = pairs.count > 5 ? ", and \(pairs.count - 5) other pairs" : ""
        return (ignored.isEmpty ? [] : ["ignored labels: \(ignored.joined(separator: ", "))"])
            + [
                "labels that occur together: "
                    + (shown.isEmpty ? "none" : shown.joined(separator: ", ") + more)
            ]
    }

    /// The values of an attribute by split: counts of texts, or the range of numbers.
    private func text(_ attribute: ImageTable.Attribute) -> String {
        let parts = dataset.splits.map { split in
            let values = dataset.samples(split).map { sample in
                table.index(of: sample.path).flatMap { attribute.values[$0] }
            }
            return "\(split.rawValue) \(Self.summary(values))"
        }
        return "\(attribute.name): \(parts.joined(separator: "; "))"
    }

    /// The largest number of texts that are listed.
    private static let mostTexts = 6

    private static func summary(_ values: [String?]) -> String {
        let known = values.compactMap { $0 }
        let unknown = values.count - known.count
        let rest = unknown > 0 ? ["unknown \(unknown)"] : []
        guard !known.isEmpty else { return "unknown" }
        let numbers = known.compactMap { Double($0) }.filter(\.isFinite).sorted()
        if numbers.count == known.count, Set(numbers).count > mostTexts {
            let ends = [numbers[0], numbers[numbers.count / 2], numbers[numbers.count - 1]]
                .map { String(format: "%g", $0) }
            return (["\(ends[0]) to \(ends[2]), median \(ends[1])"] + rest).joined(separator: ", ")
        }
        let counts = Dictionary(grouping: known) { $0 }.mapValues(\.count)
            .sorted { ($1.value, $0.key) < ($0.value, $1.key) }
        let shown = counts.prefix(mostTexts).map { "\($0.key) \($0.value)" }
        let more = counts.count > mostTexts ? ["\(counts.count - mostTexts) other values"] : []
        return (shown + more + rest).joined(separator: ", ")
    }
}

extension ArgumentHelp {
    /// The help of the option `--table`.
    static let table = ArgumentHelp(
        "A CSV file with the labels of the images, or a JSON file with the settings of dataset.table.",
        valueName: "file")
}
