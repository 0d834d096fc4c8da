import Files
package import JSON
package import Vocabulary

/// As a CSV file says, which `study data split` writes: `file,label,split,group`. Pictures that it
/// does not name are left out.
package struct ManifestSplit: SplitRule {
    package static let kind = "manifest"
    package static let summary =
        "As a CSV file file,label,split,group says, such as one that 'study data split' wrote."
    package static let settings = [
        Setting("path", .string, default: nil, "The file; relative to the study file.")
    ]

    private let path: String

    package init(_ values: SettingValues) { path = values.string("path") }

    package var sharesOut: Bool { false }

    package func groups(of pictures: [Sample], in set: SplitContext) throws -> [String?]? {
        let rows = try SplitManifest(path: path).rows.filter { !$0.group.isEmpty }
        guard !rows.isEmpty else { return nil }
        let groups = Dictionary(
            rows.map { (FileName.text(meantBy: $0.file), $0.group) },
            uniquingKeysWith: { first, _ in first })
        return pictures.map { groups[$0.path] }
    }

    package func splits(of pictures: [GroupedImage], in set: SplitContext) throws -> [Split?] {
        let manifest = try SplitManifest(path: path)
        var rows: [String: SplitManifest.Row] = [:]
        for row in manifest.rows {
            let file = FileName.text(meantBy: row.file)
            if let other = rows.updateValue(row, forKey: file) {
                throw SplitError.badManifest(
                    path, line: row.line, reason: "'\(file)' is in line \(other.line) already")
            }
        }
        let result = try pictures.map { picture -> Split? in
            guard let row = rows.removeValue(forKey: picture.sample.path) else { return nil }
            let label = set.classes[picture.sample.label]
            guard row.label == label else {
                throw SplitError.badManifest(
                    path, line: row.line,
                    reason: "'\(row.file)' is of class '\(label)' by its folder; got '\(row.label)'"
                )
            }
            return row.split
        }
        if let missing = rows.values.min(by: { $0.line < $1.line }) {
            let others = rows.count > 1 ? ", nor do \(rows.count - 1) others" : ""
            throw SplitError.badManifest(
                path, line: missing.line,
                reason: "\(set.root) has no image '\(missing.file)'\(others)")
        }
        return result
    }
}
