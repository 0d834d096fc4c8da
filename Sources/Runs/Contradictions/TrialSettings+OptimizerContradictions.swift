import JSON
import Studies
import Training
import Vocabulary

extension TrialSettings {
    /// What of the optimizer makes no sense with itself and with what trains.
    func optimizerContradictions(trainsBackbone: Bool) throws -> [Contradiction] {
        let rates = baseRates(trainsBackbone: trainsBackbone)
        let own = try Optimizers.all.make(training.optimizer)?.contradictions ?? []
        let largest = rates.map(\.value).max() ?? 0
        var found = own.map { $0.below("training.optimizer") }
        found += rates.flatMap { Self.outOfRange($0) }
        found += backboneRate(trainsBackbone: trainsBackbone)
        return found + weightDecay(largest: largest) + moments
    }

    /// A rate that is no rate in the engine's single precision.
    private static func outOfRange(_ rate: BaseRate) -> [Contradiction] {
        let got = JSONValue.text(of: rate.value)
        if Float(rate.value) == 0 {
            return [
                Contradiction(
                    .error, rate.path,
                    "must be at least 1e-45, for less is 0 in single precision and nothing is learnt; "
                        + "got \(got)")
            ]
        }
        if !Float(rate.value).isFinite {
            return [
                Contradiction(
                    .error, rate.path,
                    "must be at most 3.4e38, for more is infinite in single precision; got \(got)")
            ]
        }
        // A step of Adam is about as long as the rate, and weights of 0.01 are about 1e-9 apart.
        guard rate.value < 1e-12 else { return [] }
        return [
            Contradiction(
                .note, rate.path,
                "is \(got), too small to change a weight in single precision: next to nothing is "
                    + "learnt")
        ]
    }

    private func backboneRate(trainsBackbone: Bool) -> [Contradiction] {
        guard !trainsBackbone,
            let rate = training.optimizer.values.optionalNumber("backboneLearningRate")
        else { return [] }
        return [
            Contradiction(
                .note, "training.optimizer.backboneLearningRate",
                "is \(JSONValue.text(of: rate)) and has no effect: only the head trains, with "
                    + "training.optimizer.learningRate; set network.train or network.unfreezeEpoch to "
                    + "train more")
        ]
    }

    /// A decay that outweighs what is learnt.
    /// - Parameter largest: the largest base rate.
    private func weightDecay(largest: Double) -> [Contradiction] {
        let optimizer = training.optimizer
        guard let decay = optimizer.values.optionalNumber("weightDecay") else { return [] }
        let path = "training.optimizer.weightDecay"
        let got = JSONValue.text(of: decay)
        // These take `rate * decay` of a weight away in a step; the others divide it by its size.
        if [SGD.kind, AdamW.kind].contains(optimizer.kind) {
            guard largest * decay >= 1 else { return [] }
            return [
                Contradiction(
                    .error, path,
                    "times the learning rate (\(JSONValue.text(of: largest))) must be below 1, else a step "
                        + "takes away a whole weight or more; got \(got)")
            ]
        }
        guard decay >= 1 else { return [] }
        return [
            Contradiction(
                Float(decay).isFinite ? .note : .error, path,
                "is \(got): the penalty outweighs the gradient of the loss")
        ]
    }

    /// Settings of the running means.
    private var moments: [Contradiction] {
        let values = training.optimizer.values
        var found: [Contradiction] = []
        if let epsilon = values.optionalNumber("epsilon"), Float(epsilon) == 0 {
            found.append(
                Contradiction(
                    .error, "training.optimizer.epsilon",
                    "must be at least 1e-45, for less is 0 in single precision and a gradient of 0 is "
                        + "divided by 0; got \(JSONValue.text(of: epsilon))"))
        }
        if let first = values.optionalNumber("beta1"), let second = values.optionalNumber("beta2"),
            first > second
        {
            found.append(
                Contradiction(
                    .note, "training.optimizer.beta1",
                    "is \(JSONValue.text(of: first)), above beta2 (\(JSONValue.text(of: second))): the two may "
                        + "be the wrong way round"))
        }
        return found
    }
}
