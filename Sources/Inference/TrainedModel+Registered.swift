package import Results
import Vocabulary

extension TrainedModel {
    /// Reads a registered model.
    /// - Parameters:
    ///   - file: its `model.json`.
    ///   - folder: the folder with its files.
    /// - Throws: as of `init(trials:)`.
    init(_ file: ModelFile, in folder: String) throws {
        let path = "\(folder)/\(ModelFile.name)"
        let networks =
            try file.members.isEmpty
            ? [TrainedNetwork(trial: folder)]
            : file.members.enumerated().map { index, member in
                let own = "\(folder)/\(ModelFile.folder(ofMember: index))"
                let network = try TrainedNetwork(trial: own)
                guard network.record?.id == member.trial, network.record?.key == member.key,
                    network.digest == member.sha256
                else {
                    throw PredictionError(
                        "\(own): contains \(network.record?.id ?? "no trial") "
                            + "(\(network.digest?.prefix(12) ?? "no checkpoint")), but \(path) "
                            + "lists \(member.trial) (\(member.sha256.prefix(12))); register the "
                            + "model again")
                }
                return network
            }
        if let positive = file.positiveClass, !networks[0].classes.contains(positive) {
            throw PredictionError(
                "\(path): its positive class \(positive) is not one of the classes "
                    + networks[0].classes.joined(separator: ", "))
        }
        let (classes, task) = (networks[0].classes, networks[0].description.task)
        let reason =
            file.decisions.contradiction(classes: classes.count, positive: file.positiveClass)
            ?? file.decisions.contradiction(labels: task.isMultilabel ? classes : nil)
        if let reason { throw PredictionError("\(path): \(reason)") }
        try self.init(networks.map { $0.with(positiveClass: file.positiveClass) }, file.decisions)
    }

    /// The description of the model for the folder of a registered model; nil for a trial without
    /// decisions, whose own files describe it.
    package var file: ModelFile? {
        guard members.count > 1 || !decisions.isEmpty else { return nil }
        let trials =
            members.count == 1
            ? []
            : members.compactMap { member in
                member.record.map {
                    ModelFile.Member(trial: $0.id, key: $0.key, sha256: member.digest ?? "")
                }
            }
        return ModelFile(members: trials, positiveClass: positiveClass, decisions: decisions)
    }
}
