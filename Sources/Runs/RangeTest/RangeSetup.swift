import Foundation
import JSON
package import Studies
import Vocabulary

/// The setup of a learning rate range test: the settings on which the effect of the learning rate
/// depends, and the trials of a study that have them.
///
/// These are the data, the network, the minibatches of a step, the loss, the optimizer with the
/// limit of the gradient's norm, and the ratio of its learning rates; the seed and the schedule are
/// not among them.
package struct RangeSetup: Sendable {
    /// The name, unique in the study and valid in file names, such as `cnn4` or `cnn4-batchSize32`.
    package private(set) var name: String
    /// The first trial, whose seed the test uses.
    package let entry: StudyPlan.Entry
    /// All trials with these settings, in the study's order.
    package fileprivate(set) var trials: [Trial]

    fileprivate init(_ entry: StudyPlan.Entry) {
        name = ""
        self.entry = entry
        trials = [entry.trial]
    }

    /// The learning rate of the backbone divided by that of the head; nil if all parameters have
    /// the same.
    package var backboneFraction: Double? { RangeKey(entry.trial.settings).backboneFraction }

    /// Sets the name from the network and the labels of the settings that other setups do not have.
    /// - Parameters:
    ///   - axes: the paths of the axes on which the setups differ.
    ///   - taken: the names of other setups.
    fileprivate mutating func makeName(_ axes: [String], taken: Set<String>) {
        let trial = entry.trial
        let network = trial.coordinates["network"] ?? trial.settings.network.configuration.kind
        let further = axes.filter { !["network", "network.kind"].contains($0) }.map { path in
            "-" + (path.split(separator: ".").last ?? "") + (trial.coordinates[path] ?? "")
        }
        let plain = network + further.joined()
        name = plain
        var number = 2
        while taken.contains(name) {
            name = "\(plain)-\(number)"
            number += 1
        }
    }
}

/// The settings on which a range test depends.
private struct RangeKey: Hashable {
    private var settings: TrialSettings
    let backboneFraction: Double?

    init(_ settings: TrialSettings) {
        let values = settings.training.optimizer.values
        let rate = values.number("learningRate")
        // Nine digits, so that 0.01 / 0.1 and 0.001 / 0.01 are equal.
        backboneFraction = values.optionalNumber("backboneLearningRate").map {
            Double(String(format: "%.9g", $0 / rate)) ?? $0 / rate
        }
        self.settings = settings
        self.settings.training.optimizer.values.values["learningRate"] = nil
        self.settings.training.optimizer.values.values["backboneLearningRate"] = nil
        self.settings.schedule = Configuration(kind: "", values: SettingValues([:]))
        self.settings.seed = 0
        // The number of epochs and their use have no effect on the test.
        self.settings.training.epochs = 1
        self.settings.training.monitor = ""
        self.settings.training.patience = nil
        self.settings.training.ema = nil
        self.settings.network.unfreezeEpoch = nil
    }
}

extension StudyPlan {
    /// The setups of the study's range tests, in the order of their first trials.
    package var rangeSetups: [RangeSetup] {
        var indices: [RangeKey: Int] = [:]
        var setups: [RangeSetup] = []
        for entry in entries {
            let key = RangeKey(entry.trial.settings)
            if let index = indices[key] {
                setups[index].trials.append(entry.trial)
            } else {
                indices[key] = setups.count
                setups.append(RangeSetup(entry))
            }
        }
        let axes = study.axes.map(\.path).filter { path in
            Set(setups.map { setup in Set(setup.trials.map { $0.coordinates[path] }) }).count > 1
        }
        var taken: Set<String> = []
        for index in setups.indices {
            setups[index].makeName(axes, taken: taken)
            taken.insert(setups[index].name)
        }
        return setups
    }
}
