import JSON
import Vocabulary

/// Reads a study from its document: overrides first, then the axes, then every point of the grid.
struct StudyReader {
    /// More than this is a mistake, or worth several studies.
    static let trialLimit = 10_000
    static let idLimit = 200
    static let ownKeys = ["$schema", "name", "title", "question", "executor", "sweep"]
    static let listedKeys = [
        "name", "title", "question", "dataset", "training", "network", "schedule", "seed", "sweep",
        "executor",
    ]

    let document: JSONDocument
    /// Reads trials with absolute paths.
    private var reader: TrialReader
    /// Reads them with the paths that the file gives, for the record.
    private var recorder: TrialReader
    var base: LocatedJSON
    var axes: [SweepAxis] = []
    var overrides: [Override] = []
    private var notes: [String] = []

    init(document: JSONDocument, catalog: Catalog, folder: String, currentDirectory: String) {
        self.document = document
        base = LocatedJSON(document)
        reader = TrialReader(catalog: catalog, listedKeys: Self.listedKeys) { path, source in
            if case .override = source { return Paths.absolute(path, in: currentDirectory) }
            return Paths.absolute(path, in: folder)
        }
        recorder = TrialReader(catalog: catalog, listedKeys: Self.listedKeys) { path, source in
            if case .override = source { return Paths.absolute(path, in: currentDirectory) }
            return path
        }
    }

    mutating func report(_ diagnostic: Diagnostic) { reader.report(diagnostic) }

    mutating func study(overrides texts: [String]) throws(StudyErrors) -> Study {
        guard base.members != nil else {
            let issue = Diagnostic.Issue.value(.type(expected: "an object", got: base.json))
            throw StudyErrors([base.diagnostic(issue)])
        }
        for (number, text) in texts.enumerated() { override(text, number: number) }
        let own = base
        base = base.without(Self.ownKeys)
        axes = axes(own["sweep"])
        noteShadowed()
        let name = self.name(own)
        let title = text("title", in: own) ?? name
        let question = text("question", in: own) ?? ""
        _ = text("$schema", in: own)
        let executor = own["executor"].flatMap { reader.section($0) } ?? ExecutorSettings()
        let samples = axes.indices.map { axis in self.samples(of: axis) }
        let labels = self.labels(samples)
        let points = self.points(sweep: own["sweep"])
        let trials = points.compactMap { trial(at: $0, labels, sweep: own["sweep"]) }
        if reader.diagnostics.isEmpty { checkIDs(trials, sweep: own["sweep"]) }
        let diagnostics = reader.diagnostics
        guard diagnostics.isEmpty else { throw StudyErrors(diagnostics) }
        var study = Study(
            name: name, title: title, question: question,
            axes: zip(axes, labels).map { Study.Axis(path: $0.path.description, labels: $1) },
            trials: trials,
            resolved: resolved(name: name, title: title, question: question, samples),
            notes: notes, document: document, overridden: overrides.map(\.path))
        study.executor = executor
        return study
    }

    /// Puts a `--set` into the base, and drops the axes whose setting it gives.
    private mutating func override(_ text: String, number: Int) {
        let override: Override
        do {
            override = try Override(text, number: number)
        } catch {
            return report(error)
        }
        if let diagnostic = base.merge(override.node, at: override.path) {
            return report(diagnostic)
        }
        if let axis = override.axis {
            overrides.removeAll { $0.path.description == axis }
        } else if override.path != JSONPath([.key("sweep")]) {
            overrides.append(override)
            dropAxes(of: override)
        }
    }

    private mutating func dropAxes(of override: Override) {
        guard let sweep = base["sweep"] else { return }
        let dropped = (sweep.members ?? []).map(\.key).filter { key in
            guard let path = JSONPath(parsing: key), path.hasPrefix(override.path) else {
                return false
            }
            let rest = path.steps.dropFirst(override.path.steps.count)
            return override.node.json[JSONPath(Array(rest))] != nil
        }
        for key in dropped {
            notes.append("--set \(override.path) takes the place of sweep.\(key)")
        }
        _ = base.merge(sweep.without(dropped), at: JSONPath([.key("sweep")]))
    }

    private mutating func noteShadowed() {
        for axis in axes where base.json[axis.path] != nil {
            if overrides.contains(where: { $0.path.hasPrefix(axis.path) }) { continue }
            notes.append("sweep.\(axis.path) takes the place of \(axis.path)")
        }
    }
}

