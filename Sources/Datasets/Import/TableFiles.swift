import Files
import Foundation

/// The images beside a table, found by what its rows call them.
///
/// A row may call an image by its whole path, by the end of it, or without its suffix; by `\` in
/// the place of `/`; by a folder more in front that all rows have; by an absolute path or URL,
/// whose first folders are those of another place. What fits two images is an error.
struct TableFiles {
    /// What a row names.
    enum Match: Hashable {
        /// An image, by its position in the entries of the source.
        case image(Int)
        /// A file that is left out because it fits `--exclude`.
        case excluded
        /// No file.
        case missing
    }

    private let path: String
    private let names: [EntryName]
    private let options: ImportOptions
    /// Positions in the entries of the source.
    private let whole: [EntryName: Int]
    private let byEnding: [EntryName: [Int]]
    private let byText: [String: [Int]]
    private let excluded: Set<Int>
    /// All that files which are left out can be called.
    private let excludedEndings: Set<EntryName>
    /// A folder that all rows begin with.
    private let common: EntryName?
    /// How many folders at the beginning of absolute paths are those of another place.
    private let foreignFolders: Int

    /// - Parameters:
    ///   - path: of the table, as errors give it.
    ///   - rows: what the rows call the images.
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

    /// The ends of a path, from the whole to the name, each with and without its suffix.
    private static func endings(_ name: EntryName) -> [EntryName] {
        let parts = name.parts
        return parts.indices.flatMap { start in
            let ending = EntryName(joining: parts[start...])
            return [ending, EntryName(ending.bytes.dropLast(ending.suffix.bytes.count))]
        }
    }

    /// The first folder of all paths; nil when they differ.
    private static func common(_ paths: [[EntryName]]) -> EntryName? {
        guard let first = paths.first, first.count > 1,
            paths.allSatisfy({ $0.first == first[0] })
        else { return nil }
        return first[0]
    }

    /// How many of the folders that all paths begin with are not in the source: of
    /// `/data/set/train/1.png` and so on, as few as leave the path of a file; else all of them.
    private static func foreignFolders(_ paths: [[EntryName]], _ whole: [EntryName: Int]) -> Int {
        guard var common = paths.first?.dropLast() else { return 0 }
        for path in paths {
            let alike = zip(common, path.dropLast()).prefix { $0 == $1 }.count
            common = common.prefix(alike)
        }
        return (0...common.count).first { count in
            paths.contains { whole[EntryName(joining: $0.dropFirst(count))] != nil }
        } ?? common.count
    }

    /// A path as a row has it, cut into parts.
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
                ImportEntry.isDrive(first.bytes[...]) || first == EntryName("~")
            {
                parts.removeFirst()
                isAbsolute = true
            }
        }

        /// The position behind `file://`, `s3://` and so on.
        private static func endOfScheme(_ bytes: ArraySlice<UInt8>) -> Int? {
            let scheme = bytes.prefix { byte in
                (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
                    || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
            }
            let rest = bytes[scheme.endIndex...]
            return !scheme.isEmpty && rest.starts(with: "://".utf8) ? scheme.endIndex + 3 : nil
        }
    }

    /// What a row names.
    /// - Throws: `TableError` for a name that leaves the folder, is no image or fits several.
    func find(_ text: String, line: Int) throws -> Match {
        func bad(_ reason: String) -> TableError { TableError(path, line: line, reason: reason) }
        // As this program writes names that are no text.
        let escaped = EntryName(FilePath(text: text).bytes)
        let raw = whole[escaped] == nil ? EntryName(text) : escaped
        if let index = whole[raw] { return try match(index, raw, line: line) }
        let spelling = Spelling(raw)
        guard !spelling.parts.contains(EntryName("..")) else {
            throw bad(
                "'\(raw)' leaves its folder by its path; "
                    + "put the table into a folder that holds the images too")
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
                throw bad("'\(raw)' can be \(found.count) images: \(list); give the whole path")
            }
            if let index = found.first { return .image(index) }
        }
        // What is left out by its path need not be there.
        let isExcluded =
            endings.contains { excludedEndings.contains($0) || options.excludes($0) }
        return isExcluded ? .excluded : .missing
    }

    private func match(_ index: Int, _ raw: EntryName, line: Int) throws -> Match {
        if excluded.contains(index) { return .excluded }
        guard ImportEntry(name: names[index], size: 0).isImage else {
            throw TableError(
                path, line: line,
                reason: "'\(raw)' is no .jpeg, .jpg or .png image; --exclude PATTERN leaves it out")
        }
        return .image(index)
    }

    /// The whole paths that a row can mean, and the paths of which it can be the end.
    private func candidates(_ spelling: Spelling) -> (paths: [EntryName], endings: [EntryName]) {
        let parts = spelling.parts
        guard spelling.isAbsolute else {
            let name = EntryName(joining: parts)
            let isCommon = common != nil && parts.count > 1 && parts.first == common
            let names = isCommon ? [name, EntryName(joining: parts.dropFirst())] : [name]
            return (names, names)
        }
        let inner = EntryName(joining: parts.dropFirst(min(foreignFolders, parts.count - 1)))
        // Paths of several places: at least a folder must be the same.
        let ends = parts.count < 3 ? [] : (1...parts.count - 2).map { parts.dropFirst($0) }
        return ([inner] + ends.map { EntryName(joining: $0) }, [inner])
    }
}
