package import JSON
package import Vocabulary

/// `executor` of a study file: where its trials train. It decides no outcome and is no part of a
/// trial's key.
package struct ExecutorSettings: DeclaredSettings, Hashable {
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

    static let fields: [Field<Self>] = [
        Field(
            "kind", \.kind, written: .always,
            "Where trials train: on this machine, or as jobs of a Slurm cluster."),
        Field("partition", \.partition, "The partition of the cluster."),
        Field("time", \.time, "The time limit of a task, such as 2:00:00."),
        Field(
            "cpusPerTask", \.cpusPerTask, in: 1...4096,
            "Cores of a task; without it, as many as training.threads."),
        Field("memory", \.memory, "Memory of a task, such as 4G."),
        Field(
            "trialsPerTask", \.trialsPerTask, in: 1...10_000, written: .always,
            "Trials that a task trains one after the other, where each takes seconds."),
        Field(
            "warningSeconds", \.warningSeconds, in: 1...86_400, written: .always,
            "Seconds before the end of its time at which a task saves its state and is queued again."
        ),
        Field(
            "options", \.options, written: .always,
            json: { .array($0.map { .string($0) }) },
            schema: { _ in
                Schema.described(
                    ["type": "array", "items": ["type": "string"]],
                    "Further options of the scheduler: name=value.")
            },
            value: { $0.texts($1) }),
    ]

    /// The settings as `init(json:)` reads them.
    package var json: JSONValue { .object(members) }

    /// Reads what `json` has written; an absent setting has its default.
    /// - Parameter file: the name that errors give.
    /// - Throws: all that is wrong with them.
    package init(json: JSONValue, file: String) throws(StudyErrors) {
        self = try TrialReader.read(json, catalog: nil, file: file) { $0.section($1) }
    }

    /// The declaration of a plain setting, for an option of the command line that sets it.
    package static func setting<Value>(_ path: KeyPath<Self, Value>) -> Setting? {
        fields.first { ($0.path as PartialKeyPath<Self>) == path }?.setting
    }
}

extension ExecutorSettings.Kind: PlainValue {}

extension TrialReader {
    fileprivate mutating func texts(_ node: LocatedJSON) -> [String]? {
        guard let elements = elements(node) else { return nil }
        var texts: [String] = []
        for element in elements {
            guard let text = value(element, .string)?.text else { return nil }
            texts.append(text)
        }
        return texts
    }
}
