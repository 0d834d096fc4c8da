import Datasets
import Files
import Foundation

/// A walk through a folder to import.
struct FolderWalk {
    private var found: [ImportEntry] = []
    /// The targets of links that have the name of an image, as paths without links.
    private var targets: Set<BytePath> = []
    private let root: BytePath
    private let path: String
    private let options: ImportOptions
    /// The folder without links in its path.
    private let realRoot: BytePath?
    /// The folders that the import itself writes, as paths without links.
    private let outputs: Set<BytePath>
    /// The output folders that are inside the source.
    private var own: [EntryName] = []
    /// The hidden folders and system folders, with the number of files in each.
    private var hidden: [(name: EntryName, files: Int)] = []
    private var ignored: [EntryName] = []
    /// The folders that the walk is currently in, as paths without links.
    private var inside: [BytePath] = []

    init(_ path: String, _ options: ImportOptions, outputs: [String]) {
        self.path = path
        self.options = options
        root = BytePath(path)
        realRoot = root.resolved
        self.outputs = Set(outputs.compactMap { BytePath($0).resolved })
    }

    /// All files. A file that is imported under the name of a link does not count as unread under
    /// its own name.
    var entries: [ImportEntry] {
        found.map { entry in
            guard entry.beginsLikeImage, let real = (root / entry.name).resolved,
                targets.contains(real)
            else { return entry }
            var entry = entry
            entry.beginsLikeImage = false
            return entry
        }
    }

    /// Notes for the user about folders and files that are not imported.
    var notes: [String] {
        var notes: [String] = []
        if !hidden.isEmpty {
            let count = hidden.reduce(0) { $0 + $1.files }
            let files =
                count == 0
                ? ""
                : " with the \(ImportError.count(count, "file")) in \(hidden.count == 1 ? "it" : "them")"
            notes.append(
                (hidden.count == 1
                    ? "1 folder is hidden or was left by a system"
                    : "\(hidden.count) folders are hidden or were left by systems")
                    + ", skipped\(files): \(Self.list(hidden.map(\.name)))")
        }
        if !own.isEmpty {
            notes.append(
                "written by this import and therefore not part of the source: \(Self.list(own))")
        }
        if !ignored.isEmpty {
            notes.append(
                (ignored.count == 1
                    ? "1 file is not a regular file or a link to one"
                    : "\(ignored.count) files are not regular files or links to one")
                    + ", skipped: \(Self.list(ignored))")
        }
        return notes
    }

    private static func list(_ names: [EntryName]) -> String {
        ImportError.list(names.sorted().map { "\($0)" }, most: 3)
    }

    /// Adds all entries of a folder; an empty name is the root.
    /// - Throws: `ImportError`.
    mutating func list(_ folder: EntryName) throws {
        let here = folder.isEmpty ? root : root / folder
        let names: [EntryName]
        do { names = try here.list() } catch let error as FileError {
            if !folder.isEmpty, options.excludes(folder) { return leave(folder) }
            throw ImportError.unreadable(
                "\(here)", reason: "\(error.reason); exclude the folder with --exclude PATTERN")
        }
        // Resolving fails if a path is too long.
        let real = here.resolved
        if let real { inside.append(real) }
        defer { if real != nil { inside.removeLast() } }
        for name in names {
            try take(folder.isEmpty ? name : EntryName(joining: [folder, name]), named: name)
        }
    }

    private mutating func take(_ name: EntryName, named last: EntryName) throws {
        let path = root / name
        guard let status = path.status(followingLinks: false) else {
            throw ImportError.unreadable("\(path)", reason: "it was removed during the import")
        }
        let kind = status.st_mode & S_IFMT
        switch kind {
        case S_IFREG: found.append(entry(name, path, status))
        case S_IFDIR where SystemFolders.contains(last.path):
            hidden.append((name, (try? path.filesBelow().count) ?? 0))
        case S_IFDIR:
            if isOutput(path) { own.append(name) } else { try list(name) }
        // Hidden and excluded entries are counted; they may be anything and lead anywhere.
        case _ where last.hasPrefix(".") || options.excludes(name): leave(name)
        case S_IFLNK: try follow(name, named: last, path)
        default: try ignore(name)
        }
    }

    /// Counts an entry that is hidden or excluded.
    private mutating func leave(_ name: EntryName) {
        found.append(ImportEntry(name: name, size: 0))
    }

    private func isOutput(_ path: BytePath) -> Bool {
        !outputs.isEmpty && path.resolved.map { outputs.contains($0) } == true
    }

    private func entry(_ name: EntryName, _ path: BytePath, _ status: stat) -> ImportEntry {
        var entry = ImportEntry(name: name, size: Int(status.st_size))
        if entry.needsLook, !options.excludes(name) {
            let start = try? SmallFile.start(
                of: FilePath(bytes: path.bytes), count: ImageSignature.count)
            entry.beginsLikeImage = start.map(ImageSignature.begins) ?? false
        }
        return entry
    }

    private func refused(_ name: EntryName, _ reason: String) -> ImportError {
        .harmful(path, entry: "\(name)", reason: reason)
    }

    private mutating func ignore(_ name: EntryName) throws {
        guard !ImportEntry(name: name, size: 0).isImage else {
            throw refused(
                name, "is not a regular file; remove it, or exclude it with --exclude PATTERN")
        }
        ignored.append(name)
    }

    private mutating func follow(
        _ name: EntryName, named last: EntryName, _ link: BytePath
    ) throws {
        guard let real = link.resolved, let status = link.status(followingLinks: true) else {
            throw refused(
                name,
                "is a broken link, or a link that cannot be followed; "
                    + "remove it, or exclude it with --exclude PATTERN")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            // Of a file that is not an image, only the name and the first bytes are read.
            if ImportEntry(name: name, size: 0).isImage {
                try checkInside(real, name)
                targets.insert(real)
            }
            found.append(entry(name, link, status))
        case S_IFDIR where SystemFolders.contains(last.path): hidden.append((name, 0))
        case S_IFDIR where outputs.contains(real): own.append(name)
        case S_IFDIR:
            try checkInside(real, name)
            if inside.contains(real) {
                throw refused(
                    name,
                    "is a link to a folder that contains it; remove it, or exclude it with --exclude PATTERN"
                )
            }
            try list(name)
        default: try ignore(name)
        }
    }

    private func checkInside(_ real: BytePath, _ name: EntryName) throws {
        guard let realRoot, real == realRoot || real.isInside(realRoot) else {
            throw refused(
                name,
                "is a link to '\(real)', which is outside of the folder; import a folder that contains both, copy the folder with cp -rL, "
                    + "or exclude the link with --exclude PATTERN")
        }
    }
}
