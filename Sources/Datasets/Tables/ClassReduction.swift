import Files
import Tensors
import Vocabulary

/// The reason why the rows of an image cannot be used.
struct RowFailure: Error {
    let reason: BadRows.Reason
    let text: String
}

/// The reduction of an image's labels to its class: the only positive label, or the positive class
/// against the rest. If an image can have several labels, all are kept.
struct ClassReduction {
    let task: ClassificationTask
    /// The classes, or the labels.
    let classes: [String]
    /// The class against which the rest is set; nil if there is none.
    let positiveClass: String?

    private enum Kind {
        case labels
        /// One class of several; the last one says that no label applies.
        case oneOf(hasNone: Bool)
        case positive(Int, negative: Negative)
    }

    /// The images of the negative class.
    private enum Negative {
        case rest
        /// Images without any label.
        case unlabeled
        case label(Int)
    }

    private let kind: Kind
    private let names: [String]
    /// The class that each class of `kind` is in `classes`.
    private let positions: [Int]

    /// - Throws: `TableError` for labels that the table does not have.
    init(
        _ settings: TableSettings, _ states: TableStates, _ task: ClassificationTask, path: String
    ) throws {
        self.task = task
        names = states.names
        let labels = settings.labels
        func failure(_ reason: String) -> TableError {
            TableError(path, line: nil, reason: reason)
        }
        var spellings: [String: String] = [:]
        for name in states.names {
            if let other = spellings.updateValue(name, forKey: name.lowercased()) {
                throw failure(
                    "the labels '\(other)' and '\(name)' differ only in case; correct the table, or "
                        + "make them one with dataset.table.labels.names")
            }
        }
        func index(_ name: String, _ key: String) throws -> Int {
            guard let index = states.names.firstIndex(of: name) else {
                throw failure(
                    "dataset.table.labels.\(key): no label '\(name)'; "
                        + Names(states.names).suggestion(for: name))
            }
            return index
        }
        if task.isMultilabel {
            guard labels.positive == nil else {
                throw failure(
                    "dataset.table.labels.positive makes two classes; remove it, or set dataset.task "
                        + "to binary")
            }
            (kind, classes, positiveClass) = (.labels, states.names, nil)
            positions = []
            return
        }
        guard labels.negative == nil || labels.positive != nil else {
            throw failure("dataset.table.labels.negative requires labels.positive")
        }
        let found: [String]
        if let positive = labels.positive {
            let negative: Negative =
                switch labels.negative {
                case nil: .rest
                case let name? where name == labels.noneName: .unlabeled
                case let name?: .label(try index(name, "negative"))
                }
            kind = .positive(try index(positive, "positive"), negative: negative)
            found = [labels.negative ?? "no \(positive)", positive]
            positiveClass = positive
        } else {
            let none = labels.noneName.flatMap { states.names.contains($0) ? nil : $0 }
            kind = .oneOf(hasNone: none != nil)
            found = states.names + (none.map { [$0] } ?? [])
            positiveClass = nil
        }
        // Names are in the order of the settings, otherwise sorted, except for two classes of which
        // one is the positive one.
        let order =
            !settings.classes.isEmpty
            ? settings.classes
            : positiveClass != nil
                ? found : found.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        guard Set(order).count == order.count, Set(order) == Set(found) else {
            throw failure(
                "dataset.table.classes must be \(found.joined(separator: ", ")), in any order; got "
                    + order.joined(separator: ", "))
        }
        classes = order
        positions = found.map { name in order.firstIndex(of: name) ?? 0 }
    }

    /// The class of an image; 0 if all labels are kept; nil for an image that is left out.
    /// - Parameter states: the states of all labels, `[L]`.
    func label(of states: [LabelState]) throws(RowFailure) -> Int? {
        switch kind {
        case .labels: states.contains { $0 != .ignored } ? 0 : nil
        case .oneOf(let hasNone): try one(of: states, hasNone).map { positions[$0] }
        case .positive(let positive, let negative):
            try side(of: states, positive, negative).map { positions[$0] }
        }
    }

    private func one(of states: [LabelState], _ hasNone: Bool) throws(RowFailure) -> Int? {
        let positive = states.indices.filter { states[$0] == .positive }
        if positive.count == 1 { return positive[0] }
        guard positive.isEmpty else {
            let shown = positive.prefix(4).map { names[$0] }.joined(separator: ", ")
            throw RowFailure(
                reason: .badValue,
                text:
                    "\(positive.count) labels (\(shown)); set dataset.table.labels.positive to use "
                    + "one label against the rest")
        }
        if states.contains(.ignored) { return nil }
        if hasNone { return states.count }
        throw RowFailure(reason: .noLabel, text: "no label is positive")
    }

    private func side(
        of states: [LabelState], _ positive: Int, _ negative: Negative
    ) throws(RowFailure) -> Int? {
        switch negative {
        case .rest: break
        case .unlabeled:
            if states[positive] == .negative, states.contains(where: { $0 != .negative }) {
                return nil
            }
        case .label(let other):
            if states[positive] == .positive, states[other] == .positive {
                throw RowFailure(
                    reason: .badValue, text: "both \(names[positive]) and \(names[other])")
            }
            if states[positive] == .negative, states[other] != .positive { return nil }
        }
        switch states[positive] {
        case .positive: return 1
        case .negative: return 0
        case .ignored: return nil
        }
    }
}
