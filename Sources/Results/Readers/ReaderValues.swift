import Evaluation
import Files

/// The decisions and probabilities in the rows of a table of somebody else's predictions.
struct ReaderValues {
    let table: TableFile
    let columns: ReaderColumns
    let classes: ReaderClasses

    /// The predictions of rows, and what the table contains.
    struct Reading {
        /// The prediction of each row.
        var predictions: [ReaderFile.Prediction]
        var hasProbabilities: Bool
        /// False if the decisions are the most probable classes.
        var hasDecisions: Bool
        var notes: [String]
    }

    /// The index of a row of the table, with the actual class of its image.
    typealias Row = (index: Int, label: Int)

    /// The largest accepted distance of a rounded probability from the range 0 to 1.
    private static let rounding = 1e-6

    /// - Throws: `TableError` with the line of a field that is empty or has no valid value.
    func read(_ rows: [Row]) throws(TableError) -> Reading {
        for column in columns.actual { try check(column, rows) }
        var notes: [String] = []
        var decisions = try decisions(rows, &notes)
        guard !columns.probabilities.isEmpty else {
            return Reading(
                predictions: (decisions ?? []).map { .init(decision: $0, probabilities: nil) },
                hasProbabilities: false, hasDecisions: true, notes: notes)
        }
        var probabilities: [[Double]] = []
        for row in rows { probabilities.append(try self.probabilities(row.index)) }
        let likely = Predictions(
            labels: rows.map(\.label), probabilities: probabilities.flatMap { $0 },
            classes: classes.names.count
        ).predicted
        if columns.isDecisionUnclear, let found = decisions {
            decisions = try clear(found, likely, rows, &notes)
        }
        let hasProbabilities = probabilities.joined().contains { $0 > 0 && $0 < 1 }
        if !hasProbabilities {
            notes.append("all probabilities are 0 or 1, so they are compared as decisions")
        }
        if let found = decisions, hasProbabilities {
            let count = zip(found, likely).count { $0 != $1 }
            if count > 0 {
                notes.append(
                    "for \(count) of \(rows.count) images the decision is not the most probable "
                        + "class")
            }
        }
        return Reading(
            predictions: zip(decisions ?? likely, probabilities).map {
                .init(decision: $0, probabilities: hasProbabilities ? $1 : nil)
            }, hasProbabilities: hasProbabilities,
            hasDecisions: decisions != nil || !hasProbabilities, notes: notes)
    }

    private func error(_ row: Int, _ column: Int, _ reason: String) -> TableError {
        TableError(
            table.path, line: table.rows[row].line,
            reason: "column '\(table.header[column])': \(reason)")
    }

    private func text(_ row: Int, _ column: Int) -> String { table.rows[row].fields[column] }

    // MARK: - Decisions

    /// The decisions in the rows; nil without such a column, and if a column with an unclear name
    /// has other contents than classes although there are probabilities.
    private func decisions(
        _ rows: [Row], _ notes: inout [String]
    ) throws(TableError) -> [Int]? {
        guard let column = columns.decision else { return nil }
        let isOptional = columns.isDecisionUnclear && !columns.probabilities.isEmpty
        var (found, hasBits): ([Int], Bool) = ([], false)
        for row in rows {
            let text = text(row.index, column)
            guard let reading = classes.reading(of: text) else {
                if isOptional {
                    notes.append(
                        "column '\(table.header[column])' does not contain the classes and is not "
                            + "read")
                    return nil
                }
                let isEmpty = text.isEmpty
                let hint =
                    Self.number(text) == nil
                    ? "" : "; name a column of probabilities 'probability'"
                throw error(
                    row.index, column,
                    "expected \(classes.expected); "
                        + (isEmpty ? "the field is empty" : "got '\(text)'\(hint)"))
            }
            found.append(reading.number)
            hasBits = hasBits || reading.isBit
        }
        if hasBits, let positive = classes.positive {
            notes.append(
                "column '\(table.header[column])': 1 means \(classes.names[positive]), 0 means "
                    + classes.names[1 - positive])
        }
        let isTruth = columns.isDecisionUnclear && found == rows.map(\.label)
        guard isTruth, columns.probabilities.isEmpty else { return found }
        throw error(
            rows[0].index, column,
            "equals the actual class of all \(rows.count) images, so it is unclear whether it "
                + "contains decisions; name the column of decisions 'predicted'")
    }

