import JSON
import Studies
import Training
import Vocabulary

extension TrialSettings {
    /// Contradictions among the settings of the optimizer, and with the trained layers.
    func optimizerContradictions(trainsBackbone: Bool) throws -> [Contradiction] {
        let rates = baseRates(trainsBackbone: trainsBackbone)
        let own = try Optimizers.all.make(training.optimizer)?.contradictions ?? []
        let largest = rates.map(\.value).max() ?? 0
        var found = own.map { $0.below("training.optimizer") }
        found += rates.flatMap { Self.outOfRange($0) }
        found += backboneRate(trainsBackbone: trainsBackbone)
        return found + weightDecay(largest: largest) + moments
    }

    /// A learning rate that is zero, infinite or too small in single precision, in which the engine
    /// computes.
    private static func outOfRange(_ rate: BaseRate) -> [Contradiction] {
        let got = JSONValue.text(of: rate.value)
        if Float(rate.value) == 0 {
            return [
                Contradiction(
                    .error, rate.path,
                    "must be at least 1e-45: a smaller rate is 0 in single precision, so nothing "
                        + "is learned; got \(got)")
            ]
        }
        if !Float(rate.value).isFinite {
            return [
                Contradiction(
                    .error, rate.path,
                    "must be at most 3.4e38: a larger rate is infinite in single precision; "
                        + "got \(got)")
            ]
        }
        // A step of Adam changes a weight by about the learning rate; weights near 0.01 are about
        // 1e-9 apart in single precision.
        guard rate.value < 1e-12 else { return [] }
        return [
            Contradiction(
                .note, rate.path,
                "is \(got), too small to change a weight in single precision: almost nothing is "
                    + "learned")
        ]
    }

    /// A learning rate of the backbone that has no effect, because the backbone is not trained.
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

    /// A weight decay that outweighs the gradient.
    /// - Parameter largest: the largest base rate.
    private func weightDecay(largest: Double) -> [Contradiction] {
        let optimizer = training.optimizer
        guard let decay = optimizer.values.optionalNumber("weightDecay") else { return [] }
        let path = "training.optimizer.weightDecay"
        let got = JSONValue.text(of: decay)
        // SGD, AdamW and Lion subtract `rate * decay` times the weight in a step; the other
        // optimizers normalize the gradient, the penalty included.
        if [SGD.kind, AdamW.kind, Lion.kind].contains(optimizer.kind) {
            guard largest * decay >= 1 else { return [] }
            return [
                Contradiction(
                    .error, path,
                    "times the learning rate (\(JSONValue.text(of: largest))) must be less than 1, "
                        + "otherwise a step removes the whole weight or more; got \(got)")
            ]
        }
        guard decay >= 1 else { return [] }
        return [
            Contradiction(
                Float(decay).isFinite ? .note : .error, path,
                "is \(got): the penalty outweighs the gradient of the loss")
        ]
    }

    /// Contradictions among the settings of the running means: `epsilon`, `beta1` and `beta2`.
    private var moments: [Contradiction] {
        let values = training.optimizer.values
        var found: [Contradiction] = []
        if let epsilon = values.optionalNumber("epsilon"), Float(epsilon) == 0 {
            found.append(
                Contradiction(
                    .error, "training.optimizer.epsilon",
                    "must be at least 1e-45: a smaller value is 0 in single precision, so a gradient "
                        + "of 0 is divided by 0; got \(JSONValue.text(of: epsilon))"))
        }
        if let first = values.optionalNumber("beta1"), let second = values.optionalNumber("beta2"),
            first > second
        {
            found.append(
                Contradiction(
                    .note, "training.optimizer.beta1",
                    "is \(JSONValue.text(of: first)), greater than beta2 "
                        + "(\(JSONValue.text(of: second))): the two may be swapped"))
        }
        return found
    }
}
