package import JSON
package import Vocabulary

/// `executor` of a study file: where its trials train. It decides no outcome and is no part of a
/// trial's key.
package struct ExecutorSettings: Sendable, Hashable {
    package enum Kind: String, Sendable, CaseIterable {
        /// On this machine.
        case local
        /// As jobs of a Slurm cluster.
        case slurm
    }

    package var kind = Kind.local
    package var partition: String?
    /// As Slurm writes it, such as `2:00:00`.
    package var time: String?
    package var cpusPerTask: Int?
    /// As Slurm writes it, such as `4G`.
    package var memory: String?
    /// Trials that a task trains one after the other.
    package var trialsPerTask = 1
    /// Seconds before the end of its time at which a task saves its state.
    package var warningSeconds = 60
    /// Further options of the scheduler, each `name=value` or `name`.
    package var options: [String] = []

    package init() {}

    /// What a study file may say besides `options`.
    package static let settings: [Setting] = [
        Setting(
            "kind", .choice(Kind.allCases.map(\.rawValue)), default: "local",
            "Where trials train: on this machine, or as jobs of a Slurm cluster."),
        Setting("partition", .string, default: .null, "The partition of the cluster."),
        Setting(
            "time", .string, default: .null, "The time limit of a task, such as 2:00:00."),
        Setting(
            "cpusPerTask", .integer(1...4096), default: .null,
            "Cores of a task; null: as many as training.threads."),
        Setting("memory", .string, default: .null, "Memory of a task, such as 4G."),
        Setting(
            "trialsPerTask", .integer(1...10_000), default: 1,
            "Trials that a task trains one after the other, where each takes seconds."),
        Setting(
            "warningSeconds", .integer(1...86_400), default: 60,
            "Seconds before the end of its time at which a task saves its state and is queued again."
        ),
    ]

    /// What `init(json:)` reads.
    package var json: JSONValue {
        var json: JSONValue = [
            "kind": .string(kind.rawValue), "trialsPerTask": .number(Double(trialsPerTask)),
            "warningSeconds": .number(Double(warningSeconds)),
            "options": .array(options.map { .string($0) }),
        ]
        json["partition"] = partition.map { .string($0) }
        json["time"] = time.map { .string($0) }
        json["cpusPerTask"] = cpusPerTask.map { .number(Double($0)) }
        json["memory"] = memory.map { .string($0) }
        return json
    }

    /// What `json` has written; what is not there is as by default.
    package init(json: JSONValue) {
        kind = json["kind"]?.text.flatMap { Kind(rawValue: $0) } ?? kind
        partition = json["partition"]?.text
        time = json["time"]?.text
        cpusPerTask = json["cpusPerTask"]?.int
        memory = json["memory"]?.text
        trialsPerTask = json["trialsPerTask"]?.int ?? trialsPerTask
        warningSeconds = json["warningSeconds"]?.int ?? warningSeconds
        options = json["options"]?.elements?.compactMap(\.text) ?? []
    }

    /// - Parameter values: of `settings`.
    init(_ values: SettingValues, options: [String]) {
        kind = Kind(rawValue: values.string("kind")) ?? .local
        partition = values.values["partition"]?.text
        time = values.values["time"]?.text
        cpusPerTask = values.values["cpusPerTask"]?.int
        memory = values.values["memory"]?.text
        trialsPerTask = values.integer("trialsPerTask")
        warningSeconds = values.integer("warningSeconds")
        self.options = options
    }
}

extension TrialReader {
    /// Nil when anything is wrong with it.
    mutating func executor(_ node: Node) -> ExecutorSettings? {
        let plain = ExecutorSettings.settings
        guard let members = object(node, known: plain.map(\.name) + ["options"]) else { return nil }
        let values = settings(node, plain)
        var options: [String] = []
        if let node = members["options"] {
            guard case .array(let elements) = node.content else {
                report(node.problem(.value(.type(expected: "an array", got: node.json))))
                return nil
            }
            for element in elements {
                guard let text = value(element, .string, default: .null)?.text else { return nil }
                options.append(text)
            }
        }
        return values.map { ExecutorSettings($0, options: options) }
    }
}
