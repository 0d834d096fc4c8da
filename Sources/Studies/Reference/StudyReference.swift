import Evaluation
import JSON
import Vocabulary

extension Study {
    /// The reference of study files in Markdown: every setting with its type, range, default,
    /// meaning and an example, from the declarations and the registries.
    package static func reference(catalog: Catalog) -> String {
        StudyReference(catalog: catalog).markdown
    }
}

/// The Markdown page that `study schema --format markdown` prints.
struct StudyReference {
    let catalog: Catalog

    var markdown: String {
        precondition(Self.examples.keys.allSatisfy(isDeclared), "an example of no setting")
        return ([introduction, topLevel] + sections + [sweep] + families).joined(separator: "\n\n")
            + "\n"
    }

    /// Whether a dotted path is that of a setting.
    private func isDeclared(_ path: String) -> Bool {
        let names = [
            "dataset": DatasetSettings.names, "dataset.table": TableSettings.names,
            "dataset.table.labels": TableLabels.names, "training": TrainingSettings.names,
            "network": NetworkSettings.names, "executor": ExecutorSettings.names,
            ExternalSet.section: EvaluationSettings.names,
            DecisionSettings.section: DecisionSettings.names,
            SubgroupSettings.section: SubgroupSettings.names,
        ]
        let keys = path.split(separator: ".").map(String.init)
        return names[keys.dropLast().joined(separator: ".")]?.contains(keys.last ?? "") == true
    }

    private var introduction: String {
        """
        # Study file

        A study file is a JSON object. It names a data set, a network, how to train it, and the
        grid of settings to compare. `study validate FILE` lists every error with its line and
        column; the [JSON Schema](#json-schema) completes and checks the file in an editor.

        A setting that is left out has its default. Every setting
        can be overridden for one command by its dotted path: `--set training.epochs=2`. Relative
        paths in the file start at the folder of the file.

        A schedule, an optimizer and other parts that have several kinds are given by the name of
        the kind, such as `"schedule": "cosine"`, or by an object with the name in `kind` and the
        settings of the kind: `"schedule": { "kind": "cosine", "minimum": 0.0001 }`.
        """
    }

    private var topLevel: String {
        let rows: [(String, String, String)] = [
            ("name", "string, required", "The name of the study and of its results folder."),
            ("title", "string", "The heading of the report. Default: the name."),
            ("question", "string", "A paragraph of Markdown at the start of the report."),
            ("dataset", "object, required", "The images. See [dataset](#dataset)."),
            ("training", "object, required", "How to train. See [training](#training)."),
            ("network", "string or object, required", "What to train. See [network](#network)."),
            (
                "schedule", "string or object",
                "The learning rate over time. Default: `constant`. See [schedules](#schedules)."
            ),
            ("seed", "integer, at least 0", "The source of all randomness of a trial. Default: 1."),
            ("sweep", "object", "The grid of settings to compare. See [sweep](#sweep)."),
            (
                "evaluate", "object",
                "External sets on which the configurations are evaluated. See [evaluate](#evaluate)."
            ),
            (
                "decisions", "object",
                "Threshold, calibration and other decisions of evaluations. See [decisions](#decisions)."
            ),
            (
                "subgroups", "object",
                "Subgroups of the test images that the report compares. See [subgroups](#subgroups)."
            ),
            ("executor", "object", "Where trials train. See [executor](#executor)."),
            ("$schema", "string", "The path or URL of the JSON Schema, for editors."),
        ]
        return """
            ## The file

            | key | type | meaning |
            |---|---|---|
            \(rows.map { "| `\($0)` | \($1) | \($2) |" }.joined(separator: "\n"))

            A name has 1 to 100 letters, digits, `.`, `_` and `-`; it begins with a letter or a
            digit and does not end with a full stop.

            ```json
            {
              "name": "my-study",
              "dataset": { "path": "../Data/chest_xray", "resize": 96, "crop": 96 },
              "training": { "epochs": 5, "optimizer": { "kind": "adam", "learningRate": 0.001 } },
              "network": "cnn4",
              "sweep": { "schedule": ["constant", "cosine"], "seed": [1, 2, 3] }
            }
            ```

            ### JSON Schema

            `study schema` prints a JSON Schema (draft 2020-12), which is also in
            [Studies/study.schema.json](../../Studies/study.schema.json). An editor that supports
            JSON Schema reads it from the path in `$schema`.
            """
    }

