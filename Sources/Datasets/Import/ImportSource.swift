import Files
import Foundation

/// Where a data set is imported from.
protocol ImportSource: Sendable {
    /// As errors name it.
    var path: String { get }
    /// All files, checked to be harmless.
    var entries: [ImportEntry] { get }
    /// The contents of an entry; may be called on several threads.
    /// - Throws: `ImportError`.
    func contents(of entry: ImportEntry) throws -> Data
}

/// A file of an archive or a folder.
struct ImportEntry: Sendable, Hashable {
    /// Relative, its parts separated by slashes.
    var name: String
    /// Its place in the archive.
    var index = 0
    /// Bytes when unpacked.
    var size: Int
    /// CRC-32 of the contents, where the archive says it.
    var checksum: UInt32?

    var parts: [String] { name.split(separator: "/").map(String.init) }

    /// Whether it is one of the files that macOS and others leave beside pictures.
    var isHidden: Bool { parts.contains { $0.hasPrefix(".") || $0 == "__MACOSX" } }

    /// Whether it is a picture by its name.
    var isPicture: Bool { !isHidden && FileSort.isImageName(name) }

    /// What is wrong with a name; nil when it stays within its folder.
    static func fault(inName name: String) -> String? {
        let parts = name.split(separator: "/", omittingEmptySubsequences: false)
        if name.hasPrefix("/") || name.contains(":") && parts[0].dropFirst().first == ":" {
            return "has an absolute path"
        }
        if name.contains("\\") { return "has a backslash in its path" }
        if name.unicodeScalars.contains(where: { $0.value < 32 || $0.value == 127 }) {
            return "has a control character in its path"
        }
        if parts.contains("..") || parts.contains(".") { return "leaves its folder by its path" }
        if parts.dropLast().contains("") || parts == [""] { return "has an empty part in its path" }
        if name.utf8.count > 4096 || parts.contains(where: { $0.utf8.count > 255 }) {
            return "has a path that is too long"
        }
        return nil
    }
}

/// The files of a folder and its subfolders.
struct FolderSource: ImportSource {
    let path: String
    let entries: [ImportEntry]

    /// - Throws: `ImportError` when there is a link, which may lead anywhere.
    init(_ path: String) throws {
        self.path = path
        guard let walk = FileManager.default.enumerator(atPath: path) else {
            throw ImportError.unreadable(path, reason: "No such folder")
        }
        var entries: [ImportEntry] = []
        while let name = walk.nextObject() as? String {
            var information = stat()
            guard lstat("\(path)/\(name)", &information) == 0 else { continue }
            let entry = ImportEntry(name: name, size: Int(information.st_size))
            switch information.st_mode & S_IFMT {
            case S_IFREG: entries.append(entry)
            case S_IFLNK where !entry.isHidden:
                throw ImportError.harmful(path, entry: name, reason: "is a link")
            default: break
            }
        }
        self.entries = entries
    }

    func contents(of entry: ImportEntry) throws -> Data {
        do {
            return try MappedFile(path: "\(path)/\(entry.name)").withBytes { Data($0) }
        } catch let error as FileError {
            throw ImportError.damaged(path, entry: entry.name, reason: error.reason)
        }
    }
}