// MARK: - The study's own keys

extension StudyReader {
    private mutating func name(_ node: LocatedJSON) -> String {
        guard node["name"] != nil else {
            reader.missing("name", in: node, "a name for the results folder")
            return ""
        }
        guard let name = text("name", in: node), let value = node["name"] else { return "" }
        if !StudyName.isValid(name) { report(value.diagnostic(.unsafeName(name))) }
        return name
    }

    private mutating func text(_ key: String, in node: LocatedJSON) -> String? {
        node[key].flatMap { reader.value($0, .string)?.text }
    }
}

// MARK: - The grid

extension StudyReader {
    /// A trial for every value of an axis, with the first value on all others.
    struct Sample {
        var value: LocatedJSON
        var settings: TrialSettings?
        /// The settings with the paths of the file.
        var record: JSONValue?
    }

    private mutating func samples(of axis: Int) -> [Sample] {
        axes[axis].values.enumerated().map { index, value in
            var indices = axes.map { _ in 0 }
            indices[axis] = index
            let node = point(indices)
            return Sample(
                value: value, settings: reader.trial(node), record: recorder.trial(node)?.json)
        }
    }

    /// The labels on every axis. Reports values that mean the same.
    private mutating func labels(_ samples: [[Sample]]) -> [[String]] {
        zip(axes, samples).map { axis, samples in
            var first: [JSONValue: JSONPath] = [:]
            for sample in samples {
                let meaning = sample.settings?.json[axis.path] ?? sample.value.json
                if let path = first[meaning] {
                    report(sample.value.diagnostic(.repeatedValue(of: path)))
                } else {
                    first[meaning] = sample.value.origin.path
                }
            }
            return Labels.labels(for: samples.map { $0.record?[axis.path] ?? $0.value.json })
        }
    }

    /// The points to train; none when there are too many.
    private mutating func points(sweep: LocatedJSON?) -> [[Int]] {
        var count = 1
        for axis in axes {
            count = count.multipliedReportingOverflow(by: axis.values.count).partialValue
            if let sweep, count > Self.trialLimit {
                report(sweep.diagnostic(.tooManyTrials(limit: Self.trialLimit)))
                return []
            }
        }
        return grid()
    }

    private mutating func trial(at indices: [Int], _ labels: [[String]], sweep: LocatedJSON?)
        -> Trial?
    {
        guard let settings = reader.trial(point(indices)) else { return nil }
        let path = axes.map(\.path.description)
        let chosen = zip(labels, indices).map { $0[$1] }
        let names = TrialNames(axes: zip(path, chosen).map { ($0, $1) }, settings: settings)
        if let sweep, names.id.count > Self.idLimit {
            report(sweep.diagnostic(.longTrial(names.id)))
        }
        return Trial(
            id: names.id, group: names.group,
            coordinates: Dictionary(zip(path, chosen)) { first, _ in first }, settings: settings)
    }

    private mutating func checkIDs(_ trials: [Trial], sweep: LocatedJSON?) {
        var seen: Set<String> = []
        for trial in trials where !seen.insert(trial.id.lowercased()).inserted {
            if let sweep { report(sweep.diagnostic(.repeatedTrial(trial.id))) }
        }
    }

    /// The study with everything filled in. It reads as the same study again.
    private mutating func resolved(
        name: String, title: String, question: String, _ samples: [[Sample]]
    ) -> JSONValue {
        var json: JSONValue = [
            "name": .string(name), "title": .string(title), "question": .string(question),
        ]
        let first = point(axes.map { _ in 0 })
        let record = recorder.trial(first)?.json ?? .object([])
        let settings = axes.reduce(record) { $0.removing($1.path) }
        for member in settings.members ?? [] { json[member.key] = member.value }
        if axes.isEmpty { return json }
        var sweep = JSONValue.object([])
        for (axis, samples) in zip(axes, samples) {
            let values = samples.map { sample in
                let below = axes.map(\.path).filter { $0 != axis.path && $0.hasPrefix(axis.path) }
                let record = sample.record.map { below.reduce($0) { $0.removing($1) } }
                // A default that the record leaves out stands as it was written.
                return record?[axis.path] ?? sample.value.json
            }
            sweep[axis.path.description] = .array(values)
        }
        json["sweep"] = sweep
        return json
    }
}
