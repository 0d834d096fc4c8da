/// Which files of a source become which pictures of the set.
struct ImportLayout {
    /// A file and where it goes, `train/NORMAL/a.jpeg`.
    struct Item: Sendable, Hashable {
        var entry: ImportEntry
        var target: String
    }

    /// Sorted by target.
    private(set) var items: [Item] = []
    /// What the reader should know.
    private(set) var notes: [String] = []

    /// Names of split folders, in lower case.
    private static let splitNames: [String: Split] = [
        "train": .train, "training": .train, "val": .val, "valid": .val, "validation": .val,
        "test": .test, "testing": .test,
    ]

    /// Of a tree of folders, `{train,val,test}/<class>/<image>` or `<class>/<image>`, at any depth. Of two trees the one
    /// that is nested less deep counts.
    /// - Throws: `ImportError`.
    init(tree source: some ImportSource) throws {
        let pictures = source.entries.filter(\.isPicture)
        var trees: [[String]: [Item]] = [:]
        for entry in pictures {
            let parts = entry.parts
            guard parts.count >= 3, let split = Self.splitNames[parts[parts.count - 3].lowercased()]
            else { continue }
            let target = "\(split.rawValue)/\(parts[parts.count - 2])/\(parts[parts.count - 1])"
            trees[Array(parts.dropLast(3)), default: []].append(Item(entry: entry, target: target))
        }
        if trees.isEmpty {
            for entry in pictures where entry.parts.count >= 2 {
                let parts = entry.parts
                let target = "train/\(parts[parts.count - 2])/\(parts[parts.count - 1])"
                trees[Array(parts.dropLast(2)), default: []].append(
                    Item(entry: entry, target: target))
            }
        }
        let roots = trees.keys.sorted {
            ($0.count, $0.joined(separator: "/")) < ($1.count, $1.joined(separator: "/"))
        }
        guard let root = roots.first, let chosen = trees[root] else {
            throw ImportError.noImages(source.path)
        }
        try take(chosen, of: source.path)
        let known = Dictionary(
            items.map { ($0.target, $0.entry) }, uniquingKeysWith: { first, _ in first })
        for other in roots.dropFirst() {
            let (name, files) = (other.joined(separator: "/"), trees[other] ?? [])
            let copies = files.count { item in
                known[item.target].map {
                    $0.size == item.entry.size && $0.checksum == item.entry.checksum
                } ?? false
            }
            notes.append(
                copies == files.count
                    ? "\(name): a second copy of \(copies) images, skipped"
                    : "\(name): skipped, though \(files.count - copies) of its \(files.count) images are not in "
                        + "\(root.isEmpty ? "the set" : root.joined(separator: "/"))")
        }
        let rest = pictures.count - trees.values.reduce(0) { $0 + $1.count }
        if rest > 0 { notes.append("\(rest) images lie in no class folder, skipped") }
        let others = source.entries.count - pictures.count
        if others > 0 { notes.append("\(others) files are no images, skipped") }
    }

    /// As a CSV file says; its files are beside it. A group goes before the name: `<group>__<name>`.
    /// - Throws: `ImportError`, `SplitError.badManifest`.
    init(manifest: SplitManifest, path: String, _ source: some ImportSource) throws {
        let entries = Dictionary(
            source.entries.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })
        let items = try manifest.rows.map { row -> Item in
            func bad(_ reason: String) -> SplitError {
                .badManifest(path, line: row.line, reason: reason)
            }
            if let fault = ImportEntry.fault(inName: row.file) {
                throw bad("'\(row.file)' \(fault)")
            }
            guard let entry = entries[row.file] else {
                throw bad("there is no file '\(row.file)' beside it")
            }
            guard entry.isPicture else {
                throw bad("'\(row.file)' is no .jpeg, .jpg or .png image")
            }
            for (column, text) in [("label", row.label), ("group", row.group)] {
                let isName =
                    !text.contains("/") && !text.hasPrefix(".")
                    && ImportEntry.fault(inName: text) == nil
                guard isName || column == "group" && text.isEmpty else {
                    throw bad("column '\(column)': '\(text)' is no name for a file")
                }
            }
            let name =
                (row.group.isEmpty ? "" : row.group + "__") + entry.parts.joined(separator: "_")
            return Item(entry: entry, target: "\(row.split.rawValue)/\(row.label)/\(name)")
        }
        guard !items.isEmpty else { throw ImportError.noImages(path) }
        try take(items, of: path)
    }

    private mutating func take(_ chosen: [Item], of path: String) throws {
        items = chosen.sorted { $0.target.utf8.lexicographicallyPrecedes($1.target.utf8) }
        // Some file systems know neither case nor how a letter with an accent is composed.
        var seen: [String: Item] = [:]
        for item in items {
            if let first = seen.updateValue(item, forKey: item.target.lowercased()) {
                throw ImportError.sameTarget(
                    path, first: first.entry.name, second: item.entry.name, target: item.target)
            }
        }
    }
}
