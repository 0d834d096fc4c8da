import Datasets
import Files
import Foundation

/// The images next to a table, found by their names in its rows.
///
/// A row may contain the whole path of an image, the end of it, or the path without its suffix;
/// backslashes instead of slashes; an additional first folder that all rows have; or an absolute
/// path or URL whose first folders are those of another machine. A name that matches two images is
/// an error.
struct TableFiles {
    /// The result of a search for the file of a row.
    enum Match: Hashable {
        /// An image, by its index in the entries of the source.
        case image(Int)
        /// A file that is skipped because it matches `--exclude`.
        case excluded
        /// No file.
        case missing
    }

    private let path: String
    private let names: [EntryName]
    private let options: ImportOptions
    /// The indices in the entries of the source, by the whole path.
    private let whole: [EntryName: Int]
    /// The indices of images by the ends of their paths.
    private let byEnding: [EntryName: [Int]]
    /// The indices of images by their paths as text.
    private let byText: [String: [Int]]
    private let excluded: Set<Int>
    /// All ends of the paths of excluded files.
    private let excludedEndings: Set<EntryName>
    /// The first folder that all rows have in common.
    private let common: EntryName?
    /// The number of folders at the beginning of absolute paths that belong to another machine.
    private let foreignFolders: Int

    /// - Parameters:
    ///   - path: the path of the table, for errors.
    ///   - rows: the names of the images in the rows.
    init(
        _ path: String, _ source: some ImportSource, _ sorting: ImportSorting,
        _ options: ImportOptions, rows: [String]
    ) {
        self.path = path
        self.options = options
        let names = source.entries.map(\.name)
        self.names = names
        let others = source.entries.indices.filter { !source.entries[$0].isHidden }
        let whole = Dictionary(
            others.map { (names[$0], $0) }, uniquingKeysWith: { first, _ in first })
        self.whole = whole
        var endings: [EntryName: [Int]] = [:]
        for index in sorting.images {
            for name in Self.endings(names[index]) { endings[name, default: []].append(index) }
        }
        byEnding = endings
        byText = Dictionary(
            grouping: sorting.images.compactMap { index in names[index].text.map { ($0, index) } },
            by: \.0
        ).mapValues { $0.map(\.1) }
        excluded = Set(sorting.excluded)
        excludedEndings = Set(sorting.excluded.flatMap { Self.endings(names[$0]) })
        let spellings = rows.filter { !$0.isEmpty }.map { Spelling(EntryName($0)) }
        common = Self.common(spellings.filter { !$0.isAbsolute }.map(\.parts))
        foreignFolders = Self.foreignFolders(
            spellings.filter(\.isAbsolute).map(\.parts), whole)
    }

    /// The ends of a path, from the whole path to the name, each with and without its suffix.
    private static func endings(_ name: EntryName) -> [EntryName] {
        let parts = name.parts
        return parts.indices.flatMap { start in
            let ending = EntryName(joining: parts[start...])
            return [ending, EntryName(ending.bytes.dropLast(ending.suffix.bytes.count))]
        }
    }

    /// The first folder of all paths; nil if they differ.
    private static func common(_ paths: [[EntryName]]) -> EntryName? {
        guard let first = paths.first, first.count > 1,
            paths.allSatisfy({ $0.first == first[0] })
        else { return nil }
        return first[0]
    }

    /// The number of common first folders that are not in the source: for paths such as
    /// `/data/set/train/1.png`, the smallest number that leaves the path of a file; otherwise all
    /// common folders.
    private static func foreignFolders(_ paths: [[EntryName]], _ whole: [EntryName: Int]) -> Int {
        guard var common = paths.first?.dropLast() else { return 0 }
        for path in paths {
            let count = zip(common, path.dropLast()).prefix { $0 == $1 }.count
            common = common.prefix(count)
        }
        return (0...common.count).first { count in
            paths.contains { whole[EntryName(joining: $0.dropFirst(count))] != nil }
        } ?? common.count
    }

