import Foundation
package import Networks
package import Results
package import Tensors
package import Weights

/// A checkpoint as the start of a network: which entry goes into which parameter.
///
/// Every parameter must be there in its shape, with three exceptions. Where the checkpoint has
/// another number of classes, the weight and the bias of the last layer are left out; a head that
/// replaces the network's own may be missing; and so may counters of batch norms, as in old files.
package struct InitialWeights: Sendable {
    /// The file's name and digest, and the parameters that keep their random start.
    package private(set) var record: WeightsRecord
    /// What the reader should know: entries left out or ignored.
    package private(set) var notes: [String]
    private let file: any WeightsFile
    /// By the parameter's name.
    private let entries: [String: WeightsEntry]

    /// Compares the checkpoint with the network; reads no tensor yet.
    /// - Parameters:
    ///   - digest: of the file.
    ///   - kind: the network's, for messages.
    ///   - hasOwnHead: whether the network has the architecture's classifier and none in its place.
    /// - Throws: `WeightsMismatch` with all that is missing or of another shape.
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
        let taken = Set(wanted.map(\.name))
        entries = named.entries.filter { taken.contains($0.key) }
        self.file = file
        record = WeightsRecord(
            file: URL(fileURLWithPath: file.path).lastPathComponent, sha256: digest,
            leftOut: leavesHead ? head.map(\.name) : [])
        notes = Self.notes(
            record, kind, hasOwnHead, prefix: named.prefix,
            unknown: file.entries.filter { !names.contains(named.name(of: $0)) }.map(\.name))
    }

    /// The first values of the parameters, by name, without those that keep their random start.
    /// - Throws: `FileError` when the checkpoint cannot be read.
    package func tensors() throws -> [String: Tensor] {
        try entries.mapValues { try file.tensor(of: $0) }
    }

    /// Remembers where a trial contradicts what the file says of itself.
    package mutating func note(_ differences: [String]) {
        record.differences = differences
        guard !differences.isEmpty else { return }
        notes.append(
            "\(record.file): was trained otherwise than this study uses it: "
                + differences.joined(separator: "; "))
    }

    /// Whether the last layer's weight differs in the number of classes alone.
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
            notes.append("\(record.file): '\(prefix)' is left off the names of its entries")
        }
        if !record.leftOut.isEmpty {
            let names = record.leftOut.joined(separator: ", ")
            notes.append(
                hasOwnHead
                    ? "\(record.file): has another number of classes, so left out are \(names)"
                    : "\(record.file): has no such head; \(names) start from random values")
        }
        if !unknown.isEmpty {
            notes.append(
                "\(record.file): \(unknown.count) entries are not of \(kind) and are ignored: "
                    + shortened(unknown))
        }
        return notes
    }
}

extension Graph {
    /// The names of the parameters that count, which checkpoints hold as integers.
    package var counters: Set<String> {
        Set(parameters.filter { $0.role == .counter }.map(\.name))
    }
}

/// A checkpoint's entries under the names that a network uses.
package struct NamedEntries {
    /// By name, as far as the network knows it.
    package let entries: [String: WeightsEntry]
    /// What training programs put before the names, such as `module.`; left off here.
    package let prefix: String

    /// What training programs wrap a network's entries in.
    private static let wrappers: Set<Substring> = [
        "state_dict", "model_state_dict", "model", "module",
    ]

    /// - Parameter names: those of the network's parameters.
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

    /// The name that an entry of the file has here.
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
