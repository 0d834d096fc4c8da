package import JSON

/// An experiment as its file describes it, validated and expanded.
package struct Study: Sendable {
    /// The name, which is also the results folder's.
    package var name: String
    /// The heading of the report.
    package var title: String
    /// Markdown that opens the report.
    package var question: String
    /// The axes of the grid, in the order of the file.
    package var axes: [Axis]
    /// Every trial of the grid, in the order of the axes (the last one varies fastest).
    package var trials: [Trial]
    /// The study as written, resolved: defaults filled in, overrides applied.
    package var resolved: JSONValue
    /// Where the trials train, unless the command line says otherwise.
    package var executor = ExecutorSettings()
    /// What the reader should know: an axis that an override replaced, a file found under another
    /// case.
    package var notes: [String]
    /// The file as read, for the places of its settings; nil for a study made in code.
    package let document: JSONDocument?
    /// The paths that `--set` gave, in their order, but for those into the sweep.
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
        /// A short name for each value, unique on the axis: `vgg16`, `step`, `1`.
        package var labels: [String]

        /// The settings by which repeats of the same differ: the seed, and the fold of a
        /// cross-validation.
        static let repeated = ["seed", foldPath]
        static let foldPath = "dataset.split.fold"

        /// Whether trials that differ on it alone are repeats of the same.
        package var isOfRepeats: Bool { Self.repeated.contains(path) }
        /// Whether its values are folds of a cross-validation.
        package var isOfFolds: Bool { path == Self.foldPath }

        package init(path: String, labels: [String]) {
            self.path = path
            self.labels = labels
        }
    }
}

/// One training run: a point of the grid with every setting resolved.
package struct Trial: Sendable, Hashable {
    /// Readable and stable: `alexnet-step-s1`, never a running number.
    package var id: String
    /// The identifier without seed and fold: trials of one group are repeats of the same.
    package var group: String
    /// The label on each axis, by the axis' path.
    package var coordinates: [String: String]
    /// Every setting, resolved.
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
