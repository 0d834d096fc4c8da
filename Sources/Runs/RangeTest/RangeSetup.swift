import Foundation
import JSON
package import Studies
import Vocabulary

/// What trials of a study have in common that decides how a learning rate does: the data, the
/// network and the batches, the optimizer but for its rate, and the loss. Seed and schedule are not
/// among it.
package struct RangeSetup: Sendable {
    /// Unique in the study and fit for file names, such as `cnn4` or `cnn4-batchSize32`.
    package private(set) var name: String
    /// The first trial; its seed counts.
    package let entry: StudyPlan.Entry
    /// All trials, in the study's order.
    package fileprivate(set) var trials: [Trial]

    fileprivate init(_ entry: StudyPlan.Entry) {
        name = ""
        self.entry = entry
        trials = [entry.trial]
    }

    /// The backbone's rate as a share of the head's; nil where all parameters have the same.
    package var backboneShare: Double? { RangeKey(entry.trial.settings).backboneShare }

    /// Labels of the settings that tell it from the study's other setups.
    /// - Parameter axes: those on which the setups differ.
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

/// The settings that a range test depends on.
private struct RangeKey: Hashable {
    private var settings: TrialSettings
    let backboneShare: Double?

    init(_ settings: TrialSettings) {
        let values = settings.training.optimizer.values
        let rate = values.number("learningRate")
        // To a precision at which 0.01 / 0.1 is 0.001 / 0.01.
        backboneShare = values.optionalNumber("backboneLearningRate").map {
            Double(String(format: "%.9g", $0 / rate)) ?? $0 / rate
        }
        self.settings = settings
        self.settings.training.optimizer.values.values["learningRate"] = nil
        self.settings.training.optimizer.values.values["backboneLearningRate"] = nil
        self.settings.schedule = Configuration(kind: "", values: SettingValues([:]))
        self.settings.seed = 0
        // How long, and what is made of the epochs.
        self.settings.training.epochs = 1
        self.settings.training.monitor = ""
        self.settings.training.patience = nil
        self.settings.network.unfreezeEpoch = nil
    }
}

extension StudyPlan {
    /// What range tests of the study have to try, in the order of their first trials.
    package var rangeSetups: [RangeSetup] {
        var places: [RangeKey: Int] = [:]
        var setups: [RangeSetup] = []
        for entry in entries {
            let key = RangeKey(entry.trial.settings)
            if let place = places[key] {
                setups[place].trials.append(entry.trial)
            } else {
                places[key] = setups.count
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
