import Evaluation
import JSON
import Vocabulary

/// Reads a study from its document: first the overrides, then the axes, then every point of the
/// grid.
struct StudyReader {
    /// The maximum number of trials; a larger study is probably a mistake, or should be several
    /// studies.
    static let trialLimit = 10_000
    static let idLimit = 200
    static let ownKeys = [
        "$schema", "name", "title", "question", "executor", ExternalSet.section,
        DecisionSettings.section, SubgroupSettings.section, "sweep",
    ]
    static let listedKeys = [
        "name", "title", "question", "dataset", "training", "network", "schedule", "seed", "sweep",
        "evaluate", "decisions", "subgroups", "executor",
    ]

    let document: JSONDocument
    /// The reader of trials with absolute paths.
    private var reader: TrialReader
    /// The reader of trials with the paths as written in the file, for the record.
    private var recorder: TrialReader
    var base: LocatedJSON
    var axes: [SweepAxis] = []
    var overrides: [Override] = []
    private var notes: [String] = []

    init(document: JSONDocument, catalog: Catalog, folder: String, currentDirectory: String) {
        self.document = document
        base = LocatedJSON(document)
        typealias Failure = WrittenPathError
        reader = TrialReader(catalog: catalog, listedKeys: Self.listedKeys) {
            path, source throws(Failure) in
            if case .override = source {
                return try WrittenPath(path, in: currentDirectory).absolute()
            }
            return try WrittenPath(path, in: folder).absolute()
        }
        recorder = TrialReader(catalog: catalog, listedKeys: Self.listedKeys) {
            path, source throws(Failure) in
            if case .override = source {
                return try WrittenPath(path, in: currentDirectory).absolute()
            }
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
        let hasTable = own["dataset"]?["table"].map { !$0.isBroken && !$0.json.isNull } ?? false
        let section = own[ExternalSet.section]
        let decided = own[DecisionSettings.section]
        let decisions = decided.flatMap { reader.section($0) } ?? DecisionSettings()
        let sets = section.map { reader.externalSets($0, decisions: decided) } ?? []
        let subgroups = own[SubgroupSettings.section].flatMap {
            reader.subgroups($0, hasTable: hasTable)
        }
        let samples = axes.indices.map { axis in self.samples(of: axis) }
        let labels = self.labels(samples)
        let points = self.points(sweep: own["sweep"])
        let trials = points.compactMap { trial(at: $0, labels, sweep: own["sweep"]) }
        if reader.diagnostics.isEmpty {
            checkIDs(trials, sweep: own["sweep"])
            check(sets, trials, section: section)
            checkTask(trials, [section, own[SubgroupSettings.section]])
        }
        let diagnostics = reader.diagnostics
        guard diagnostics.isEmpty else { throw StudyErrors(diagnostics) }
        var study = Study(
            name: name, title: title, question: question,
            axes: zip(axes, labels).map { Study.Axis(path: $0.path.description, labels: $1) },
            trials: trials,
            resolved: resolved(
                name: name, title: title, question: question,
                sets: section.map { recorder.externalSets($0, decisions: decided) } ?? [],
                decisions: decisions,
                subgroups: own[SubgroupSettings.section].flatMap {
                    recorder.subgroups($0, hasTable: hasTable)
                },
                samples),
            notes: notes, document: document, overridden: overrides.map(\.path))
        study.executor = executor
        study.externalSets = sets
        study.decisions = decisions
        study.subgroups = subgroups
        return study
    }

    /// Merges a `--set` into the base, and removes the axes whose setting it gives.
    private mutating func override(_ text: String, number: Int) {
        let override: Override
        do {
            override = try Override(text, number: number)
        } catch {
            return report(error)
        }
        if RenamedSettings.setting(at: override.path) != nil {
            let new = RenamedSettings.current(path: "\(override.path)")
            return report(override.node.diagnostic(.renamed(to: "'\(new)'")))
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
            notes.append("--set \(override.path) replaces sweep.\(key)")
        }
        _ = base.merge(sweep.without(dropped), at: JSONPath([.key("sweep")]))
    }

    private mutating func noteShadowed() {
        for axis in axes where base.json[axis.path] != nil {
            if overrides.contains(where: { $0.path.hasPrefix(axis.path) }) { continue }
            notes.append("sweep.\(axis.path) replaces \(axis.path)")
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
    /// A trial for one value of an axis, with the first value on all other axes.
    struct Sample {
        var value: LocatedJSON
        var settings: TrialSettings?
        /// The settings with paths as written in the file.
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

    /// The labels on every axis. Equal values on an axis are reported.
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

    /// The points of the grid; empty if there are too many.
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

    /// The study with all defaults. Reading it gives the same study again.
    private mutating func resolved(
        name: String, title: String, question: String, sets: [ExternalSet],
        decisions: DecisionSettings, subgroups: SubgroupSettings?, _ samples: [[Sample]]
    ) -> JSONValue {
        var json: JSONValue = [
            "name": .string(name), "title": .string(title), "question": .string(question),
        ]
        let first = point(axes.map { _ in 0 })
        let record = recorder.trial(first)?.json ?? .object([])
        let settings = axes.reduce(record) { $0.removing($1.path) }
        for member in settings.members ?? [] { json[member.key] = member.value }
        if !sets.isEmpty { json[ExternalSet.section] = sets.json(decisions) }
        if !decisions.isEmpty { json[DecisionSettings.section] = .object(decisions.members) }
        if let subgroups { json[SubgroupSettings.section] = .object(subgroups.members) }
        if axes.isEmpty { return json }
        var sweep = JSONValue.object([])
        for (axis, samples) in zip(axes, samples) {
            let values = samples.map { sample in
                let below = axes.map(\.path).filter { $0 != axis.path && $0.hasPrefix(axis.path) }
                let record = sample.record.map { below.reduce($0) { $0.removing($1) } }
                // A default that the record omits is kept as written.
                return record?[axis.path] ?? sample.value.json
            }
            sweep[axis.path.description] = .array(values)
        }
        json["sweep"] = sweep
        return json
    }
}
