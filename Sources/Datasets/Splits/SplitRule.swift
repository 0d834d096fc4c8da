package import JSON
package import Vocabulary

/// How the pictures of a set are shared out to train, val and test: a pure function of their names,
/// classes and groups. Adding one: a file in this folder and a line in `SplitRules.all`.
package protocol SplitRule: Configurable {
    /// Whether it shares groups out anew, so that it matters which pictures are of one.
    var sharesOut: Bool { get }
    /// The group of every picture, in order, where the rule itself names them; nil where it names
    /// none.
    /// - Throws: `SplitError`.
    func groups(of pictures: [Sample], in set: SplitContext) throws -> [String?]?
    /// The new split of every picture, in order; nil leaves one out.
    /// - Throws: `SplitError`.
    func splits(of pictures: [GroupedImage], in set: SplitContext) throws -> [Split?]
}

extension SplitRule {
    package var sharesOut: Bool { true }
    package func groups(of pictures: [Sample], in set: SplitContext) -> [String?]? { nil }
}

/// A picture as a rule sees it.
package struct GroupedImage: Sendable, Hashable {
    /// Its path and class.
    package var sample: Sample
    /// The split that its folder says.
    package var official: Split
    /// Of the patient that it shows; its own path when nothing says which.
    package var group: String

    package init(sample: Sample, official: Split, group: String) {
        self.sample = sample
        self.official = official
        self.group = group
    }
}

/// What else a rule knows of the set.
package struct SplitContext: Sendable {
    /// The absolute path of the set's folder.
    package var root: String
    package var classes: [String]

    package init(root: String, classes: [String]) {
        self.root = root
        self.classes = classes
    }
}

/// The registry of split rules.
package enum SplitRules {
    package static let all = Registry<any SplitRule>([
        entry(OfficialSplit.self), entry(GroupedSplit.self), entry(FoldSplit.self),
        entry(ManifestSplit.self),
    ])

    /// Where the pictures to share out come from.
    static let from = Setting(
        "from", .names(Split.allCases.map(\.rawValue)), default: ["train", "val"],
        "The set's own splits whose images are shared out; another stays as it is, or is left out where a new one is made "
            + "in its place.")
    static let seed = Setting(
        "seed", .integer(0...Int.max), default: 1, "Another seed shares them out otherwise.")

    static func from(_ values: SettingValues) -> Set<Split> {
        Set(values.names("from").compactMap { Split(rawValue: $0) })
    }

    private static func entry<R: SplitRule>(_ type: R.Type) -> Registry<any SplitRule>.Entry {
        .init(KindDescription(type)) { try type.init($0) }
    }
}
