import JSON
package import Tensors
package import Vocabulary

/// A rule that divides the images of a data set into train, val and test: a pure function of their
/// names, classes and groups.
/// To add one, add a file in this folder and a line in `SplitRules.all`.
package protocol SplitRule: Configurable {
    /// True if the rule assigns groups to splits, so that groups must be known.
    var assignsGroups: Bool { get }
    /// The group of every image, in order, if the rule itself contains groups; otherwise nil.
    /// - Throws: `SplitError`.
    func groups(of images: [Sample], in set: SplitContext) throws -> [String?]?
    /// The split of every image, in order; nil omits an image.
    /// - Throws: `SplitError`.
    func splits(of images: [GroupedImage], in set: SplitContext) throws -> [Split?]
}

extension SplitRule {
    package var assignsGroups: Bool { true }
    package func groups(of images: [Sample], in set: SplitContext) -> [String?]? { nil }
}

/// An image with the properties that a rule uses.
package struct GroupedImage: Sendable, Hashable {
    /// The path and the class.
    package var sample: Sample
    /// The split of its folder.
    package var official: Split
    /// The group, such as the patient; its own path if the group is unknown.
    package var group: String

    package init(sample: Sample, official: Split, group: String) {
        self.sample = sample
        self.official = official
        self.group = group
    }
}

/// The properties of the data set that a rule uses.
package struct SplitContext: Sendable {
    /// The absolute path of the data set's folder.
    package var root: String
    /// The names of the classes, or of the labels if an image can have several.
    package var classes: [String]
    /// The labels of the images that the rule divides, a row for each, in their order; nil if each
    /// image belongs to one class.
    package var labels: LabelMatrix?

    package init(root: String, classes: [String], labels: LabelMatrix? = nil) {
        self.root = root
        self.classes = classes
        self.labels = labels
    }

    /// The text of an image's label in a manifest: the name of its class, or the names of its
    /// positive labels, separated by `|`.
    /// - Parameter index: the index in the list of images.
    func label(of image: Sample, at index: Int) -> String {
        labels.map { Self.text(of: $0.row(index), classes) } ?? classes[image.label]
    }

    /// The names of the positive labels, separated by `|`; empty if there are none.
    static func text(of states: ArraySlice<LabelState>, _ names: [String]) -> String {
        zip(names, states).filter { $1 == .positive }.map(\.0).joined(separator: "|")
    }
}

/// The registry of split rules.
package enum SplitRules {
    /// All split rules by kind.
    package static let all = Registry<any SplitRule>([
        entry(OfficialSplit.self), entry(GroupedSplit.self), entry(FoldSplit.self),
        entry(ManifestSplit.self),
    ])

    /// The splits whose images a rule divides.
    static let from = Setting(
        "from", .names(Split.allCases.map(\.rawValue)), default: ["train", "val"],
        "The splits of the data set whose images are divided again; other splits are kept, unless a new split "
            + "replaces them.")
    static let seed = Setting(
        "seed", .integer(0...Int.max), default: 1, "The seed of the random division.")

    static func from(_ values: SettingValues) -> Set<Split> {
        Set(values.names("from").compactMap { Split(rawValue: $0) })
    }

    private static func entry<R: SplitRule>(_ type: R.Type) -> Registry<any SplitRule>.Entry {
        .init(KindDescription(type)) { try type.init($0) }
    }
}
