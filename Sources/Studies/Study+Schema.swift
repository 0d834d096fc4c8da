import Evaluation
package import JSON
import Vocabulary

extension Study {
    /// The JSON Schema (draft 2020-12) of a study file, for editors. It contains types, ranges and
    /// names. It does not check required settings of kinds, nor whether settings fit each other;
    /// reading the study does.
    package static func schema(catalog: Catalog) -> JSONValue {
        StudySchema(catalog: catalog).json
    }
}

private struct StudySchema {
    let catalog: Catalog

    var json: JSONValue {
        [
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            "title": "Study",
            "description": "An experiment: a data set, networks, schedules and seeds to train.",
            "type": "object",
            "properties": .object(properties),
            "required": ["name"],
            "allOf": .array(
                ["dataset.path", "training.epochs", "training.optimizer", "network"].map(given)),
            "additionalProperties": false,
            "$defs": .object(definitions),
        ]
    }

    private var properties: [JSONValue.Member] {
        let sections = ["dataset", "training", "network", "schedule", "seed"]
        return [
            .init(
                "$schema",
                ["type": "string", "description": "The path of this schema, for editors."]),
            .init(
                "name",
                [
                    "type": "string",
                    "pattern": .string(StudyName.pattern),
                    "description": "The name of the study and of its results folder.",
                ]),
            .init(
                "title",
                [
                    "type": "string",
                    "description": "The heading of the report; default: the name of the study.",
                ]),
            .init(
                "question",
                [
                    "type": "string",
                    "description": "A paragraph of Markdown at the beginning of the report.",
                ]),
        ] + sections.map { .init($0, Schema.reference($0)) } + [
            .init("sweep", sweep), .init(ExternalSet.section, evaluate),
            .init(DecisionSettings.section, decisions), .init(SubgroupSettings.section, subgroups),
            .init("executor", executor),
        ]
    }

    private var executor: JSONValue {
        Schema.described(
            Schema.object(Schema.members(of: ExecutorSettings.self, in: catalog)),
            "Where trials are trained; this does not change results.")
    }

    private var evaluate: JSONValue {
        [
            "type": "object",
            "description":
                "The external sets on which each configuration is evaluated after training, by name; this does not change what is trained.",
            "propertyNames": ["pattern": .string(StudyName.pattern)],
            "additionalProperties": Schema.object(
                Schema.members(of: EvaluationSettings.self, in: catalog), required: ["path"]),
        ]
    }

    private var decisions: JSONValue {
        Schema.described(
            Schema.object(Schema.members(of: DecisionSettings.self, in: catalog)),
            "The decisions of evaluations, made on validation predictions; an external set can override each. They do not change what is trained."
        )
    }

    private var subgroups: JSONValue {
        Schema.described(
            Schema.object(Schema.members(of: SubgroupSettings.self, in: catalog)),
            "The subgroups of the test images that the report compares; this does not change what is trained."
        )
    }

    private var definitions: [JSONValue.Member] {
        [
            .init("dataset", Schema.object(dataset)),
            .init("training", Schema.object(training)),
            .init("network", Schema.family(.network, in: catalog, beside: network)),
            .init(
                "schedule",
                Schema.described(
                    Schema.family(.schedule, in: catalog), "The schedule of the learning rate.")),
            .init(
                "seed",
                Schema.described(
                    Schema.of(TrialReader.seed), "The seed of all random numbers of a trial.", 1)),
        ]
            + Schema.definitions(of: DatasetSettings.self, in: catalog)
            + Schema.definitions(of: TrainingSettings.self, in: catalog)
            + Schema.definitions(of: NetworkSettings.self, in: catalog)
    }

    private var dataset: [JSONValue.Member] {
        Schema.members(of: DatasetSettings.self, in: catalog)
    }
    private var training: [JSONValue.Member] {
        Schema.members(of: TrainingSettings.self, in: catalog)
    }
    private var network: [JSONValue.Member] {
        Schema.members(of: NetworkSettings.self, in: catalog)
    }

    private var sweep: JSONValue {
        let whole = ["network", "schedule", "seed"]
        let sections = [
            ("dataset.", dataset), ("training.", training), ("network.", network),
            ("", whole.map { JSONValue.Member($0, Schema.reference($0)) }),
        ]
        let axes = sections.flatMap { prefix, members in
            members.map { JSONValue.Member(prefix + $0.key, axis(of: $0.value)) }
        }
        return [
            "type": "object",
            "description":
                "The grid: for the dotted path of each setting to sweep, the list of its values.",
            "properties": .object(axes),
            "patternProperties": [settingsOfKinds: axis(of: .boolean(true))],
            "additionalProperties": false,
        ]
    }

    /// The pattern of axes whose values the schema cannot check because they depend on the kind.
    private var settingsOfKinds: String {
        func below<Settings: DeclaredSettings>(_ type: Settings.Type, _ section: String) -> String {
            let names = type.fields.filter(\.isNested).map(\.name).joined(separator: "|")
            return "|^\(section)\\.(\(names))\\.[^.]+"
        }
        return "^(network|schedule)\\.[^.]+" + below(DatasetSettings.self, "dataset")
            + below(TrainingSettings.self, "training")
    }

    private func axis(of items: JSONValue) -> JSONValue {
        ["type": "array", "items": items, "minItems": 1, "uniqueItems": true]
    }

    /// Requires the setting itself, or an axis of the setting or of an enclosing section.
    private func given(_ path: String) -> JSONValue {
        let keys = path.split(separator: ".").map(String.init)
        let itself = keys.reversed().reduce(JSONValue.boolean(true)) { inner, key in
            ["properties": .object([.init(key, inner)]), "required": [.string(key)]]
        }
        let axes = keys.indices.map { index -> JSONValue in
            let axis = JSONValue.string(keys[...index].joined(separator: "."))
            return ["properties": ["sweep": ["required": [axis]]], "required": ["sweep"]]
        }
        return ["anyOf": .array([itself] + axes)]
    }
}
