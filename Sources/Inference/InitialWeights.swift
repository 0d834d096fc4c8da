import Foundation
package import Networks
package import Results
package import Tensors
package import Weights

/// The initial weights of a network from a checkpoint: the entry of each parameter.
///
/// Every parameter must be in the checkpoint with its shape, with two exceptions: the weight and
/// the bias of the last layer are not loaded if the checkpoint does not contain them or has a
/// different number of classes; and counters of batch norms may be missing, as in old files.
package struct InitialWeights: Sendable {
    /// The name and digest of the file, and the parameters that keep their random values.
    package private(set) var record: WeightsRecord
    /// Notes for the user about entries that are not loaded or ignored.
    package private(set) var notes: [String]
    private let file: any WeightsFile
    /// The parameters that are read from the file; counters may be missing.
    private let wanted: [Parameter]
    /// The entries by the name of the parameter.
    private let entries: [String: WeightsEntry]

    /// Compares the checkpoint with the network, without reading tensors.
    /// - Parameters:
    ///   - digest: the digest of the file.
    ///   - kind: the kind of the network, for messages.
    ///   - hasOwnHead: true if the network has the classifier of the architecture and no other
    ///     head.
    /// - Throws: `WeightsMismatch` with all parameters that are missing or have a different shape.
    package init(
        _ file: any WeightsFile, digest: String, for graph: Graph, of kind: String,
        hasOwnHead: Bool = true
    ) throws(WeightsMismatch) {
        let head = graph.head
        let named = NamedEntries(file, for: graph.parameters, head: head, findsHead: hasOwnHead)
        let leavesHead =
            hasOwnHead
            ? Self.hasOtherClasses(named, head) || Self.hasNoHead(named, graph)
            : head.contains { named.entries[$0.name]?.shape != $0.shape }
        wanted = graph.parameters.filter { !leavesHead || !head.contains($0) }
        let mismatch = WeightsMismatch(file, kind: kind, named, wanted)
        guard mismatch.isEmpty else { throw mismatch }
        let used = Set(wanted.map(\.name))
        entries = named.entries.filter { used.contains($0.key) }
        self.file = file
        record = WeightsRecord(
            file: URL(fileURLWithPath: file.path).lastPathComponent, sha256: digest,
            leftOut: leavesHead ? head.map(\.name) : [])
        notes = Self.notes(record, kind, hasOwnHead: hasOwnHead, named)
    }

    /// The values of the parameters in the checkpoint, by name; those of a damaged counter are left
    /// out.
    /// - Throws: `FileError` if the checkpoint cannot be read; `UnusableValues` if it contains
    ///   numbers with which no network computes.
    package func tensors() throws -> [String: Tensor] {
        var tensors: [String: Tensor] = [:]
        var unusable: [UnusableValues.Entry] = []
        for parameter in wanted {
            guard let entry = entries[parameter.name] else { continue }
            let tensor = try file.tensor(of: entry)
            if let reason = UnusableValues.reason(tensor, parameter) {
                if parameter.role != .counter { unusable.append((entry.name, reason)) }
            } else {
                tensors[parameter.name] = tensor
            }
        }
        guard let error = UnusableValues(file.path, unusable) else { return tensors }
        throw error
    }

    /// The checkpoint with the parameters of the network alone, under their names.
    package var checkpoint: SelectedWeights {
        SelectedWeights(
            file,
            entries.sorted { $0.value.bytes.lowerBound < $1.value.bytes.lowerBound }
                .map { $0.value.renamed($0.key) })
    }

    /// Records contradictions between the settings of a trial and those in the metadata of the
    /// file.
    package mutating func note(_ differences: [String]) {
        record.differences = differences
        guard !differences.isEmpty else { return }
        notes.append(
            "\(record.file): was trained with settings that differ from those of this study: "
                + differences.joined(separator: "; "))
    }

    /// True if the weight of the last layer differs only in the number of classes.
    private static func hasOtherClasses(_ named: NamedEntries, _ head: [Parameter]) -> Bool {
        guard let weight = head.first, let found = named.entries[weight.name]?.shape else {
            return false
        }
        return found.rank == weight.shape.rank && found[0] != weight.shape[0]
            && found.extents.dropFirst() == weight.shape.extents.dropFirst()
    }

    /// True if a checkpoint contains every parameter but those of the last layer, as a backbone
    /// does.
    private static func hasNoHead(_ named: NamedEntries, _ graph: Graph) -> Bool {
        let head = graph.head.map(\.name)
        func has(_ name: String) -> Bool {
            named.entries[name] != nil || named.unreadable[name] != nil
        }
        return !head.contains(where: has)
            && graph.parameters.allSatisfy {
                head.contains($0.name) || $0.role == .counter || has($0.name)
            }
    }

    private static func notes(
        _ record: WeightsRecord, _ kind: String, hasOwnHead: Bool, _ named: NamedEntries
    ) -> [String] {
        var notes: [String] = []
        func add(_ text: String) { notes.append("\(record.file): \(text)") }
        if !named.prefix.isEmpty {
            add("the prefix '\(named.prefix)' of the names of its entries is ignored")
        }
        if named.naming != .torchvision {
            add("its names are those of \(named.naming.title), and are read as torchvision's")
        }
        if !named.alternatives.isEmpty {
            let names = named.alternatives.map { "'\($0)'" }.joined(separator: ", ")
            add(
                "also contains other weights of \(kind), which are not used: \(names); "
                    + WeightsMismatch.choice)
        }
        if let head = named.otherHead { add("its last layer is '\(head)'") }
        if !record.leftOut.isEmpty {
            let names = record.leftOut.joined(separator: ", ")
            let isMissing = record.leftOut.allSatisfy { named.entries[$0] == nil }
            add(
                isMissing || !hasOwnHead
                    ? "does not contain the head; \(names) have random initial values"
                        + headChoice(named.headCandidates)
                    : "has a different number of classes, so \(names) are not loaded")
        }
        if !named.others.isEmpty {
            add(
                "\(named.others.count) entries do not belong to \(kind) and are ignored: "
                    + summary(of: named.others))
        }
        return notes
    }
}

/// The layers of which each could be the last, as the end of a message; empty if there are none.
func headChoice(_ candidates: [String]) -> String {
    guard !candidates.isEmpty else { return "" }
    let names = shortened(candidates.map { "'\($0)'" })
    return "; several layers could be the last: \(names)"
}

extension InitialWeights {
    /// A list of names; many names are counted by their first parts.
    private static func summary(of names: [String]) -> String {
        guard names.count > 10 else { return shortened(names) }
        var order: [String] = []
        var counts: [String: Int] = [:]
        for part in names.map({ String($0.prefix { $0 != "." }) }) {
            if counts[part] == nil { order.append(part) }
            counts[part, default: 0] += 1
        }
        return shortened(order.map { "\($0) (\(counts[$0] ?? 0))" })
    }
}

extension Graph {
    /// The names of the counter parameters, which checkpoints store as integers.
    package var counters: Set<String> {
        Set(parameters.filter { $0.role == .counter }.map(\.name))
    }
}
