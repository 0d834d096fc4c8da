package import JSON
import Vocabulary

extension TrainingEvent {
    /// The event as JSON; infinities and NaN are strings.
    package var json: JSONValue {
        switch self {
        case .step(let step): ["step": step.json]
        case .epoch(let epoch): ["epoch": epoch.json]
        case .finished: ["finished": true]
        case .diverged(let divergence): ["diverged": divergence.json]
        }
    }

    /// Reads the value of `json`.
    /// - Returns: nil for any other value.
    package init?(_ json: JSONValue) {
        if let step = json["step"].flatMap({ StepResult($0) }) {
            self = .step(step)
        } else if let epoch = json["epoch"].flatMap({ EpochResult($0) }) {
            self = .epoch(epoch)
        } else if json["finished"] != nil {
            self = .finished
        } else if let divergence = json["diverged"].flatMap({ Divergence($0) }) {
            self = .diverged(divergence)
        } else {
            return nil
        }
    }
}

extension StepResult {
    fileprivate var json: JSONValue {
        var json: JSONValue = [
            "step": JSONValue(exactly: step), "epoch": JSONValue(exactly: epoch),
            "epochs": JSONValue(exactly: epochs),
            "stepsPerEpoch": JSONValue(exactly: stepsPerEpoch),
            "learningRate": JSONValue(exactly: learningRate), "loss": JSONValue(exactly: loss),
            "gradientNorm": JSONValue(exactly: gradientNorm),
        ]
        json["imagesPerSecond"] = imagesPerSecond.map { JSONValue(exactly: $0) }
        return json
    }

    fileprivate init?(_ json: JSONValue) {
        guard let step = json["step"]?.int, let epoch = json["epoch"]?.int,
            let epochs = json["epochs"]?.int, let stepsPerEpoch = json["stepsPerEpoch"]?.int,
            let learningRate = json["learningRate"]?.exact, let loss = json["loss"]?.exact,
            let gradientNorm = json["gradientNorm"]?.exact
        else { return nil }
        self.init(
            step: step, epoch: epoch, epochs: epochs, stepsPerEpoch: stepsPerEpoch,
            learningRate: learningRate, loss: loss, gradientNorm: gradientNorm,
            imagesPerSecond: json["imagesPerSecond"]?.exact)
    }
}

extension EpochResult {
    fileprivate var json: JSONValue {
        let splits = Split.allCases.compactMap { split in
            self.splits[split].map { metrics in
                JSONValue.Member(
                    split.rawValue,
                    [
                        "loss": JSONValue(exactly: metrics.loss),
                        "accuracy": JSONValue(exactly: metrics.accuracy),
                    ])
            }
        }
        var json: JSONValue = [
            "epoch": JSONValue(exactly: epoch), "epochs": JSONValue(exactly: epochs),
            "learningRate": JSONValue(exactly: learningRate), "splits": .object(splits),
            "monitored": JSONValue(exactly: monitored), "seconds": JSONValue(exactly: seconds),
        ]
        json["imagesPerSecond"] = imagesPerSecond.map { JSONValue(exactly: $0) }
        return json
    }

    fileprivate init?(_ json: JSONValue) {
        guard let epoch = json["epoch"]?.int, let epochs = json["epochs"]?.int,
            let learningRate = json["learningRate"]?.exact, let members = json["splits"]?.members,
            let monitored = json["monitored"]?.exact, let seconds = json["seconds"]?.exact
        else { return nil }
        var splits: [Split: Metrics] = [:]
        for member in members {
            guard let split = Split(rawValue: member.key), let loss = member.value["loss"]?.exact,
                let accuracy = member.value["accuracy"]?.exact
            else { return nil }
            splits[split] = Metrics(loss: loss, accuracy: accuracy)
        }
        self.init(
            epoch: epoch, epochs: epochs, learningRate: learningRate, splits: splits,
            monitored: monitored, seconds: seconds,
            imagesPerSecond: json["imagesPerSecond"]?.exact)
    }
}

extension Divergence {
    private static let gradientNormName = "gradientNorm"

    fileprivate var json: JSONValue {
        let name =
            switch quantity {
            case .loss(let split): split.rawValue
            case .gradientNorm: Self.gradientNormName
            }
        var json: JSONValue = [
            "epoch": JSONValue(exactly: epoch), "stepsPerEpoch": JSONValue(exactly: stepsPerEpoch),
            "quantity": .string(name), "value": JSONValue(exactly: value),
        ]
        json["step"] = step.map { JSONValue(exactly: $0) }
        return json
    }

    fileprivate init?(_ json: JSONValue) {
        guard let epoch = json["epoch"]?.int, let stepsPerEpoch = json["stepsPerEpoch"]?.int,
            let name = json["quantity"]?.text, let value = json["value"]?.exact
        else { return nil }
        let quantity = Split(rawValue: name).map { Quantity.loss($0) }
        guard let quantity = quantity ?? (name == Self.gradientNormName ? .gradientNorm : nil)
        else { return nil }
        self.init(
            epoch: epoch, step: json["step"]?.int, stepsPerEpoch: stepsPerEpoch,
            quantity: quantity, value: value)
    }
}

extension JSONValue {
    /// A number, or a string such as `inf` for numbers that JSON cannot represent.
    fileprivate init(exactly number: Double) {
        self = number.isFinite ? .number(number) : .string("\(number)")
    }

    fileprivate init(exactly number: Int) { self = .number(Double(number)) }

    /// The number of `init(exactly:)`; nil for other values.
    fileprivate var exact: Double? { double ?? text.flatMap { Double($0) } }
}
