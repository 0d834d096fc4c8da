import Files
import JSON
package import Vocabulary

/// The split in a CSV file `file,label,split,group`, which `study data split` writes. Images that
/// it does not list are omitted.
package struct ManifestSplit: SplitRule {
    package static let kind = "manifest"
    package static let summary =
        "The split in a CSV file with the columns file, label, split and group, as 'study data split' writes it."
    package static let settings = [
        Setting(
            "path", .string, default: nil, "The path of the CSV file, relative to the study file.")
    ]

    private let path: String

    package init(_ values: SettingValues) { path = values.string("path") }

    package var assignsGroups: Bool { false }

    package func groups(of images: [Sample], in set: SplitContext) throws -> [String?]? {
        let rows = try SplitManifest(path: path).rows.filter { !$0.group.isEmpty }
        guard !rows.isEmpty else { return nil }
        let groups = Dictionary(
            rows.map { (FileName.text(meantBy: $0.file), $0.group) },
            uniquingKeysWith: { first, _ in first })
        return images.map { groups[$0.path] }
    }

    package func splits(of images: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let manifest = try SplitManifest(path: path)
        var rows: [String: SplitManifest.Row] = [:]
        for row in manifest.rows {
            let file = FileName.text(meantBy: row.file)
            if let other = rows.updateValue(row, forKey: file) {
                throw SplitError.badManifest(
                    path, line: row.line, reason: "'\(file)' is already in line \(other.line)")
            }
        }
        let result = try images.enumerated().map { index, image -> Split? in
            guard let row = rows.removeValue(forKey: image.sample.path) else { return nil }
            let label = set.label(of: image.sample, at: index)
            guard row.label == label else {
                throw SplitError.badManifest(
                    path, line: row.line,
                    reason:
                        "the label of '\(row.file)' must be '\(label)', "
                        + (set.labels == nil ? "the name of its folder" : "as in the table")
                        + "; got '\(row.label)'"
                )
            }
            return row.split
        }
        if let missing = rows.values.min(by: { $0.line < $1.line }) {
            let count = rows.count - 1
            let others = count > 0 ? " and \(count) other\(count > 1 ? "s" : "")" : ""
            throw SplitError.badManifest(
                path, line: missing.line,
                reason: "\(set.root) has no image '\(missing.file)'\(others)")
        }
        return result
    }
}
