import Files

/// The rows of a table that cannot be used, and the images without a row, by reason.
struct BadRows {
    /// A reason.
    enum Reason: CaseIterable {
        case noName, noFile, severalFiles, noPartner, noLabel, badValue, badSplit, contradiction
        case noRow

        /// The words after the count, such as `3 rows` + ` name no image`.
        func text(_ count: Int, root: String?) -> String {
            func rows(_ one: String, _ many: String) -> String {
                count == 1 ? "1 row \(one)" : "\(count) rows \(many)"
            }
            func images(_ one: String, _ many: String) -> String {
                count == 1 ? "1 image \(one)" : "\(count) images \(many)"
            }
            let folder = root.map { " in \($0)" } ?? ""
            return switch self {
            case .noName: rows("has no image name", "have no image name")
            case .noFile: rows("names no image\(folder)", "name no image\(folder)")
            case .severalFiles: rows("can mean several images", "can mean several images")
            case .noPartner:
                images("has no row in a joined table", "have no row in a joined table")
            case .noLabel: images("has no label", "have no label")
            case .badValue: images("has an invalid label", "have invalid labels")
            case .badSplit:
                images("has no valid split", "have no valid split") + " (train, val or test)"
            case .contradiction:
                images("has contradictory rows", "have contradictory rows")
            case .noRow: images("has no row", "have no row")
            }
        }
    }

    private var items: [Reason: [String]] = [:]
    /// True if there are none.
    var isEmpty: Bool { items.isEmpty }

    /// True if names are ambiguous. A name that happens to be unique could then mean the wrong
    /// image, so such rows are never left out.
    var isAmbiguous: Bool { items[.severalFiles] != nil }

    /// - Parameter item: the row with its line, or the path of the image.
    mutating func add(_ reason: Reason, _ item: String) { items[reason, default: []].append(item) }

    /// A sentence for each reason, with the count and examples.
    /// - Parameter root: the folder of the images; nil for texts that leave this machine, such as
    ///   those of reports.
    func texts(root: String? = nil, examples: Int) -> [String] {
        Reason.allCases.compactMap { reason in
            guard let items = items[reason] else { return nil }
            let rest = items.count > examples ? " and \(items.count - examples) more" : ""
            return "\(reason.text(items.count, root: root)): "
                + items.prefix(examples).joined(separator: "; ") + rest
        }
    }

    /// The error that lists all of them.
    /// - Parameter path: the path of the table.
    func error(_ path: String, root: String) -> TableError {
        let lines = texts(root: root, examples: 5).map { "  \($0)" }
        return TableError(
            path, line: nil,
            reason: (["some rows or images cannot be used:"] + lines + [
                isAmbiguous
                    ? "write the path of each image in the table, so that every name has one image"
                    : "correct the table, or set dataset.onBadRow to \"skip\" to leave them out"
            ]).joined(separator: "\n"))
    }
}
