package import JSON
package import Vocabulary

/// The section `executor` of a study file: where trials are trained. It does not change results and
/// is not part of a trial's key.
package struct ExecutorSettings: DeclaredSettings, Hashable {
    /// The place where trials are trained.
    package enum Kind: String, Sendable, CaseIterable {
        /// Trials are trained on this machine.
        case local
        /// Trials are trained as jobs of a Slurm cluster.
        case slurm
    }

    /// The place where trials are trained.
    package var kind = Kind.local
    /// The Slurm partition; nil: the default of the cluster.
    package var partition: String?
    /// The time limit of a task as Slurm writes it, such as `2:00:00`; nil: the default of the
    /// cluster.
    package var time: String?
    /// The number of cores of a task; nil: `training.threads`.
    package var cpusPerTask: Int?
    /// The memory of a task as Slurm writes it, such as `4G`; nil: the default of the cluster.
    package var memory: String?
    /// The number of trials that a task trains one after another.
    package var trialsPerTask = 1
    /// The number of seconds before the time limit at which a task saves a checkpoint.
    package var warningSeconds = 60
    /// Further options of the scheduler, each `name=value` or `name`.
    package var options: [String] = []
    /// Shell lines that every job runs before the program, such as `module load gcc`.
    package var setup: [String] = []

    package init() {}

    static let fields: [Field<Self>] = [
        Field(
            "kind", \.kind, written: .always,
            "Where trials are trained: on this machine or as jobs of a Slurm cluster."),
        Field("partition", \.partition, "The Slurm partition; null: the cluster's default."),
        Field(
            "time", \.time,
            "The time limit of a Slurm task, such as 2:00:00; null: the cluster's default."),
        Field(
            "cpusPerTask", \.cpusPerTask, in: 1...4096,
            "The number of cores of a task; null: the value of training.threads."),
        Field("memory", \.memory, "The memory of a task, such as 4G; null: the cluster's default."),
        Field(
            "trialsPerTask", \.trialsPerTask, in: 1...10_000, written: .always,
            "The number of trials that a task trains one after another; useful if a trial takes seconds."
        ),
        Field(
            "warningSeconds", \.warningSeconds, in: 1...86_400, written: .always,
            "The number of seconds before the time limit at which a task saves a checkpoint and is queued "
                + "again."),
        Field(
            "options", \.options, written: .always,
            json: json(_:),
            schema: { _ in
                schema("Further options of the scheduler, each name=value or name.")
            },
            value: { $0.texts($1) }),
        Field(
            "setup", \.setup,
            json: json(_:),
            schema: { _ in
                schema(
                    "Shell lines that every Slurm job runs before the program, such as module load gcc; "
                        + "a line that fails ends the job.")
            },
            value: { $0.texts($1) }),
    ]

    @Sendable private static func json(_ texts: [String]) -> JSONValue {
        .array(texts.map { .string($0) })
    }

    @Sendable private static func schema(_ summary: String) -> JSONValue {
        Schema.described(["type": "array", "items": ["type": "string"]], summary)
    }

    /// The settings as JSON, in the form that `init(json:file:)` reads.
    package var json: JSONValue { .object(members) }

    /// Reads settings that `json` has written; an absent setting gets its default.
    /// - Parameter file: the name of the file in errors.
    /// - Throws: all errors in the settings.
    package init(json: JSONValue, file: String) throws(StudyErrors) {
        self = try TrialReader.read(json, catalog: nil, file: file) { $0.section($1) }
    }

    /// The declaration of a plain setting, for a command-line option that sets it.
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
