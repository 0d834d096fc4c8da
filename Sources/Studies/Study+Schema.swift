package import JSON
import Vocabulary

extension Study {
    /// The JSON Schema (draft 2020-12) of a study file, for editors. It knows types, ranges and
    /// names; that all required settings of a kind are there, and that settings fit each other,
    /// only reading the study tells.
    package static func schema(catalog: Catalog) -> JSONValue {
        StudySchema(catalog: catalog).json
    }
}

private struct StudySchema {
    let catalog: Catalog
    /// Axes whose values the schema does not know, for they depend on the kind.
    private static let settingsOfKinds =
        "^(network|schedule)\\.[^.]+|^dataset\\.(limit|phantom|augment|split)(\\.|$)"
        + "|^training\\.(optimizer|loss|sampler|pruning)\\.[^.]+"

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
        [
            .init("$schema", ["type": "string", "description": "The schema, for editors."]),
            .init(
                "name",
                [
                    "type": "string",
                    "pattern": "^[A-Za-z0-9]([A-Za-z0-9._-]{0,98}[A-Za-z0-9_-])?$",
                    "description": "The name of the study and of its results folder.",
                ]),
            .init(
                "title",
                ["type": "string", "description": "The heading of the report; default: the name."]),
            .init(
                "question",
                ["type": "string", "description": "A paragraph of Markdown that opens the report."]),
            .init("dataset", reference("dataset")),
            .init("training", reference("training")),
            .init("network", reference("network")),
            .init("schedule", reference("schedule")),
            .init("seed", reference("seed")),
            .init("sweep", sweep),
            .init("executor", executor),
        ]
    }

    private var definitions: [JSONValue.Member] {
        [
            .init("dataset", dataset),
            .init("training", training),
            .init("network", family(catalog.network, beside: networkMembers)),
            .init("head", family(catalog.head)),
            .init("schedule", family(catalog.schedule)),
            .init("optimizer", family(catalog.optimizer)),
            .init("loss", family(catalog.loss)),
            .init("sampler", nullable(family(catalog.sampler))),
            .init("augmentation", family(catalog.augmentation)),
            .init("pruning", pruning),
            .init("weights", weights),
            .init("train", train),
            .init("augment", ["type": "array", "items": reference("augmentation")]),
            .init("split", family(catalog.split)),
            .init("normalize", normalize),
            .init(
                "seed",
                described(
                    schema(of: Catalog.seed), "What all randomness of a trial comes from.", 1)),
        ]
    }

    private var executor: JSONValue {
        let options: JSONValue = ["type": "array", "items": ["type": "string"]]
        return described(
            object(
                members(ExecutorSettings.settings) + [
                    .init(
                        "options",
                        described(options, "Further options of the scheduler: name=value."))
                ]),
            "Where the trials train, which decides no outcome.")
    }

    // MARK: Sections

    private var dataset: JSONValue {
        let limits = Catalog.splits.map { JSONValue.Member($0, schema(of: Catalog.limit)) }
        return object(
            members(Catalog.datasetSettings) + [
                .init("augment", reference("augment")), .init("split", reference("split")),
                .init("normalize", reference("normalize")),
                .init(
                    "limit",
                    described(
                        object(limits),
                        "At most so many images of a split, evenly over its classes."
                    )),
                .init(
                    "phantom",
                    described(
                        ["anyOf": [["type": "null"], object(members(catalog.phantom))]],
                        "How to make phantom images when the set is not there.")),
            ])
    }

    private var normalize: JSONValue {
        func numbers(_ least: [JSONValue.Member]) -> JSONValue {
            [
                "type": "array", "items": .object([.init("type", "number")] + least),
                "minItems": 3, "maxItems": 3,
            ]
        }
        let values = object(
            [
                .init("mean", numbers([])),
                .init("std", numbers([.init("exclusiveMinimum", .number(0))])),
            ], required: ["mean", "std"])
        let names = DatasetSettings.Normalize.names.map { JSONValue.string($0) }
        return described(
            ["anyOf": [["enum": .array(names)], values]], DatasetSettings.Normalize.summary,
            "imagenet")
    }

    private var training: JSONValue {
        object(
            members(catalog.trainingSettings) + [
                .init("optimizer", reference("optimizer")), .init("loss", reference("loss")),
                .init("sampler", reference("sampler")),
                .init("pruning", reference("pruning")),
            ])
    }

    private var networkMembers: [JSONValue.Member] {
        [
            .init("weights", reference("weights")), .init("train", reference("train")),
            .init("head", reference("head")),
        ] + members(Catalog.frozenSettings)
    }

    private var weights: JSONValue {
        [
            "description":
                "Absent or null: random, from the seed; \"imagenet\"; or a checkpoint's path.",
            "anyOf": [
                ["type": "null"], ["const": "imagenet"],
                ["type": "string", "pattern": "\\.(safetensors|pth)$"],
            ],
        ]
    }

    private var pruning: JSONValue {
        [
            "description":
                "What stops trials that do worse than others of the study; null: nothing.",
            "default": .null, "anyOf": [["type": "null"], family(catalog.pruningRule)],
        ]
    }

    private var train: JSONValue {
        let from: JSONValue = ["type": "string", "minLength": 1]
        return [
            "description": "What trains: everything, the head, or a layer and all after it.",
            "default": "all",
            "anyOf": [
                ["enum": ["all", "head"]], object([.init("from", from)], required: ["from"]),
            ],
        ]
    }

    private var sweep: JSONValue {
        let sections = [
            (
                "dataset.",
                members(Catalog.datasetSettings) + [
                    .init("augment", reference("augment")), .init("split", reference("split")),
                    .init("normalize", reference("normalize")),
                ]
            ),
            (
                "training.",
                members(catalog.trainingSettings) + [
                    .init("optimizer", reference("optimizer")), .init("loss", reference("loss")),
                    .init("sampler", reference("sampler")),
                    .init("pruning", reference("pruning")),
                ]
            ),
            ("network.", networkMembers),
            (
                "",
                ["network", "schedule", "seed"].map { JSONValue.Member($0, reference($0)) }
            ),
        ]
        let axes = sections.flatMap { prefix, members in
            members.map { JSONValue.Member(prefix + $0.key, axis(of: $0.value)) }
        }
        return [
            "type": "object",
            "description": "The grid: the values of every setting to sweep, by its dotted path.",
            "properties": .object(axes),
            "patternProperties": [
                Self.settingsOfKinds: axis(
                    of: .boolean(true))
            ],
            "additionalProperties": false,
        ]
    }

    private func axis(of items: JSONValue) -> JSONValue {
        ["type": "array", "items": items, "minItems": 1, "uniqueItems": true]
    }

    /// Either the setting itself or an axis of it, or of something around it, is there.
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

    // MARK: Parts

    private func reference(_ name: String) -> JSONValue { ["$ref": .string("#/$defs/" + name)] }

    private func object(_ members: [JSONValue.Member], required: [JSONValue] = []) -> JSONValue {
        [
            "type": "object", "properties": .object(members), "required": .array(required),
            "additionalProperties": false,
        ]
    }

    private func described(_ schema: JSONValue, _ text: String, _ fallback: JSONValue? = nil)
        -> JSONValue
    {
        var schema = schema
        schema["description"] = .string(text)
        schema["default"] = fallback
        return schema
    }

    /// A kind by its bare name, or an object with its settings.
    private func family(_ family: Catalog.Family, beside: [JSONValue.Member] = []) -> JSONValue {
        let bare = family.kinds.map { kind -> JSONValue in
            ["const": .string(kind.kind), "description": .string(kind.summary)]
        }
        let objects = family.kinds.map { kind in
            let name = JSONValue.Member("kind", ["const": .string(kind.kind)])
            return described(
                object([name] + members(kind.settings) + beside, required: ["kind"]), kind.summary)
        }
        return ["anyOf": .array(bare + objects)]
    }

    private func members(_ settings: [Setting]) -> [JSONValue.Member] {
        settings.map { setting in
            var schema = schema(of: setting.kind)
            if setting.fallback == .null { schema = nullable(schema) }
            return .init(setting.name, described(schema, setting.summary, setting.fallback))
        }
    }

    private func nullable(_ schema: JSONValue) -> JSONValue {
        ["anyOf": [["type": "null"], schema]]
    }

    private func schema(of kind: Setting.Kind) -> JSONValue {
        switch kind {
        case .number(let range): bounded("number", range)
        case .integer(let range): bounded("integer", NumberRange(range))
        case .boolean: ["type": "boolean"]
        case .string: ["type": "string"]
        case .choice(let names): ["enum": .array(names.map { .string($0) })]
        case .names(let names):
            [
                "type": "array", "items": ["enum": .array(names.map { .string($0) })],
                "minItems": 1, "uniqueItems": true,
            ]
        }
    }

    private func bounded(_ type: String, _ range: NumberRange) -> JSONValue {
        var schema: JSONValue = ["type": .string(type)]
        if range.lower.isFinite {
            schema[range.includesLower ? "minimum" : "exclusiveMinimum"] = .number(range.lower)
        }
        if range.upper.isFinite {
            schema[range.includesUpper ? "maximum" : "exclusiveMaximum"] = .number(range.upper)
        }
        return schema
    }
}
