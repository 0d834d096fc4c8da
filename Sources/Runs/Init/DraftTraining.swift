import JSON
import Networks
import Terminal
import Training
import Weights

/// The networks, schedules, seeds and training settings of a new study, and the reasons for them.
struct DraftTraining {
    let networks: [String]
    let schedules: [String]
    let seeds: Int
    let epochs: Int
    private let images: Int
    private let startsFromImageNet: Bool

    /// - Parameter images: the number of training images.
    init(_ options: DraftOptions, images: Int) {
        self.images = images
        networks = options.networks ?? Self.usualNetworks
        epochs = options.epochs ?? Self.usualEpochs(images: images)
        schedules = options.schedules ?? Self.usualSchedules(epochs: epochs)
        seeds = options.seeds ?? Self.usualSeeds
        startsFromImageNet = options.startsFromImageNet
    }

    static let usualNetworks = [CNN4.kind]
    static let usualSeeds = 3

    /// A single epoch has one rate, so it has one schedule.
    static func usualSchedules(epochs: Int) -> [String] {
        epochs > 1 ? [Constant.kind, Cosine.kind] : [Constant.kind]
    }

    static func usualEpochs(images: Int) -> Int {
        images < 500 ? 20 : images < 2000 ? 10 : 5
    }

    /// Few images get small batches, so that an epoch has several steps.
    private var batchSize: Int { images < 80 ? 8 : images < 320 ? 16 : 32 }

    private func hasWeights(_ network: String) -> Bool {
        startsFromImageNet && TorchvisionFile(kind: network) != nil
    }

    /// Larger networks with random weights need a lower rate than small ones and new heads.
    private var learningRate: Double {
        networks.contains { $0 != CNN4.kind && !hasWeights($0) } ? 0.0003 : 0.001
    }

    /// The section `training`, without its settings for classes of different size.
    var json: JSONValue {
        [
            "epochs": .number(Double(epochs)), "batchSize": .number(Double(batchSize)),
            "optimizer": ["kind": .string(Adam.kind), "learningRate": .number(learningRate)],
        ]
    }

    /// The section `sweep`.
    var sweep: JSONValue {
        [
            "network": .array(networks.map(network)), "schedule": .array(schedules.map(schedule)),
            "seed": .array((1...seeds).map { .number(Double($0)) }),
        ]
    }

    private func network(_ kind: String) -> JSONValue {
        guard hasWeights(kind) else { return .string(kind) }
        return ["kind": .string(kind), "weights": "imagenet", "train": "head"]
    }

    /// A schedule by its name, or with the settings that suit the number of epochs.
    private func schedule(_ kind: String) -> JSONValue {
        switch kind {
        case StepDecay.kind where epochs > 3:
            ["kind": .string(kind), "every": .number(Double(epochs / 3))]
        case Staircase.kind where epochs > 3:
            ["kind": .string(kind), "rate": 0.5, "every": .number(Double(epochs / 3))]
        case CosineRestarts.kind where epochs > 3:
            ["kind": .string(kind), "every": .number(Double(epochs / 2))]
        case Plateau.kind where epochs > 3:
            ["kind": .string(kind), "patience": .number(Double(epochs / 5))]
        default: .string(kind)
        }
    }

    /// The reasons, in the order of the study file.
    var notes: [DraftNote] {
        let steps = (images + batchSize - 1) / batchSize
        return [
            DraftNote(
                "training.epochs",
                "\(epochs): with \(Formatting.plural(images, "training image")) in batches of "
                    + "\(batchSize), a trial has \(Formatting.plural(steps * epochs, "step"))"),
            DraftNote(
                "training.optimizer",
                "\(Adam.kind) with a learning rate of \(JSONValue.text(of: learningRate)); "
                    + "'study lr-find' shows which rates suit the networks"),
            DraftNote("sweep.network", networkReason),
            DraftNote(
                "sweep.schedule",
                Formatting.list(schedules)
                    + (schedules.count > 1
                        ? ": the study shows whether the schedule matters" : "")),
            DraftNote(
                "sweep.seed",
                seeds > 1
                    ? "\(seeds) seeds: every configuration is trained \(seeds) times, so that "
                        + "differences can be compared with chance"
                    : "1 seed: without repeats, differences cannot be compared with chance"),
        ]
    }

    private var networkReason: String {
        let pretrained = networks.filter(hasWeights)
        var reasons = [Formatting.list(networks)]
        if networks == Self.usualNetworks {
            reasons.append(
                "a small network with random weights, for a first result; --networks names larger "
                    + "ones, --imagenet starts them from ImageNet weights")
        } else if !pretrained.isEmpty {
            reasons.append(
                "the heads of \(Formatting.list(pretrained)) are trained on ImageNet weights, and the "
                    + "layers before them are frozen")
        } else {
            reasons.append("trained from random weights; --imagenet starts from ImageNet weights")
        }
        return reasons.joined(separator: ": ")
    }
}
