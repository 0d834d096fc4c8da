import Files
import Foundation
import Inference
import JSON
import Results
import Tensors
import Vocabulary
import Weights

/// The differences between a file of a rerun and the original file.
package struct FileDifference: Sendable, Hashable {
    /// The differences within a tensor or a column of a table.
    package struct Part: Sendable, Hashable {
        /// The name of the tensor or column.
        package let name: String
        /// The number of values that differ.
        package var count: Int
        /// The number of values.
        package let total: Int
        /// The largest absolute difference; infinite if only one of two values is a number.
        package var maxAbsolute: Double
        /// The largest difference relative to the larger magnitude of the two values, or 1 if only
        /// one of them is a number.
        package var maxRelative: Double

        init(_ name: String, total: Int) {
            self.name = name
            self.total = total
            (count, maxAbsolute, maxRelative) = (0, 0, 0)
        }

        mutating func add(_ a: Double, _ b: Double) {
            if a == b || a.isNaN && b.isNaN { return }
            let distance = abs(a - b)
            let (absolute, relative) =
                distance.isFinite ? (distance, distance / max(abs(a), abs(b))) : (.infinity, 1)
            count += 1
            maxAbsolute = max(maxAbsolute, absolute)
            maxRelative = max(maxRelative, relative)
        }

        /// The name, the number of differing values and the largest difference, for people.
        package var text: String {
            let size = String(format: "%.2g (relative %.2g)", maxAbsolute, maxRelative)
            return "\(name): \(count) of \(total) values differ, by at most \(size)"
        }

        /// The part as an element of `parts` in the output of `study verify --json`.
        var json: JSONValue {
            [
                "name": .string(name), "differing": .number(Double(count)),
                "values": .number(Double(total)), "maxAbsolute": .number(maxAbsolute),
                "maxRelative": .number(maxRelative),
            ]
        }
    }

    /// The name of the file, relative to the trial's folder.
    package let file: String
    /// The parts that differ, ordered by decreasing absolute difference.
    package let parts: [Part]
    /// A remark, such as that the file cannot be compared; nil without one.
    package let note: String?

    init(_ file: String, parts: [Part] = [], note: String? = nil) {
        self.file = file
        self.parts = parts.sorted { $0.maxAbsolute > $1.maxAbsolute }
        self.note = note
    }

    /// The file as an element of `differences` in the output of `study verify --json`.
    var json: JSONValue {
        [
            "file": .string(file), "parts": .array(parts.map(\.json)),
            "note": note.map { .string($0) } ?? .null,
        ]
    }
}

extension FileDifference {
    /// Compares two checkpoints tensor by tensor.
    /// - Throws: `WeightsError`, `FileError`.
    static func ofTensors(_ name: String, _ old: String, _ new: String) throws -> FileDifference {
        let (before, after) = (try SafetensorsFile(path: old), try SafetensorsFile(path: new))
        var parts: [Part] = []
        var notes: [String] = []
        for entry in before.entries {
            guard let other = after.entries.first(where: { $0.name == entry.name }),
                other.shape == entry.shape
            else {
                notes.append("\(entry.name) is missing or has a different shape")
                continue
            }
            let (a, b) = (
                try before.tensor(of: entry).values, try after.tensor(of: other).values
            )
            var part = Part(entry.name, total: a.count)
            for (x, y) in zip(a, b) where x.bitPattern != y.bitPattern {
                part.add(Double(x), Double(y))
            }
            if part.count > 0 { parts.append(part) }
        }
        if parts.isEmpty && notes.isEmpty { notes.append("all tensors are identical") }
        return FileDifference(name, parts: parts, note: note(notes))
    }

    /// Compares two tables column by column; nil if all values are equal.
    /// - Parameter ignored: the columns that are not compared.
    /// - Throws: `ResultsError`, `FileError`.
    static func ofTables(
        _ name: String, _ old: String, _ new: String, ignoring ignored: Set<String> = []
    ) throws -> FileDifference? {
        let (before, after) = (try ResultsFolder.csv(old), try ResultsFolder.csv(new))
        var notes: [String] = []
        let (a, b) = (before.rows, after.rows)
        if a.count != b.count { notes.append("\(b.count) rows instead of \(a.count)") }
        var parts: [Part] = []
        for column in before.table.header where !ignored.contains(column) {
            guard after.has(column) else {
                notes.append("column \(column) is missing")
                continue
            }
            var part = Part(column, total: a.count)
            for (x, y) in zip(a, b) {
                let (first, second) = (try x.text(column), try y.text(column))
                if first == second { continue }
                part.add(Double(first) ?? .nan, Double(second) ?? .infinity)
            }
            if part.count > 0 { parts.append(part) }
        }
        for column in after.table.header where !before.has(column) && !ignored.contains(column) {
            notes.append("column \(column) is new")
        }
        return parts.isEmpty && notes.isEmpty
            ? nil : FileDifference(name, parts: parts, note: note(notes))
    }

    private static func note(_ notes: [String]) -> String? {
        notes.isEmpty ? nil : shortened(notes)
    }
}
