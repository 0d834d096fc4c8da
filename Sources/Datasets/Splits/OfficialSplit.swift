package import JSON
package import Vocabulary

/// As the folders `train`, `val` and `test` say.
package struct OfficialSplit: SplitRule {
    package static let kind = "official"
    package static let summary = "As the set's folders say."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package var sharesOut: Bool { false }

    package func splits(of pictures: [GroupedImage], in set: SplitContext) -> [Split?] {
        pictures.map(\.official)
    }
}