    private var sections: [String] {
        [
            section("dataset", DatasetSettings.self, "Where the images are and how they are read."),
            section(
                "dataset.table", TableSettings.self,
                """
                The path of a CSV file, or an object with these settings; see
                [Labels in a table](../tables.md). The layouts of public tables give the settings that are
                left out.
                """),
            section(
                "dataset.table.labels", TableLabels.self,
                """
                The name of a column, or an object with these settings; see
                [Labels in a table](../tables.md#labels).
                """),
            section("training", TrainingSettings.self, "How a network is trained."),
            section(
                "network", NetworkSettings.self,
                """
                The network is the name of [a kind](#networks), or an object with the name in `kind`,
                the settings of that kind and the settings below.
                """),
            section(
                ExternalSet.section, EvaluationSettings.self,
                """
                An object with an external set for each name: labeled images of another source, on which
                `study run` evaluates each configuration after training; see
                [Evaluation on other data](../external-evaluation.md). A name has the form of the name of
                a study. The settings of a set do not change what is trained, and can be added to a
                finished study: the next `study run` only evaluates.
                """, below: "hospitalB"),
            section(
                DecisionSettings.section, DecisionSettings.self,
                """
                The decisions of all evaluations of the study: those on the sets of
                [evaluate](#evaluate), each of which can override every setting, and those of
                `study evaluate`, whose options override them. They are made on validation images, do
                not change what is trained, and can be added to a finished study: the next `study run`
                only evaluates. `study predict`, `serve`, `register` and `export` have options of
                their own.
                """),
            section(
                SubgroupSettings.section, SubgroupSettings.self,
                """
                Attributes that divide the test images into subgroups, which the report compares; see
                [Subgroups](../external-evaluation.md#subgroups). They do not change what is trained, and can
                be added to a finished study: the next `study run` only writes the report.
                """),
            section(
                "executor", ExecutorSettings.self,
                "Where trials train. These settings do not change results."),
        ]
    }

    private var sweep: String {
        """
        ## sweep

        An object with an array of values for every setting to compare, by its dotted path. Every
        combination of the values is a trial; the last axis varies fastest. An axis can be a whole
        section (`network`, `schedule`, `seed`), a setting of a section, or a setting of a kind
        (`schedule.minimum`). The settings `name`, `title`, `question`, `evaluate`,
        `decisions`, `subgroups` and `executor` cannot be swept.

        ```json
        "sweep": {
          "schedule": ["constant", { "kind": "cosine", "minimum": 0.00001 }],
          "training.batchSize": [16, 32],
          "seed": [1, 2, 3]
        }
        ```
        """
    }

    private static let ofTable =
        "string, or object with the settings of [dataset.table](#settings-of-datasettable), "
        + "or `null`"

    /// The types of settings that have sections of their own.
    private static let nested = [
        "dataset.table": ofTable, "evaluate.table": ofTable,
        "dataset.table.labels":
            "string, or object with the settings of "
            + "[dataset.table.labels](#settings-of-datasettablelabels)",
    ]

    /// The example of a setting of a table, with the path that every table needs; nil for a setting
    /// of another section.
    private static func ofTable(_ member: JSONValue.Member, of section: String) -> String? {
        let path = JSONValue.Member("path", "../Data/labels.csv")
        let value: JSONValue
        switch section {
        case "dataset.table" where member.key == "path": value = .object([member])
        case "dataset.table": value = .object([path, member])
        case "dataset.table.labels": value = .object([path, .init("labels", .object([member]))])
        default: return nil
        }
        return fragment(value, at: ["dataset", "table"])
    }

    /// A section with an entry for each setting.
    /// - Parameter key: an example of the name that the section has for each of several objects
    ///   with the settings; nil: the section itself has the settings.
    private func section<Settings: DeclaredSettings>(
        _ name: String, _ type: Settings.Type, _ introduction: String, below key: String? = nil
    ) -> String {
        func type(_ family: Chapter, _ fallback: JSONValue?) -> String {
            let kinds = fallback?.elements == nil ? "one of the" : "array of"
            return "\(kinds) [\(family.title.lowercased())](#\(family.anchor))"
                + (fallback == .null ? ", or `null`" : "")
        }
        let settings = Settings.fields.map { field in
            let schema = field.schema(catalog)
            let initial = field.json(Settings())
            let fallback = field.isRequired || initial == "" ? nil : initial
            let family = Self.families.first { $0.path == "\(name).\(field.name)" }
            let owner = key == nil ? name : "\(name).NAME"
            var lines = ["### `\(owner).\(field.name)`", ""]
            if let text = schema["description"]?.text ?? family?.introduction {
                lines += [text, ""]
            }
            let nested = Self.nested["\(name).\(field.name)"]
            lines.append(
                "- Type: " + (nested ?? family.map { type($0, fallback) } ?? Self.type(schema)))
            lines.append(fallback.map { "- Default: `\($0.line)`" } ?? "- Required")
            let example = Self.example(of: "\(name).\(field.name)", schema, fallback)
            var members = [JSONValue.Member(field.name, example)]
            if let key {
                // Required settings make the example complete.
                let companion = Self.companions["\(name).\(field.name)"]
                let required = Settings.fields.filter {
                    ($0.isRequired || $0.name == companion) && $0.name != field.name
                }
                let examples = required.map { other in
                    let path = "\(name).\(other.name)"
                    return JSONValue.Member(
                        other.name, Self.example(of: path, other.schema(catalog), nil))
                }
                members = [.init(key, .object(examples + members))]
            }
            let outer = members[0]
            lines += [
                "",
                Self.ofTable(outer, of: name) ?? Self.fragment(outer.value, at: [name, outer.key]),
            ]
            return lines.joined(separator: "\n")
        }
        // A setting with the same name has a heading, too.
        let heading = name.contains(".") ? "## Settings of \(name)" : "## \(name)"
        return ([heading, introduction] + settings).joined(separator: "\n\n")
    }
}
