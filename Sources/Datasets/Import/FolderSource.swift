import Files
import Foundation

/// The files of a folder and its subfolders. Links are followed as long as they stay inside.
struct FolderSource: ImportSource {
    let path: String
    let entries: [ImportEntry]
    let notes: [String]

    /// - Throws: `ImportError` when a folder cannot be listed, or a link leads out of it or nowhere.
    init(_ path: String) throws {
        self.path = path
        var walk = FolderWalk(path)
        try walk.list(EntryName(""))
        entries = walk.entries.sorted { $0.name < $1.name }
        notes = walk.notes
    }

    private func absolute(_ index: Int) -> BytePath { BytePath(path) / entries[index].name }

    private func contents(_ index: Int) throws -> Data {
        do { return try absolute(index).contents() } catch let error as FileError {
            throw ImportError.damaged(
                path, entry: "\(entries[index].name)", reason: error.reason)
        }
    }

    func digests(of indices: [Int]) throws -> [String] {
        try Parallel.map(count: indices.count) { SHA256Digest.of(try contents(indices[$0])) }
    }

    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws {
        var batch: [Int] = []
        var bytes = 0
        for (place, index) in indices.sorted().enumerated() {
            batch.append(index)
            bytes += entries[index].size
            let isLast = place == indices.count - 1
            if isLast || batch.count >= ImportEntry.batchCount || bytes >= ImportEntry.batchBytes {
                let part = batch
                try body(
                    Parallel.map(count: part.count) { (part[$0], try contents(part[$0])) })
                (batch, bytes) = ([], 0)
            }
        }
    }
}

/// A walk through a folder.
private struct FolderWalk {
    let root: BytePath
    private let path: String
    /// The folder without links in its path.
    private let realRoot: BytePath?
    private(set) var entries: [ImportEntry] = []
    private var ignored: [EntryName] = []
    /// The folders that the walk is in, without links.
    private var inside: [BytePath] = []

    init(_ path: String) {
        self.path = path
        root = BytePath(path)
        realRoot = root.resolved
    }

    var notes: [String] {
        ignored.first.map {
            [
                "\(ignored.count) files are no regular files, or links to such, and are skipped: \($0)"
            ]
        } ?? []
    }

    mutating func list(_ folder: EntryName) throws {
        let here = folder.isEmpty ? root : root / folder
        let names: [EntryName]
        do { names = try here.list() } catch let error as FileError {
            throw ImportError.unreadable("\(here)", reason: error.reason)
        }
        if let real = here.resolved { inside.append(real) }
        defer { inside.removeLast() }
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
        // What systems leave is counted, and not looked into.
        if ImportEntry.isHidden(last), kind != S_IFREG { return }
        switch kind {
        case S_IFREG: entries.append(ImportEntry(name: name, size: Int(status.st_size)))
        case S_IFDIR: try list(name)
        case S_IFLNK: try follow(name, place)
        default: ignored.append(name)
        }
    }

    private mutating func follow(_ name: EntryName, _ place: BytePath) throws {
        let isImage = ImportEntry(name: name, size: 0).isImage
        func refused(_ reason: String) -> ImportError {
            .harmful(path, entry: "\(name)", reason: reason)
        }
        guard let real = place.resolved, let status = place.status(followingLinks: true) else {
            if isImage { throw refused("is a link that leads nowhere") }
            return ignored.append(name)
        }
        let kind = status.st_mode & S_IFMT
        guard isImage && kind == S_IFREG || kind == S_IFDIR else {
            if kind == S_IFREG {
                // Of interest by its name alone.
                entries.append(ImportEntry(name: name, size: Int(status.st_size)))
            } else {
                ignored.append(name)
            }
            return
        }
        guard let realRoot, real == realRoot || real.isInside(realRoot) else {
            throw refused(
                "is a link to '\(real)', outside of the folder; import a folder that holds both, or copy it with cp -rL"
            )
        }
        if kind == S_IFREG {
            entries.append(ImportEntry(name: name, size: Int(status.st_size)))
        } else if inside.contains(real) {
            throw refused("is a link to a folder that holds it")
        } else {
            try list(name)
        }
    }
}
