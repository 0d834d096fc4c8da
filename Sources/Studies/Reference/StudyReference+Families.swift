import JSON
import Vocabulary

extension StudyReference {
    /// The kinds of one family, such as the schedules: a chapter of the reference.
    struct Chapter {
        let title: String
        /// The setting that takes such a kind, as a dotted path.
        let path: String
        let kinds: any KeyPath<Catalog, [KindDescription]> & Sendable
        /// A sentence that is also the meaning of the setting.
        let introduction: String

        var anchor: String { title.lowercased().replacing(" ", with: "-") }
    }

    static let families: [Chapter] = [
        Chapter(
            title: "Networks", path: "network", kinds: \.networks,
            introduction: "The architecture that is trained."),
        Chapter(
            title: "Heads", path: "network.head", kinds: \.heads,
            introduction: "The classifier at the end of the network."),
        Chapter(
            title: "Schedules", path: "schedule", kinds: \.schedules,
            introduction: "How the learning rate changes during the training."),
        Chapter(
            title: "Optimizers", path: "training.optimizer", kinds: \.optimizers,
            introduction: "How a step changes the parameters."),
        Chapter(
            title: "Losses", path: "training.loss", kinds: \.losses,
            introduction: "The function that training minimises."),
        Chapter(
            title: "Samplers", path: "training.sampler", kinds: \.samplers,
            introduction: "Which training images an epoch uses. Without a sampler, an epoch uses "
                + "every image once."),
        Chapter(
            title: "Pruning rules", path: "training.pruning", kinds: \.pruningRules,
            introduction: "A rule that stops poor trials early. Without a rule, every trial trains "
                + "to its end."),
        Chapter(
            title: "Splits", path: "dataset.split", kinds: \.splitRules,
            introduction: "How the images are divided into train, val and test."),
        Chapter(
            title: "Augmentations", path: "dataset.augment", kinds: \.augmentations,
            introduction: "Random changes of the training images, applied in the order of the list."
        ),
    ]

    /// The chapters of all families.
    var families: [String] { Self.families.map { chapter($0) } }

    private func chapter(_ family: Chapter) -> String {
        let kinds = catalog[keyPath: family.kinds]
        let place = "Setting: `\(family.path)`."
        let introduction = "\(family.introduction) \(place)"
        return (["## \(family.title)", introduction] + kinds.map { kind($0, family) })
            .joined(separator: "\n\n")
    }

    private func kind(_ kind: KindDescription, _ family: Chapter) -> String {
        var parts = ["### \(family.title): `\(kind.kind)`", kind.summary]
        if !kind.settings.isEmpty {
            let rows = kind.settings.map { setting in
                let schema = Schema.of(setting)
                let fallback = setting.fallback.map { "`\($0.line)`" } ?? "required"
                let cells = ["`\(setting.name)`", Self.type(schema), fallback, setting.summary]
                return "| " + cells.map(Self.cell).joined(separator: " | ") + " |"
            }
            let head = "| setting | type | default | meaning |\n|---|---|---|---|\n"
            parts.append(head + rows.joined(separator: "\n"))
        }
        parts.append(example(of: kind, family))
        return parts.joined(separator: "\n\n")
    }

    private func example(of kind: KindDescription, _ family: Chapter) -> String {
        let settings = kind.settings.compactMap { setting -> JSONValue.Member? in
            let value = setting.fallback ?? Self.value(Schema.of(setting), of: setting.name)
            return value.isNull ? nil : .init(setting.name, value)
        }
        let name = kind.kind
        let kind = JSONValue.object([.init("kind", .string(name))] + settings)
        var path = family.path.split(separator: ".").map(String.init)
        switch family.path {
        case "dataset.augment": return Self.fragment([kind], at: path)
        case "network.head":
            path = ["network"]
            return Self.fragment(["kind": "vgg16", "head": kind], at: path)
        case "training.loss" where catalog.multilabelLosses.contains(name):
            return Self.fragment(kind, at: path, after: Self.labeledImages)
        default: return Self.fragment(kind, at: path)
        }
    }

    /// The data set that a loss of several labels needs.
    private static let labeledImages =
        #""dataset": { "task": "multilabel", "table": "../Data/labels.csv" }"#

    /// Text for a cell of a table.
    private static func cell(_ text: String) -> String {
        text.replacing("|", with: "\\|").replacing("\n", with: " ")
    }
}
