import Images
import JSON
import Networks
import Results
import Studies
import Tensors
import Vocabulary
package import Weights

extension TrainedNetwork {
    /// Determines the settings and the head of a network from the shapes in a file without a
    /// description.
    /// - Parameter own: the description of classes and preprocessing in the file, if it has one.
    /// - Throws: `PredictionError`, `ShapeError`; `WeightsMismatch` for the default settings of the
    ///   network if no settings fit.
    package static func found(
        in file: any WeightsFile, kind: String, _ own: ModelDescription?, _ options: ModelOptions
    ) throws -> ModelDescription {
        let transform = try own?.transform ?? options.transform(path: file.path)
        let side = transform.crop
        var failure: (any Error)?
        // A head whose name is in the file has priority.
        var other: ModelDescription?
        for settings in try candidates(kind, file) {
            let graph = try settings.network(classes: 2, imageSize: side)
                .graph(input: [1, 3, side, side])
            do {
                let named = NamedEntries(file, for: graph.parameters, head: graph.head)
                let weights = try InitialWeights(file, digest: "", for: graph, of: kind)
                let head = graph.head.first.flatMap { named.entries[$0.name] }
                guard weights.record.leftOut.isEmpty || head != nil else {
                    let names = weights.record.leftOut.joined(separator: ", ")
                    failure =
                        failure
                        ?? PredictionError(
                            "\(file.path): does not contain the last layer (\(names))"
                                + headChoice(named.headCandidates))
                    continue
                }
                let rank = graph.head.first?.shape.rank
                let count = head.flatMap { $0.shape.rank == rank ? $0.shape[0] : nil }
                let description = ModelDescription(
                    architecture: settings,
                    classes: try classes(count, own?.classes ?? options.classes, file.path),
                    transform: transform, normalization: own?.normalization ?? .imageNet)
                guard named.otherHead != nil else { return description }
                other = other ?? description
            } catch let error as WeightsMismatch { failure = failure ?? error }
        }
        if let other { return other }
        throw failure ?? PredictionError("\(file.path): does not fit the network \(kind)")
    }

    private static func classes(
        _ count: Int?, _ names: [String]?, _ path: String
    ) throws -> [String] {
        guard count != 1 else {
            throw PredictionError(
                "\(path): the network has one output, as for a sigmoid; "
                    + "expected an output for each class")
        }
        let count = count ?? names?.count ?? 2
        guard let names else { return (0..<count).map { "\($0)" } }
        guard names.count == count else {
            throw PredictionError(
                "\(path): has \(count) classes; got \(names.count) class names")
        }
        return names
    }

    /// The settings to try: first the default settings of the network, then those with the number
    /// of channels of the first convolution in the file, each with every head.
    private static func candidates(
        _ kind: String, _ file: any WeightsFile
    ) throws -> [NetworkSettings] {
        let settings = NetworkRegistry.descriptions.first { $0.kind == kind }?.settings ?? []
        var plain: [JSONValue] = [["kind": .string(kind)]]
        if settings.contains(where: { $0.name == "channels" }),
            let first = file.entries.first(where: { $0.shape.rank == 4 && $0.shape[1] == 3 })
        {
            plain.append([
                "kind": .string(kind), "channels": .number(Double(first.shape[0])),
            ])
        }
        return try plain.flatMap { network in
            try Heads.all.descriptions.map { head in
                var json = network
                json["head"] = .string(head.kind)
                return try NetworkSettings(architecture: json, catalog: .models, file: file.path)
            }
        }
    }
}
