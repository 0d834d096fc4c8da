import Files

/// The images in a folder and its subfolders, found by the names that the rows of a table give.
///
/// A name is the path of an image from the folder, the end of its path, or its file name, each with
/// or without its suffix or with that of another image format. Folders at the beginning that all
/// names have in common may be missing on this machine. A name that two images can have is none of
/// theirs.
struct TableImages {
    /// The result of a search.
    enum Match: Hashable {
        /// The index of the image in `paths`.
        case image(Int)
        /// No image has the name.
        case none
        /// The indices of several images.
        case several([Int])
    }

    /// The paths of the images relative to the folder, with names in their text form, sorted by
    /// bytes.
    let paths: [String]
    /// The other files.
    let unread: UnreadFiles

    /// The components of each path.
    private let parts: [[String]]
    /// The images by their file names, with and without the suffix.
    private let names: [String: [Int]]
    private let stems: [String: [Int]]
    private let hasBackslashes: Bool

    /// - Parameter root: the absolute path of the folder.
    /// - Throws: `FileError` if a folder cannot be listed.
    init(root: String) throws {
        let walk = try ImageWalk(FilePath(root))
        let count = FilePath(root).bytes.count
        self.init(
            paths: walk.images.map { image in
                FilePath(bytes: image.bytes.dropFirst(count).drop { $0 == UInt8(ascii: "/") }).text
            }, unread: walk.unread)
    }

    /// - Parameter paths: the paths of the images, with names in their text form.
    init(paths: [String], unread: UnreadFiles = UnreadFiles()) {
        let paths = paths.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
        self.paths = paths
        self.unread = unread
        let parts = paths.map { Self.components($0).map(Self.decoded) }
        self.parts = parts
        func index(_ key: (String) -> String) -> [String: [Int]] {
            Dictionary(grouping: parts.indices) { key(parts[$0].last ?? "") }
        }
        names = index { $0 }
        stems = index(Self.stem)
        hasBackslashes = parts.contains { $0.contains { $0.utf8.contains(UInt8(ascii: "\\")) } }
    }

    /// The images that the names in a column mean.
    func find(_ names: [String]) -> [Match] {
        let rows = names.map(components)
        let common = Self.commonFolders(rows)
        // The folders of another machine: the smallest number of common ones without which any name
        // is found. With fewer folders, a name whose file is missing could mean another image.
        for count in 0...common {
            let matches = rows.map { match($0.dropFirst(count), isShortened: count > 0) }
            if matches.contains(where: { $0 != .none }) { return matches }
        }
        return rows.map { _ in .none }
    }

    /// - Parameter isShortened: true if folders of the name were left out.
    private func match(_ row: ArraySlice<String>, isShortened: Bool) -> Match {
        guard let name = row.last, !row.contains("..") else { return .none }
        let candidates =
            [names[name], stems[name], stems[Self.stem(name)]].lazy
            .map { ($0 ?? []).filter { endsWith(row, parts[$0]) } }
            .first { !$0.isEmpty } ?? []
        // A whole path means one image, but a bare name that was a path can mean any of several.
        let whole =
            isShortened && row.count == 1
            ? [] : candidates.filter { parts[$0].count == row.count }
        let found = whole.isEmpty ? candidates : whole
        switch found.count {
        case 0: return .none
        case 1: return .image(found[0])
        default: return .several(found)
        }
    }

    /// True if the folders of a name are the last folders of an image.
    private func endsWith(_ row: ArraySlice<String>, _ image: [String]) -> Bool {
        row.count <= image.count
            && image.dropLast().suffix(row.count - 1).elementsEqual(row.dropLast())
    }

    /// The number of folders at the beginning that all names have in common.
    private static func commonFolders(_ rows: [[String]]) -> Int {
        let rows = rows.filter { !$0.isEmpty }
        guard var common = rows.first?.dropLast() else { return 0 }
        for row in rows {
            let count = zip(common, row.dropLast()).prefix { $0 == $1 }.count
            if count < common.count { common = common.prefix(count) }
        }
        return common.count
    }

    /// The components of a name in a table; `\` separates them, as Windows writes it, unless names
    /// of files contain it.
    private func components(_ name: String) -> [String] {
        let plain = Self.components(name)
        if hasBackslashes || !name.utf8.contains(UInt8(ascii: "\\")) {
            return plain.map(Self.decoded)
        }
        return Self.components(name.replacing("\\", with: "/"))
    }

    private static func components(_ path: String) -> [String] {
        // Split at bytes, because a slash followed by a combining mark is one character.
        path.utf8.split(separator: UInt8(ascii: "/"))
            .map { String(decoding: $0, as: UTF8.self) }.filter { $0 != "." }
    }

    /// The name of a text form.
    private static func decoded(_ name: String) -> String {
        FileName.bytes(of: name).map { String(decoding: $0, as: UTF8.self) } ?? name
    }

    /// The name without the suffix of an image format. The end of an identifier, such as `.12`, is
    /// not a suffix.
    private static func stem(_ name: String) -> String {
        let path = FilePath(name)
        guard ImageSuffixes.isImage(path) else { return name }
        let suffix = ImageSuffixes.isRead(path) ? nil : ImageSuffixes.notReadSuffix(of: path)
        return String(
            decoding: name.utf8.dropLast((suffix ?? ImageSuffixes.last(of: path)).utf8.count),
            as: UTF8.self)
    }
}
