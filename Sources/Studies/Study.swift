package import Evaluation
package import JSON

/// An experiment: a study file after validation and expansion of its grid.
package struct Study: Sendable {
    /// The name of the study and of its results folder.
    package var name: String
    /// The heading of the report.
    package var title: String
    /// Markdown for the beginning of the report.
    package var question: String
    /// The axes of the grid, in the order of the file.
    package var axes: [Axis]
    /// Every trial of the grid, in the order of the axes; the last axis varies fastest.
    package var trials: [Trial]
    /// The study as JSON, with defaults filled in and overrides applied.
    package var resolved: JSONValue
    /// The executor of the study file, which the command line can override.
    package var executor = ExecutorSettings()
    /// The external sets on which the configurations are evaluated after training, in the order of
    /// the file.
    package var externalSets: [ExternalSet] = []
    /// The decisions of evaluations that do not state their own.
    package var decisions = DecisionSettings()
    /// The attributes whose subgroups the report compares; nil without.
    package var subgroups: SubgroupSettings?
    /// Notes for the user: an axis that an override replaced, or a file found under a different
    /// case.
    package var notes: [String]
    /// The document, for the locations of settings; nil for a study made in code.
    package let document: JSONDocument?
    /// The paths set by `--set`, in their order, except those in the sweep.
    let overridden: [JSONPath]

    package init(
        name: String, title: String, question: String, axes: [Axis], trials: [Trial],
        resolved: JSONValue
    ) {
        self.init(
            name: name, title: title, question: question, axes: axes, trials: trials,
            resolved: resolved, notes: [], document: nil, overridden: [])
    }

    package init(
        name: String, title: String, question: String, axes: [Axis], trials: [Trial],
        resolved: JSONValue, notes: [String], document: JSONDocument?, overridden: [JSONPath]
    ) {
        self.notes = notes
        self.document = document
        self.overridden = overridden
        self.name = name
        self.title = title
        self.question = question
        self.axes = axes
        self.trials = trials
        self.resolved = resolved
    }

    /// One axis of the sweep.
    package struct Axis: Sendable, Hashable {
        /// The dotted path of the setting, such as `training.batchSize`, or `network`, `schedule`,
        /// `seed`.
        package var path: String
        /// A short name for each value, unique on the axis, such as `vgg16`, `step`, `1`.
        package var labels: [String]

        /// The settings in which repetitions of one configuration differ: the seed and the fold of
        /// a cross-validation.
        static let repeated = ["seed", foldPath]
        static let foldPath = "dataset.split.fold"

        /// True if trials that differ only on this axis are repetitions of one configuration.
        package var isOfRepeats: Bool { Self.repeated.contains(path) }
        /// True if the values are the folds of a cross-validation.
        package var isOfFolds: Bool { path == Self.foldPath }

        /// The name of the setting without the path to it, such as `batchSize`, or `optimizer` for
        /// `training.optimizer.kind`.
        private var name: Substring {
            let names = path.split(separator: ".")
            return (names.last == "kind" ? names.dropLast().last : names.last) ?? path[...]
        }

        /// A label with the name of the setting, such as `network = vgg16`.
        package func namedLabel(_ label: String) -> String { "\(name) = \(label)" }

        /// A label that is understood by itself: with the name of the setting if it is a number or
        /// another value without a name, such as `batchSize = 16`.
        package func clearLabel(_ label: String) -> String {
            let isBare = Double(label) != nil || ["true", "false", "none", ""].contains(label)
            return isBare ? namedLabel(label) : label
        }

        package init(path: String, labels: [String]) {
            self.path = path
            self.labels = labels
        }
    }
}

/// One training run: a point of the grid with every setting resolved.
package struct Trial: Sendable, Hashable {
    /// A readable, stable identifier such as `alexnet-step-s1`; never a running number.
    package var id: String
    /// The identifier without seed and fold; trials of one group are repetitions of one
    /// configuration.
    package var group: String
    /// The label on each axis, by the path of the axis.
    package var coordinates: [String: String]
    /// All settings, with defaults filled in.
    package var settings: TrialSettings

    package init(
        id: String, group: String, coordinates: [String: String], settings: TrialSettings
    ) {
        self.id = id
        self.group = group
        self.coordinates = coordinates
        self.settings = settings
    }
}
