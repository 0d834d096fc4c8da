import JSON
import Vocabulary

/// Reads the settings of a trial and collects all errors.
struct TrialReader {
    /// The kinds and names that settings may have; nil for the record of a trial, whose kinds and
    /// settings are not checked and whose unknown keys are ignored.
    let catalog: Catalog?
    /// Makes a path of the file absolute.
    let resolve: (String, Diagnostic.Source) throws(WrittenPathError) -> String
    /// The keys that the message about an unknown key lists.
    let listedKeys: [String]
    /// The errors in the order in which they were found; none occurs twice.
    private(set) var diagnostics: [Diagnostic] = []
    private var known: Set<Diagnostic> = []
    /// The number of reports, including repeated ones.
    private var reportCount = 0

    init(
        catalog: Catalog?, listedKeys: [String] = TrialReader.keys,
        resolve: @escaping (String, Diagnostic.Source) throws(WrittenPathError) -> String = {
            path, _ in path
        }
    ) {
        self.catalog = catalog
        self.listedKeys = listedKeys
        self.resolve = resolve
    }

    static let keys = ["dataset", "training", "network", "schedule", "seed"]

    /// True if the record of a trial is read, not a study.
    var isOfRecord: Bool { catalog == nil }

    /// Reads a JSON value without changing its paths.
    /// - Parameter file: the name of the file in errors.
    /// - Throws: all errors in the value.
    static func read<T>(
        _ json: JSONValue, catalog: Catalog?, file: String,
        _ read: (inout TrialReader, LocatedJSON) -> T?
    ) throws(StudyErrors) -> T {
        var reader = TrialReader(catalog: catalog)
        let node = LocatedJSON(json) { _, _ in .file(file, nil) }
        guard let value = read(&reader, node) else { throw StudyErrors(reader.diagnostics) }
        return value
    }

    /// The settings of a trial; nil if an error was reported.
    mutating func trial(_ node: LocatedJSON) -> TrialSettings? {
        let count = reportCount
        guard let members = object(node, known: Self.keys, listed: listedKeys) else {
            return nil
        }
        let dataset = required("dataset", in: node, "an object with the path of the images") {
            $0.dataset($1)
        }
        let training: TrainingSettings? = required(
            "training", in: node, "an object with epochs and optimizer"
        ) {
            $0.section($1)
        }
        let network = required("network", in: node, expected(.network)) { $0.network($1) }
        let schedule = configuration(members["schedule"], .schedule, "schedule", in: node)
        let seed = members["seed"].map { value($0, Self.seed)?.double } ?? 1
        guard reportCount == count, let dataset, let training, let network, let schedule, let seed,
            let fitting = fitting(training, to: dataset, in: node)
        else { return nil }
        return TrialSettings(
            dataset: dataset, training: fitting, network: network, schedule: schedule,
            seed: UInt64(seed))
    }

    static let seed = Setting.Kind.integer(0...Int.max)

    mutating func report(_ diagnostic: Diagnostic) {
        reportCount += 1
        if known.insert(diagnostic).inserted { diagnostics.append(diagnostic) }
    }
}

// MARK: - Parts that every section is made of

extension TrialReader {
    /// The members of an object by key. A value that is not an object and unknown keys are
    /// reported.
    /// - Parameter owner: the kind to which the settings belong, for the message.
    mutating func object(
        _ node: LocatedJSON, known: [String], listed: [String]? = nil, owner: String = ""
    ) -> [String: LocatedJSON]? {
        if node.isBroken { return nil }
        guard let members = node.members else {
            report(node.diagnostic(.value(.type(expected: "an object", got: node.json))))
            return nil
        }
        for member in members where !known.contains(member.key) && !isOfRecord {
            let issue =
                renamed(member, known: known)
                ?? .unknownKey(member.key, of: owner, known: listed ?? known)
            report(Diagnostic(member.origin.source, path: member.origin.path, issue))
        }
        return Dictionary(members.map { ($0.key, $0.value) }) { first, _ in first }
    }

    /// The issue of a key that is the old name of one of the known keys; nil for other keys.
    private func renamed(_ member: LocatedJSON.Member, known: [String]) -> Diagnostic.Issue? {
        guard let setting = RenamedSettings.setting(at: member.origin.path),
            known.contains(setting.new[0])
        else { return nil }
        return .renamed(to: setting.newKey)
    }

    /// Reads a required value; an absent key is reported.
    mutating func required<T>(
        _ key: String, in node: LocatedJSON, _ expected: String,
        read: (inout TrialReader, LocatedJSON) -> T?
    ) -> T? {
        if let value = node[key] { return read(&self, value) }
        missing(key, in: node, expected)
        return nil
    }

    mutating func missing(_ key: String, in node: LocatedJSON, _ expected: String) {
        let path = node.origin.path.appending(key)
        report(Diagnostic(node.origin.source, path: path, .missing(key: key, expected: expected)))
    }