    /// The decisions of a column, such as `label`, that can also contain the actual classes: they
    /// are decisions if they are the most probable classes.
    private func clear(
        _ decisions: [Int], _ likely: [Int], _ rows: [Row], _ notes: inout [String]
    ) throws(TableError) -> [Int]? {
        guard let column = columns.decision, decisions != likely else { return decisions }
        guard decisions == rows.map(\.label) else {
            let other = rows.indices.first { decisions[$0] != likely[$0] } ?? 0
            throw error(
                rows[other].index, column,
                "contains neither the most probable nor the actual class of every image, so it is "
                    + "unclear what it means; name the column of decisions 'predicted', or remove it"
            )
        }
        notes.append(
            "column '\(table.header[column])' contains the actual classes, so the decisions are the "
                + "most probable classes")
        return nil
    }

    /// Compares a column of actual classes with those of the images; a column with other contents
    /// than classes is not read.
    private func check(_ column: Int, _ rows: [Row]) throws(TableError) {
        let found = rows.map { classes.reading(of: text($0.index, column))?.number }
        guard !found.contains(nil) else { return }
        let wrong = rows.indices.filter { found[$0] != rows[$0].label }
        guard let first = wrong.first else { return }
        throw error(
            rows[first].index, column,
            "differs from the actual class of \(wrong.count) of \(rows.count) images; here expected "
                + "\(classes.names[rows[first].label]), got '\(text(rows[first].index, column))'; "
                + "correct the file, or remove the column if it contains something else")
    }

    // MARK: - Probabilities

    private func probabilities(_ row: Int) throws(TableError) -> [Double] {
        var values = [Double](repeating: 0, count: classes.names.count)
        for (number, column) in columns.probabilities {
            values[number] = try probability(row, column)
        }
        if columns.probabilities.count == 1, let (number, _) = columns.probabilities.first {
            values[1 - number] = 1 - values[number]
        }
        let sum = values.reduce(0, +)
        guard abs(sum - 1) <= WeightedPredictions.sumTolerance else {
            throw TableError(
                table.path, line: table.rows[row].line,
                reason: "the probabilities of the classes add up to \(Self.short(sum)); expected 1 "
                    + "within \(WeightedPredictions.sumTolerance)")
        }
        return values
    }

    private func probability(_ row: Int, _ column: Int) throws(TableError) -> Double {
        let text = text(row, column)
        guard !text.isEmpty else {
            throw error(row, column, "expected a probability from 0 to 1; the field is empty")
        }
        guard let value = Self.number(text) else {
            throw error(row, column, "expected a probability from 0 to 1; got '\(text)'")
        }
        guard value >= -Self.rounding, value <= 1 + Self.rounding else {
            throw error(
                row, column,
                "expected probabilities from 0 to 1; got \(text)\(range(of: column))")
        }
        return min(1, max(0, value))
    }

    /// The range of a column, with what its values may be.
    private func range(of column: Int) -> String {
        let values = table.rows.compactMap { Self.number($0.fields[column]) }
        guard let low = values.min(), let high = values.max() else { return "" }
        let remedy =
            low >= 0 && high <= 100
            ? "if they are percentages, divide them by 100"
            : "if they are logits, apply the \(classes.names.count == 2 ? "sigmoid or " : "")softmax"
        return "; the column has values from \(Self.short(low)) to \(Self.short(high)); \(remedy)"
    }

    /// The finite number in a field, also with a decimal comma; nil if it is no decimal number.
    private static func number(_ text: String) -> Double? {
        guard text.utf8.allSatisfy({ "0123456789+-.,eE".utf8.contains($0) }) else { return nil }
        let isPoint = text.utf8.contains(UInt8(ascii: "."))
        guard let value = Double(isPoint ? text : text.replacing(",", with: ".")), value.isFinite
        else { return nil }
        return value
    }

    private static func short(_ value: Double) -> String {
        String((value * 1e4).rounded() / 1e4)
    }
}
