import Tensors
import Vocabulary

/// The states of all labels in the rows of a table, as its fields say, before the rows of an image
/// are combined.
struct TableStates {
    /// The state of a label in a row.
    enum State: UInt8 { case negative, positive, uncertain, missing }

    /// A row without states, with the reason.
    struct Failure: Error { let reason: String }

    /// The names of the labels: as given by `classes`, otherwise sorted by bytes.
    let names: [String]
    /// The states of each row, `[rows][labels]`; nil for a row that is left out because of one of
    /// its labels, or the reason why it cannot be read.
    let rows: [Result<[State]?, Failure>]

    /// Reads the labels.
    /// - Parameters:
    ///   - fields: the fields of each row in the columns of labels.
    ///   - used: the rows whose labels count, because they have an image.
    ///   - classes: the labels in their order; empty: all that occur.
    init(_ labels: TableLabels, fields: [[String]], used: Set<Int>, classes: [String]) {
        if labels.column != nil {
            self.init(labels, column: fields.map { $0[0] }, used, classes: classes)
        } else {
            self.init(labels, columns: fields, classes: classes)
        }
    }

    // MARK: - One column

    private init(
        _ settings: TableLabels, column: [String], _ used: Set<Int>, classes: [String]
    ) {
        var known: Set<String> = []
        let read = column.map { field -> [String]? in
            let labels = Self.labels(in: field, settings)
            guard !labels.isEmpty else { return [] }
            let names = labels.map { settings.name(of: $0) }
            // One label that is left out leaves out the row.
            guard !names.contains(nil) else { return nil }
            return names.compactMap { $0 }.unique
        }
        for (row, labels) in read.enumerated() where used.contains(row) {
            known.formUnion(labels ?? [])
        }
        let none = settings.noneName
        if let none { known.remove(none) }
        let names = classes.isEmpty ? Self.sorted(known) : classes
        let index = Dictionary(
            names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        self.names = names
        rows = zip(column, read).map { field, labels in
            guard let labels else { return .success(nil) }
            if labels.isEmpty {
                return .success([State](repeating: .missing, count: names.count))
            }
            var states = [State](repeating: .negative, count: names.count)
            let others = labels.filter { $0 != none || index[$0] != nil }
            if others.count < labels.count, !others.isEmpty {
                return .failure(
                    Failure(
                        reason: "'\(field)' has '\(none ?? "")' together with a label"))
            }
            for label in others {
                guard let position = index[label] else {
                    return .failure(
                        Failure(
                            reason:
                                "'\(label)' is none of the classes \(names.joined(separator: ", "))"
                        ))
                }
                states[position] = .positive
            }
            return .success(states)
        }
    }

    /// The labels in a field; a list in brackets, `['a', 'b']`, loses brackets and quotes.
    private static func labels(in field: String, _ settings: TableLabels) -> [String] {
        guard let separator = settings.separator else { return field.isEmpty ? [] : [field] }
        var rest = field[...]
        let isList = rest.hasPrefix("[") && rest.hasSuffix("]")
        if isList { rest = rest.dropFirst().dropLast() }
        return rest.split(separator: separator, omittingEmptySubsequences: true).map { part in
            var text = part.trimmingWhitespace
            if isList, let quote = text.first, quote == "'" || quote == "\"", text.last == quote,
                text.count > 1
            {
                text = String(text.dropFirst().dropLast()).trimmingWhitespace
            }
            return text
        }.filter { !$0.isEmpty }
    }

    // MARK: - A column for each label

    private init(_ settings: TableLabels, columns: [[String]], classes: [String]) {
        let meanings = TableValues(settings)
        let given = settings.columns.map { settings.name(of: $0) }
        let known = given.compactMap { $0 }.unique
        let names = classes.isEmpty ? known : classes
        let positions = given.map { name in name.flatMap { names.firstIndex(of: $0) } }
        self.names = names
        rows = columns.map { fields in
            var states = [State?](repeating: nil, count: names.count)
            var isLeftOut = false
            for (column, field) in fields.enumerated() {
                guard let state = meanings.state(of: field) else {
                    return .failure(
                        Failure(
                            reason: "column '\(settings.columns[column])' is '\(field)'; expected "
                                + meanings.expected))
                }
                if let position = positions[column] {
                    states[position] = Self.united(states[position], state)
                } else if given[column] == nil, state == .positive {
                    isLeftOut = true
                }
            }
            return .success(isLeftOut ? nil : states.map { $0 ?? .negative })
        }
    }

    /// The state of a label that several columns or rows have: positive if any is, otherwise
    /// uncertain if any is, negative if any is, or missing.
    static func united(_ first: State?, _ second: State) -> State {
        guard let first else { return second }
        let both = [first, second]
        return [.positive, .uncertain, .negative].first(where: both.contains) ?? .missing
    }

    private static func sorted(_ names: some Sequence<String>) -> [String] {
        names.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }
}

extension TableLabels {
    /// The name, after renaming, of the label that says that no other applies; nil if there is
    /// none.
    var noneName: String? { none.flatMap { name(of: $0) } }

    /// The name of a label after renaming; nil if images with it are left out.
    func name(of label: String) -> String? {
        if let name = names[label] { return name }
        // A number is the same in every spelling.
        if let number = Double(label) {
            for (key, name) in names where Double(key) == number { return name }
        }
        return label
    }
}

/// The meanings of the fields in columns of labels.
private struct TableValues {
    private static let usual: [(TableLabels.Value, [String])] = [
        (.positive, ["1", "true", "yes", "positive"]),
        (.negative, ["0", "false", "no", "negative"]),
        (.uncertain, ["-1", "u", "uncertain"]),
        (.missing, ["", "na", "n/a", "nan", "null", "none"]),
    ]

    private var known: [String: TableStates.State] = [:]
    private var numbers: [Double: TableStates.State] = [:]

    init(_ labels: TableLabels) {
        let all = Self.usual + TableLabels.Value.allCases.map { ($0, labels.values[$0] ?? []) }
        for (value, texts) in all {
            let state: TableStates.State =
                switch value {
                case .positive: .positive
                case .negative: .negative
                case .uncertain: .uncertain
                case .missing: .missing
                }
            for text in texts {
                known[text.lowercased()] = state
                if let number = Double(text), number.isFinite { numbers[number] = state }
            }
        }
    }

    /// The state that a field means; nil if it is unknown. `1`, `1.0` and `true` are the same.
    func state(of field: String) -> TableStates.State? {
        known[field.lowercased()] ?? Double(field).flatMap { numbers[$0] }
    }

    var expected: String {
        "1 or 0, -1 for uncertain, or an empty field; other texts are listed in labels.values"
    }
}

extension StringProtocol {
    /// The text without white space at its ends.
    fileprivate var trimmingWhitespace: String {
        let start = drop(while: \.isWhitespace)
        return String(start.reversed().drop(while: \.isWhitespace).reversed())
    }
}
