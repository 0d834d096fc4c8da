import Files
import Foundation

/// The images beside a table, found by what its rows call them.
///
/// A row may call an image by its whole path, by the end of it, or without its suffix; by `\` in the place of `/`; by a
/// folder more in front that all rows have. What fits two images is an error.
struct TableFiles {
    private let path: String
    private let names: [EntryName]
    /// Positions in the entries of the source.
    private let whole: [EntryName: Int]
    private let byEnding: [EntryName: [Int]]
    /// A folder that all rows begin with.
    private let common: EntryName?
    private let byText: [String: [Int]]

    /// - Parameters:
    ///   - path: of the table, as errors give it.
    ///   - images: positions in the entries of the source.
    ///   - rows: what the rows call the images.
    init(_ path: String, _ source: some ImportSource, _ images: [Int], rows: [String]) {
        self.path = path
        let names = source.entries.map(\.name)
        self.names = names
        let others = source.entries.indices.filter { !source.entries[$0].isHidden }
        whole = Dictionary(
            others.map { (source.entries[$0].name, $0) }, uniquingKeysWith: { first, _ in first })
        var endings: [EntryName: [Int]] = [:]
        for index in images {
            let parts = names[index].parts
            for start in parts.indices {
                let name = EntryName(joining: parts[start...])
                endings[name, default: []].append(index)
                endings[Self.stem(name), default: []].append(index)
            }
        }
        byEnding = endings
        byText = Dictionary(
            grouping: images.compactMap { index in names[index].text.map { ($0, index) } }, by: \.0
        ).mapValues { $0.map(\.1) }
        let first = rows.first.map { Self.cleaned(EntryName($0)).parts }
        common = first.flatMap { Self.common($0, rows) }
    }

    /// The first folder of a path, where all rows begin with it.
    private static func common(_ parts: [EntryName], _ rows: [String]) -> EntryName? {
        guard parts.count > 1, rows.allSatisfy({ cleaned(EntryName($0)).parts.first == parts[0] })
        else { return nil }
        return parts[0]
    }

    private static func stem(_ name: EntryName) -> EntryName {
        EntryName(name.bytes.dropLast(name.suffix.bytes.count))
    }

    /// Without `./`, and with slashes.
    private static func cleaned(_ name: EntryName) -> EntryName {
        var bytes = name.withoutBackslashes.bytes[...]
        while bytes.starts(with: "./".utf8) {
            bytes = bytes.dropFirst(2).drop { $0 == EntryName.slash }
        }
        return EntryName(bytes)
    }

    /// The position of the image that a row names; nil where there is none.
    /// - Throws: `TableError` for a name that leaves the folder, is no image or fits several.
    func find(_ text: String, line: Int) throws -> Int? {
        func bad(_ reason: String) -> TableError { TableError(path, line: line, reason: reason) }
        // As this program writes names that are no text.
        let escaped = EntryName(FilePath(text: text).bytes)
        let raw = whole[escaped] == nil ? EntryName(text) : escaped
        let name = whole[raw] == nil ? Self.cleaned(raw) : raw
        if name.isEmpty { throw bad("names no file") }
        if let fault = ImportEntry.fault(in: name) { throw bad("'\(raw)' \(fault)") }
        if let index = whole[name] {
            guard ImportEntry(name: name, size: 0).isImage else {
                throw bad("'\(raw)' is no .jpeg, .jpg or .png image")
            }
            return index
        }
        let shorter = common.flatMap { common -> EntryName? in
            name.parts.first == common ? EntryName(joining: name.parts.dropFirst()) : nil
        }
        if let shorter, let index = whole[shorter] { return index }
        for name in [name] + (shorter.map { [$0] } ?? []) {
            let found = Set((byEnding[name] ?? []) + (name.text.flatMap { byText[$0] } ?? []))
                .sorted()
            if found.count > 1 {
                let list = ImportError.list(found.map { "\(names[$0])" }, most: 5)
                throw bad("'\(raw)' can be \(found.count) images: \(list); give the whole path")
            }
            if let index = found.first { return index }
        }
        return nil
    }
}