    /// A path as written in a row, split into components.
    private struct Spelling {
        var parts: [EntryName]
        var isAbsolute = false

        init(_ name: EntryName) {
            var bytes = name.withoutBackslashes.bytes[...]
            if let end = Self.endOfScheme(bytes) {
                bytes = bytes[end...]
                isAbsolute = true
            }
            parts = EntryName(bytes).parts.filter { $0 != EntryName(".") }
            if bytes.first == EntryName.slash { isAbsolute = true }
            if let first = parts.first,
                FilePath.isDrive(first.bytes[...]) || first == EntryName("~")
            {
                parts.removeFirst()
                isAbsolute = true
            }
        }

        /// The index after `file://`, `s3://` and so on.
        private static func endOfScheme(_ bytes: ArraySlice<UInt8>) -> Int? {
            let scheme = bytes.prefix { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
            let rest = bytes[scheme.endIndex...]
            return !scheme.isEmpty && rest.starts(with: "://".utf8) ? scheme.endIndex + 3 : nil
        }
    }

    /// Finds the file of a row.
    /// - Throws: `TableError` for a name that leaves the folder, is not an image or matches several
    ///   images.
    func find(_ text: String, line: Int) throws -> Match {
        func bad(_ reason: String) -> TableError { TableError(path, line: line, reason: reason) }
        // This program writes names that are not text in this form.
        let escaped = EntryName(FilePath(text: text).bytes)
        let raw = whole[escaped] == nil ? EntryName(text) : escaped
        if let index = whole[raw] { return try match(index, raw, line: line) }
        let spelling = Spelling(raw)
        guard !spelling.parts.contains(EntryName("..")) else {
            throw bad(
                "'\(raw)' leaves its folder; "
                    + "put the table into a folder that contains the images too")
        }
        if spelling.parts.isEmpty { return .missing }
        let (paths, endings) = candidates(spelling)
        for path in paths {
            if let index = whole[path] { return try match(index, raw, line: line) }
        }
        for ending in endings {
            let found = Set((byEnding[ending] ?? []) + (ending.text.flatMap { byText[$0] } ?? []))
                .sorted()
            if found.count > 1 {
                let list = ImportError.list(found.map { "\(names[$0])" }, most: 5)
                throw bad("'\(raw)' matches \(found.count) images: \(list); write the whole path")
            }
            if let index = found.first { return .image(index) }
        }
        // A file that is excluded by its path need not exist.
        let isExcluded =
            endings.contains { excludedEndings.contains($0) || options.excludes($0) }
        return isExcluded ? .excluded : .missing
    }

    private func match(_ index: Int, _ raw: EntryName, line: Int) throws -> Match {
        if excluded.contains(index) { return .excluded }
        guard ImportEntry(name: names[index], size: 0).isImage else {
            throw TableError(
                path, line: line,
                reason:
                    "'\(raw)' is not a \(ImageSuffixes.list) image; exclude it with --exclude PATTERN"
            )
        }
        return .image(index)
    }

    /// The whole paths that a row can mean, and the paths of which the row can be the end.
    private func candidates(_ spelling: Spelling) -> (paths: [EntryName], endings: [EntryName]) {
        let parts = spelling.parts
        guard spelling.isAbsolute else {
            let name = EntryName(joining: parts)
            let isCommon = common != nil && parts.count > 1 && parts.first == common
            let names = isCommon ? [name, EntryName(joining: parts.dropFirst())] : [name]
            return (names, names)
        }
        let inner = EntryName(joining: parts.dropFirst(min(foreignFolders, parts.count - 1)))
        // Paths of several machines: at least one folder must be the same.
        let ends = parts.count < 3 ? [] : (1...parts.count - 2).map { parts.dropFirst($0) }
        return ([inner] + ends.map { EntryName(joining: $0) }, [inner])
    }
}
