import Files
import Vocabulary

/// The splits that a table gives: one for each file, a column, or lists of images.
struct TableSplits {
    /// True if the table gives splits.
    let exist: Bool
    private let column: Int?
    /// The split of each image of the folder that is in a list; nil without lists.
    private let listed: [Split?]?

    /// - Parameters:
    ///   - column: the position of the column of splits; nil if there is none.
    ///   - folder: the images.
    /// - Throws: `TableError` for a list that cannot be read, and for an image in two lists.
    init(_ settings: TableSettings, column: Int?, _ folder: TableImages) throws {
        self.column = column
        guard case .lists(let lists)? = settings.split else {
            listed = nil
            exist = column != nil || settings.files.contains { $0.split != nil }
            return
        }
        var found = [Split?](repeating: nil, count: folder.paths.count)
        for split in Split.allCases {
            guard let path = lists[split] else { continue }
            let names = try Self.names(path)
            for (name, match) in zip(names, folder.find(names)) {
                guard case .image(let image) = match else { continue }
                if let other = found[image], other != split {
                    throw TableError(
                        path, line: nil,
                        reason: "'\(name)' is also in the list of \(other.rawValue) images")
                }
                found[image] = split
            }
            guard found.contains(split) else {
                throw TableError(
                    path, line: nil,
                    reason: "names none of the images"
                        + (names.first.map { " (the first is '\($0)')" } ?? "; it is empty"))
            }
        }
        listed = found
        exist = true
    }

    /// The lines of a file, without white space and empty lines.
    private static func names(_ path: String) throws -> [String] {
        let contents: [UInt8]
        do throws(FileError) { contents = try OpenFile(path: path).contents() } catch {
            throw TableError(path, line: nil, reason: "cannot be read: \(error.reason)")
        }
        let start = contents.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
        return try contents[start...].split(
            separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false
        ).enumerated().compactMap { number, line in
            guard let text = String(validating: line, as: UTF8.self) else {
                throw TableError(path, line: number + 1, reason: "is not UTF-8")
            }
            let name = text.drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace)
            return name.isEmpty ? nil : String(name.reversed())
        }
    }

    /// The split of an image; nil if it has none.
    /// - Parameters:
    ///   - rows: the rows of the image.
    ///   - image: the index of the image in the folder.
    func split(_ rows: [TableRow], image: Int) throws(RowFailure) -> Split? {
        if let listed { return listed[image] }
        var found: Split??
        for row in rows {
            var split = row.split
            if split == nil, let column, !row.fields[column].isEmpty {
                split = Split(word: row.fields[column])
                if split == nil {
                    throw RowFailure(
                        reason: .badSplit, text: "the split is '\(row.fields[column])'")
                }
            }
            if let found, found != split {
                let words = [found, split].map { $0?.rawValue ?? "none" }
                throw RowFailure(
                    reason: .contradiction, text: "the split is \(words.joined(separator: " and "))"
                )
            }
            found = .some(split)
        }
        return found ?? nil
    }
}
