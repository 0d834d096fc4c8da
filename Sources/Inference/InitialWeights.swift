import Foundation
package import Networks
package import Results
package import Tensors
package import Weights

/// The initial weights of a network from a checkpoint: the entry of each parameter.
///
/// Every parameter must be in the checkpoint with its shape, with three exceptions: if the
/// checkpoint has a different number of classes, the weight and the bias of the last layer are not
/// loaded; a head that replaces the classifier of the architecture may be missing; and so may
/// counters of batch norms, as in old files.
package struct InitialWeights: Sendable {
    /// The name and digest of the file, and the parameters that keep their random values.
    package private(set) var record: WeightsRecord
    /// Notes for the user about entries that are not loaded or ignored.
    package private(set) var notes: [String]
    private let file: any WeightsFile
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
        let named = NamedEntries(file, for: graph.parameters.map(\.name))
        let head = graph.head
        let leavesHead =
            hasOwnHead
            ? Self.hasOtherClasses(named, head)
            : head.contains { named.entries[$0.name]?.shape != $0.shape }
        let wanted = graph.parameters.filter { !leavesHead || !head.contains($0) }
        let mismatch = WeightsMismatch(
            path: file.path, kind: kind,
            missing: wanted.filter { $0.role != .counter }.map(\.name).filter {
                named.entries[$0] == nil
            },
            differing: wanted.compactMap { parameter in
                guard let entry = named.entries[parameter.name], entry.shape != parameter.shape
                else { return nil }
                return .init(name: entry.name, expected: parameter.shape, got: entry.shape)
            })
        guard mismatch.isEmpty else { throw mismatch }
        let names = Set(graph.parameters.map(\.name))
        let used = Set(wanted.map(\.name))
        entries = named.entries.filter { used.contains($0.key) }
        self.file = file
        record = WeightsRecord(
            file: URL(fileURLWithPath: file.path).lastPathComponent, sha256: digest,
            leftOut: leavesHead ? head.map(\.name) : [])
        notes = Self.notes(
            record, kind, hasOwnHead, prefix: named.prefix,
            unknown: file.entries.filter { !names.contains(named.name(of: $0)) }.map(\.name))
    }

    /// The values of the parameters in the checkpoint, by name.
    /// - Throws: `FileError` if the checkpoint cannot be read.
    package func tensors() throws -> [String: Tensor] {
        try entries.mapValues { try file.tensor(of: $0) }
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

    private static func notes(
        _ record: WeightsRecord, _ kind: String, _ hasOwnHead: Bool, prefix: String,
        unknown: [String]
    ) -> [String] {
        var notes: [String] = []
        if !prefix.isEmpty {
            notes.append(
                "\(record.file): the prefix '\(prefix)' of the names of its entries is ignored")
        }
        if !record.leftOut.isEmpty {
            let names = record.leftOut.joined(separator: ", ")
            notes.append(
                hasOwnHead
                    ? "\(record.file): has a different number of classes, so \(names) are not loaded"
                    : "\(record.file): does not contain the head; \(names) have random initial values"
            )
        }
        if !unknown.isEmpty {
            notes.append(
                "\(record.file): \(unknown.count) entries do not belong to \(kind) and are ignored: "
                    + shortened(unknown))
        }
        return notes
    }
}

extension Graph {
    /// The names of the counter parameters, which checkpoints store as integers.
    package var counters: Set<String> {
        Set(parameters.filter { $0.role == .counter }.map(\.name))
    }
}

/// The entries of a checkpoint under the names of a network's parameters.
package struct NamedEntries {
    /// The entries by the names of the network's parameters; other entries are omitted.
    package let entries: [String: WeightsEntry]
    /// The prefix that a training program added to the names, such as `module.`; it is removed
    /// here.
    package let prefix: String

    /// The names under which training programs wrap the entries of a network.
    private static let wrappers: Set<Substring> = [
        "state_dict", "model_state_dict", "model", "module",
    ]

    /// - Parameter names: the names of the network's parameters.
    package init(_ file: any WeightsFile, for names: [String]) {
        let wanted = Set(names)
        var found: [String: [String: WeightsEntry]] = [:]
        for entry in file.entries {
            let prefix = Self.prefix(of: entry.name)
            let name = TorchvisionNames.current(String(entry.name.dropFirst(prefix.count)))
            if wanted.contains(name) { found[prefix, default: [:]][name] = entry }
        }
        let best = found.max { ($0.value.count, $1.key) < ($1.value.count, $0.key) }
        entries = best?.value ?? [:]
        prefix = best?.key ?? ""
    }

    /// The name of an entry without the prefix, as the network names it.
    package func name(of entry: WeightsEntry) -> String {
        guard entry.name.hasPrefix(prefix) else { return entry.name }
        return TorchvisionNames.current(String(entry.name.dropFirst(prefix.count)))
    }

    private static func prefix(of name: String) -> String {
        let parts = name.split(separator: ".", omittingEmptySubsequences: false)
        let wrapping = parts.prefix { wrappers.contains($0) }
        return wrapping.map { "\($0)." }.joined()
    }
}
