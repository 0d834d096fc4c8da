import Files
import Foundation

/// A walk through a folder that is imported.
struct FolderWalk {
    private var found: [ImportEntry] = []
    /// Files, without links in their paths, that links with the name of an image lead to.
    private var targets: Set<BytePath> = []
    private let root: BytePath
    private let path: String
    private let options: ImportOptions
    /// The folder without links in its path.
    private let realRoot: BytePath?
    /// Folders that the import itself writes, without links.
    private let outputs: Set<BytePath>
    /// Those of them that are inside.
    private var own: [EntryName] = []
    /// Folders that are hidden or the system's, and how many files are in each.
    private var hidden: [(name: EntryName, files: Int)] = []
    private var ignored: [EntryName] = []
    /// The folders that the walk is in, without links.
    private var inside: [BytePath] = []

    init(_ path: String, _ options: ImportOptions, outputs: [String]) {
        self.path = path
        self.options = options
        root = BytePath(path)
        realRoot = root.resolved
        self.outputs = Set(outputs.compactMap { BytePath($0).resolved })
    }

    /// All files. One that is read under the name of a link is not unread under its own.
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

    /// Notes for the user on folders and files that are not imported.
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
                    ? "1 folder is hidden or left by a system"
                    : "\(hidden.count) folders are hidden or left by systems")
                    + ", skipped\(files): \(Self.list(hidden.map(\.name)))")
        }
        if !own.isEmpty {
            notes.append("written by this import, and no part of its source: \(Self.list(own))")
        }
        if !ignored.isEmpty {
            notes.append(
                (ignored.count == 1
                    ? "1 file is no regular file, or a link to such"
                    : "\(ignored.count) files are no regular files, or links to such")
                    + ", skipped: \(Self.list(ignored))")
        }
        return notes
    }

    private static func list(_ names: [EntryName]) -> String {
        ImportError.list(names.sorted().map { "\($0)" }, most: 3)
    }

    /// Takes all that a folder contains, which is empty for the root.
    /// - Throws: `ImportError`.
    mutating func list(_ folder: EntryName) throws {
        let here = folder.isEmpty ? root : root / folder
        let names: [EntryName]
        do { names = try here.list() } catch let error as FileError {
            if !folder.isEmpty, options.excludes(folder) { return leave(folder) }
            throw ImportError.unreadable(
                "\(here)", reason: "\(error.reason); --exclude PATTERN leaves a folder out")
        }
        // A path may be too long to be resolved.
        let real = here.resolved
        if let real { inside.append(real) }
        defer { if real != nil { inside.removeLast() } }
        for name in names {
            try take(folder.isEmpty ? name : EntryName(joining: [folder, name]), named: name)
        }
    }

    private mutating func take(_ name: EntryName, named last: EntryName) throws {
        let place = root / name
        guard let status = place.status(followingLinks: false) else {
            throw ImportError.unreadable("\(place)", reason: "it went away meanwhile")
        }
        let kind = status.st_mode & S_IFMT
        switch kind {
        case S_IFREG: found.append(entry(name, place, status))
        case S_IFDIR where SystemFolders.contains(last.path):
            hidden.append((name, (try? place.filesBelow().count) ?? 0))
        case S_IFDIR:
            if isOutput(place) { own.append(name) } else { try list(name) }
        // What is hidden or left out is counted, and may be or lead to anything.
        case _ where last.hasPrefix(".") || options.excludes(name): leave(name)
        case S_IFLNK: try follow(name, named: last, place)
        default: try ignore(name)
        }
    }

    /// Counts an entry that is hidden or left out.
    private mutating func leave(_ name: EntryName) {
        found.append(ImportEntry(name: name, size: 0))
    }

    private func isOutput(_ place: BytePath) -> Bool {
        !outputs.isEmpty && place.resolved.map { outputs.contains($0) } == true
    }

    private func entry(_ name: EntryName, _ place: BytePath, _ status: stat) -> ImportEntry {
        var entry = ImportEntry(name: name, size: Int(status.st_size))
        if entry.needsLook, !options.excludes(name) {
            let start = try? SmallFile.start(
                of: FilePath(bytes: place.bytes), count: ImageSignature.count)
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
                name, "is no regular file; remove it, or leave it out with --exclude PATTERN")
        }
        ignored.append(name)
    }

    private mutating func follow(
        _ name: EntryName, named last: EntryName, _ place: BytePath
    ) throws {
        guard let real = place.resolved, let status = place.status(followingLinks: true) else {
            throw refused(
                name,
                "is a link that leads nowhere, or where it cannot be followed; "
                    + "remove it, or leave it out with --exclude PATTERN")
        }
        switch status.st_mode & S_IFMT {
        case S_IFREG:
            // A file of another kind is of interest by its name and first bytes alone.
            if ImportEntry(name: name, size: 0).isImage {
                try checkInside(real, name)
                targets.insert(real)
            }
            found.append(entry(name, place, status))
        case S_IFDIR where SystemFolders.contains(last.path): hidden.append((name, 0))
        case S_IFDIR where outputs.contains(real): own.append(name)
        case S_IFDIR:
            try checkInside(real, name)
            if inside.contains(real) {
                throw refused(
                    name,
                    "is a link to a folder that holds it; remove it, or leave it out with --exclude PATTERN"
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
                "is a link to '\(real)', outside of the folder; import a folder that holds both, copy it with cp -rL, "
                    + "or leave it out with --exclude PATTERN")
        }
    }
}
