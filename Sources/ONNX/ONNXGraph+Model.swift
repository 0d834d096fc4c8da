import Networks
import Results
import Tensors
import Vocabulary

extension ONNXGraph {
    /// Adds the networks and the computations after their logits.
    /// - Returns: the outputs of the model.
    /// - Throws: `ONNXError` if a parameter has no value.
    mutating func add(
        _ networks: [ONNXNetwork], _ decisions: ModelDecisions, positive: Int?,
        isMultilabel: Bool, hasProbabilities: Bool
    ) throws(ONNXError) -> [ONNXValue] {
        let classes = networks[0].graph.outputShape[1]
        let logits = ONNXValue(name: ONNXModel.logits, type: .float, shape: [classes])
        let probabilities = ONNXValue(
            name: ONNXModel.probabilities, type: .float, shape: [classes])
        if networks.count == 1, decisions.isEmpty, !isMultilabel {
            try add(networks[0], ONNXModel.image, prefix: "", output: logits.name)
            guard hasProbabilities else { return [logits] }
            add(
                "Softmax", probabilities.name, [logits.name], probabilities.name,
                [Self.attribute("axis", 1)])
            return [logits, probabilities]
        }
        let (members, mean) = try addMembers(
            networks, decisions.augmentation, classes, isMultilabel: isMultilabel,
            logits: logits.name)
        let calibrated =
            decisions.calibration.map { addCalibration($0.map, mean) }
            ?? addCalibrations(decisions.labels, mean)
        _ = addCast(calibrated, to: .float, probabilities.name)
        let decided =
            isMultilabel
            ? addLabels(decisions.labels, calibrated)
            : add(decisions, calibrated, classes: classes, positive: positive)
        guard members.count > 1 else { return [logits, probabilities] + decided }
        let predicted =
            decided.first { $0.name == ONNXModel.predicted }?.name
            ?? addMostProbable(calibrated, "spread.class")
        return [logits, probabilities] + decided
            + [addSpread(of: members, around: mean, predicted: predicted)]
    }

    /// Adds the networks, their mean probabilities, and the logits of those.
    /// - Returns: the names of the probabilities of each network and of their mean, `[N, K]`.
    private mutating func addMembers(
        _ networks: [ONNXNetwork], _ augmentation: [TestTimeAugmentation], _ classes: Int,
        isMultilabel: Bool, logits: String
    ) throws(ONNXError) -> (members: [String], mean: String) {
        let images = addViews(
            of: ONNXModel.image, side: networks[0].graph.inputShape[2], augmentation)
        let isSingle = networks.count == 1 && augmentation.isEmpty
        var members: [String] = []
        for (index, network) in networks.enumerated() {
            let prefix = networks.count == 1 ? "" : "members.\(index)."
            let own = isSingle ? logits : "\(prefix)logits.views"
            try add(network, images, prefix: prefix, output: own)
            members.append(
                addProbabilities(
                    of: own, views: 1 + augmentation.count, classes: classes,
                    isMultilabel: isMultilabel, prefix: prefix))
        }
        let mean = addMean(of: members)
        if !isSingle {
            let wide = isMultilabel ? addLogit(of: mean) : addLogarithm(of: mean, "mean")
            _ = addCast(wide, to: .float, logits)
        }
        return (members, mean)
    }
}
