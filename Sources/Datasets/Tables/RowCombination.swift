import Tensors
import Vocabulary

/// The combination of all rows of an image.
struct RowCombination {
    /// The values of an image.
    struct Row {
        /// The states of the labels; nil if the image is left out because of a label.
        var states: [LabelState]?
        var split: Split?
        var group: String?
        var attributes: [String?]
        /// True if attributes differ between the rows, and are unknown.
        var hasDifferences = false
    }

    private let table: TableRows
    private let columns: TableFields
    private let splits: TableSplits
    private let states: TableStates
    private let settings: TableSettings

    init(
        _ table: TableRows, _ columns: TableFields, _ splits: TableSplits, _ states: TableStates,
        _ settings: TableSettings
    ) {
        self.table = table
        self.columns = columns
        self.splits = splits
        self.states = states
        self.settings = settings
    }

    /// The values of an image.
    /// - Parameters:
    ///   - numbers: the indices of its rows, at least one.
    ///   - image: the index of the image in the folder.
    func row(_ numbers: [Int], image: Int) throws(RowFailure) -> Row {
        let rows = numbers.map { table.rows[$0] }
        if let row = rows.first(where: { $0.unpaired != nil }), let join = row.unpaired {
            let other = settings.joins[join]
            throw RowFailure(
                reason: .noPartner, text: "none in \(other.path) with its '\(other.on)'")
        }
        var read: [(states: [LabelState]?, reader: String)] = []
        for (number, row) in zip(numbers, rows) {
            let reader = columns.reader.map { row.fields[$0] } ?? ""
            read.append((try labels(number), reader))
        }
        var found = Row(attributes: [])
        found.states = try combined(read)
        found.split = try splits.split(rows, image: image)
        found.group = try group(rows)
        for (_, column) in columns.attributes {
            let values = Set(rows.map { $0.fields[column] })
            found.attributes.append(
                values.count == 1 ? values.first.flatMap(FieldText.attribute) : nil)
            if values.count > 1 { found.hasDifferences = true }
        }
        return found
    }

    // MARK: - Labels

    /// The states of a row's labels; nil for a row that leaves out its image.
    private func labels(_ number: Int) throws(RowFailure) -> [LabelState]? {
        switch states.rows[number] {
        case .failure(let failure): throw RowFailure(reason: .badValue, text: failure.reason)
        case .success(nil): return nil
        case .success(let row?):
            var result: [LabelState] = []
            result.reserveCapacity(row.count)
            for (label, state) in row.enumerated() {
                switch state {
                case .positive: result.append(.positive)
                case .negative: result.append(.negative)
                case .uncertain:
                    result.append(
                        try apply(settings.labels.uncertain, label, "uncertain", .badValue))
                case .missing:
                    result.append(try apply(settings.labels.missing, label, "missing", .noLabel))
                }
            }
            return result
        }
    }

    private func apply(
        _ policy: TableLabels.Policy?, _ label: Int, _ word: String, _ reason: BadRows.Reason
    ) throws(RowFailure) -> LabelState {
        switch policy {
        case .positive: return .positive
        case .negative: return .negative
        case .ignore: return .ignored
        case nil:
            let which =
                settings.labels.column.map { "column '\($0)' is empty" }
                ?? "'\(states.names[label])' is \(word)"
            throw RowFailure(
                reason: reason,
                text: "\(which); set dataset.table.labels.\(word) to ignore, positive or negative")
        }
    }

    private func combined(
        _ read: [(states: [LabelState]?, reader: String)]
    ) throws(RowFailure) -> [LabelState]? {
        let rows = read.compactMap(\.states)
        if rows.count < read.count { return nil }
        guard let first = rows.first else { return nil }
        if rows.allSatisfy({ $0 == first }) { return first }
        switch settings.rows {
        case nil:
            let label = first.indices.first { label in rows.contains { $0[label] != first[label] } }
            throw RowFailure(
                reason: .contradiction,
                text: "'\(states.names[label ?? 0])' differs; correct the rows, or set "
                    + "dataset.table.rows to union or majority")
        case .union: return Self.union(rows)
        case .majority:
            let readers =
                columns.reader == nil
                ? rows
                : Dictionary(grouping: read, by: \.reader).sorted { $0.key < $1.key }
                    .map { Self.union($0.value.compactMap(\.states)) }
            return try majority(readers)
        }
    }

    /// Each label is positive if any row says so, otherwise ignored if any row ignores it.
    private static func union(_ rows: [[LabelState]]) -> [LabelState] {
        (rows.first ?? []).indices.map { label in
            let states = rows.map { $0[label] }
            return states.contains(.positive)
                ? .positive : states.contains(.ignored) ? .ignored : .negative
        }
    }

    /// Each label has the state of most rows that do not ignore it.
    private func majority(_ rows: [[LabelState]]) throws(RowFailure) -> [LabelState] {
        var result: [LabelState] = []
        for label in (rows.first ?? []).indices {
            let positive = rows.count { $0[label] == .positive }
            let negative = rows.count { $0[label] == .negative }
            guard positive != negative || positive == 0 else {
                throw RowFailure(
                    reason: .contradiction,
                    text: "'\(states.names[label])' has as many positive as negative rows")
            }
            result.append(
                positive > negative ? .positive : negative > 0 ? .negative : .ignored)
        }
        return result
    }

    // MARK: - Patients

    private func group(_ rows: [TableRow]) throws(RowFailure) -> String? {
        guard let column = columns.group else { return nil }
        let groups = Set(rows.map { columns.group(in: $0.fields[column]) })
        guard groups.count == 1, let group = groups.first else {
            let shown = groups.map { $0 ?? "" }.sorted().prefix(2).joined(separator: "' and '")
            throw RowFailure(reason: .contradiction, text: "the patient is '\(shown)'")
        }
        return group
    }
}
