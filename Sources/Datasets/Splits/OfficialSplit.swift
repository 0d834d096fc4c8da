import JSON
package import Vocabulary

/// The split that the folders `train`, `val` and `test` give.
package struct OfficialSplit: SplitRule {
    package static let kind = "official"
    package static let summary = "The split that the folders train, val and test give."
    package static let settings: [Setting] = []

    package init(_ values: SettingValues) {}

    package var assignsGroups: Bool { false }

    package func splits(of images: [GroupedImage], in set: SplitContext) -> [Split?] {
        images.map(\.official)
    }
}
