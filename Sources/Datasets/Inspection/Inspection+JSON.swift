import Images
package import JSON
import Vocabulary

extension Inspection {
    /// The inspection as JSON, for `study data inspect --json`.
    package var json: JSONValue {
        guard let table = dataset.table else { return ofImages }
        var json = ofImages
        json["table"] = [
            "path": .string(table.path), "layout": .string(table.layout.rawValue),
            "rows": Self.number(table.rowCount), "images": Self.number(table.paths.count),
            "isMultilabel": .boolean(table.matrix != nil),
            "hasSplits": .boolean(table.splits != nil),
            "attributes": .array(table.attributes.map { .string($0.name) }),
        ]
        return json
    }

    private var ofImages: JSONValue {
        [
            "path": .string(dataset.root),
            "images": JSONValue.number(Double(images.count)),
            "groupPattern": dataset.groupPattern.map { .string($0.name) } ?? .null,
            "splits": .object(dataset.splits.map { JSONValue.Member($0.rawValue, split($0)) }),
            "modes": .object(
                modes.map { JSONValue.Member($0.mode.rawValue, Self.number($0.count)) }),
            "width": range(range { $0.width }), "height": range(range { $0.height }),
            "unreadable": .array(
                unreadable.map {
                    ["file": .string($0.sample.path), "reason": .string($0.failure ?? "")]
                }),
            "duplicates": .array(
                duplicates.map { files in
                    [
                        "files": .array(files.map { .string($0.sample.path) }),
                        "acrossSplits": .boolean(Set(files.map(\.split)).count > 1),
                        "acrossClasses": .boolean(Set(files.map(\.sample.label)).count > 1),
                    ]
                }),
            "nearDuplicateDistance": Self.number(distance),
            "nearDuplicateCorrelation": .number(Look.correlation),
            "nearDuplicates": .array(nearDuplicates.map(pair)),
            "leakage": .array(
                leakage.groups.map { group in
                    [
                        "group": .string(group.name),
                        "images": .object(
                            Split.allCases.compactMap { split in
                                group.counts[split].map { .init(split.rawValue, Self.number($0)) }
                            }),
                    ]
                }),
            "unread": .array(dataset.unread.suspicions.map { .string($0) }),
            "notes": .array((dataset.notes + imageNotes).map { .string($0) }),
        ]
    }

    private func split(_ split: Split) -> JSONValue {
        let samples = dataset.samples(split)
        let groups = dataset.groups(of: samples).compactMap { $0 }
        return [
            "images": Self.number(samples.count),
            "classes": .object(
                zip(dataset.classes, dataset.counts(split)).map { .init($0, Self.number($1)) }),
            "majorityBaseline": dataset.majorityBaseline(split).map { .number($0) } ?? .null,
            "groups": !dataset.knowsGroups ? .null : Self.number(Set(groups).count),
        ]
    }

    private func pair(_ pair: NearDuplicate) -> JSONValue {
        [
            "files": [.string(pair.first.sample.path), .string(pair.second.sample.path)],
            "distance": Self.number(pair.distance), "acrossSplits": .boolean(pair.isAcrossSplits),
            "acrossClasses": .boolean(pair.isAcrossClasses),
            "acrossGroups": .boolean(pair.isAcrossGroups),
        ]
    }

    private func range(_ range: (least: Int, median: Int, most: Int)?) -> JSONValue {
        guard let range else { return .null }
        return [
            "least": Self.number(range.least), "median": Self.number(range.median),
            "most": Self.number(range.most),
        ]
    }

    private static func number(_ value: Int) -> JSONValue { .number(Double(value)) }
}