    /// The values of plain settings, with defaults; nil if an error was reported.
    mutating func settings(_ node: LocatedJSON, _ settings: [Setting]) -> SettingValues? {
        var values: [String: JSONValue] = [:]
        var isValid = true
        for setting in settings {
            let value = value(setting, in: node)
            isValid = isValid && value != nil
            values[setting.name] = value
        }
        return isValid ? SettingValues(values) : nil
    }

    /// The value of a plain setting, or its default; nil if an error was reported.
    mutating func value(_ setting: Setting, in section: LocatedJSON) -> JSONValue? {
        if let given = section[setting.name] {
            if given.json == .null, setting.fallback == .null, !given.isBroken { return .null }
            return value(given, setting.kind)
        }
        if setting.fallback == nil { missing(setting.name, in: section, setting.kind.expectation) }
        return setting.fallback
    }

    mutating func value(_ node: LocatedJSON, _ kind: Setting.Kind) -> JSONValue? {
        if node.isBroken { return nil }
        if case .object(let settings, _) = kind, node.members != nil {
            return members(node, settings)
        }
        if let error = kind.error(in: node.json) {
            report(node.diagnostic(.value(error)))
            return nil
        }
        return node.json
    }

    /// An object of settings with its defaults, in the order of the declarations; nil if an error
    /// was reported.
    private mutating func members(_ node: LocatedJSON, _ settings: [Setting]) -> JSONValue? {
        guard object(node, known: settings.map(\.name)) != nil,
            let values = self.settings(node, settings)
        else { return nil }
        return .object(
            settings.compactMap { setting in
                values.values[setting.name].map { .init(setting.name, $0) }
            })
    }

    /// The absolute path that a text gives; nil, after a report, if the value is not a text, is
    /// empty or names nothing on this machine.
    mutating func absolutePath(_ node: LocatedJSON) -> String? {
        guard let text = value(node, .string)?.text else { return nil }
        if text.isEmpty {
            report(node.diagnostic(.emptyText))
            return nil
        }
        do {
            return try resolve(text, node.origin.source)
        } catch {
            report(node.diagnostic(.path(error)))
            return nil
        }
    }

    /// The elements of an array; nil if an error was reported.
    mutating func elements(_ node: LocatedJSON) -> [LocatedJSON]? {
        if case .array(let elements) = node.content { return elements }
        if !node.isBroken {
            report(node.diagnostic(.value(.type(expected: "an array", got: node.json))))
        }
        return nil
    }

    func expected(_ family: Catalog.Family) -> String {
        guard let catalog else { return "a kind" }
        return "one of "
            + catalog[keyPath: family.kinds].map { JSONValue.string($0.kind).canonical }
            .joined(separator: ", ")
    }

    /// A kind and its settings: `{"kind": "step", "every": 2}`, or `"step"`.
    /// - Parameters:
    ///   - key: the key in `owner`, for the report if it is absent and has no default.
    ///   - beside: keys in addition to those of the kind, which the caller reads.
    mutating func configuration(
        _ node: LocatedJSON?, _ family: Catalog.Family, _ key: String, in owner: LocatedJSON,
        beside: [String] = []
    ) -> Configuration? {
        if let node { return configuration(node, family, beside: beside) }
        guard let fallback = family.fallback,
            catalog?[keyPath: family.kinds].contains(where: { $0.kind == fallback }) ?? true
        else {
            missing(key, in: owner, expected(family))
            return nil
        }
        let node = LocatedJSON(.scalar(.string(fallback)), owner.origin)
        return configuration(node, family, beside: beside)
    }

    mutating func configuration(
        _ node: LocatedJSON, _ family: Catalog.Family, beside: [String] = []
    ) -> Configuration? {
        if node.isBroken { return nil }
        var object = node
        if case .scalar(.string) = node.content {
            object.content = .object([
                LocatedJSON.Member(key: "kind", origin: node.origin, value: node)
            ])
        }
        guard let members = object.members else {
            let wanted = "a kind of \(family.noun) (a string) or an object with \"kind\""
            report(node.diagnostic(.value(.type(expected: wanted, got: node.json))))
            return nil
        }
        guard let kind = members.first(where: { $0.key == "kind" })?.value else {
            if let other = members.first(where: { ["name", "type"].contains($0.key) }) {
                let issue = Diagnostic.Issue.unknownKey(
                    other.key, of: family.noun, known: ["kind"])
                report(Diagnostic(other.origin.source, path: other.origin.path, issue))
                return nil
            }
            missing("kind", in: node, expected(family))
            return nil
        }
        guard let name = value(kind, .string)?.text else { return nil }
        guard let kinds = catalog?[keyPath: family.kinds] else {
            let values = object.values(without: ["kind"] + beside)
            return Configuration(kind: name, values: SettingValues(values))
        }
        guard let description = kinds.first(where: { $0.kind == name }) else {
            let known = kinds.map(\.kind)
            report(kind.diagnostic(.unknownKind(name, noun: family.noun, known: known)))
            return nil
        }
        let known = description.settings.map(\.name) + beside
        let owner = "\(family.noun) '\(name)'"
        guard self.object(object, known: ["kind"] + known, listed: known, owner: owner) != nil,
            let values = settings(object, description.settings)
        else { return nil }
        return Configuration(kind: name, values: values)
    }
}
