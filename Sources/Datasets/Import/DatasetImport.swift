import Files
import Foundation

/// Brings a data set from an archive, a folder or a CSV file into the form of a set's folder.
///
/// Everything is checked before anything is written. Pictures are written one by one into `<output>.partial`, each whole
/// or not at all, and that folder takes its name at the end: a run that was cut short goes on where it ended, and a
/// set is whole or absent.
package struct DatasetImport: Sendable {
    /// What the reader should know.
    package let notes: [String]
    /// Pictures to be written.
    package var count: Int { items.count }
    private let source: any ImportSource
    private let items: [ImportLayout.Item]

    /// Looks at the source.
    /// - Parameter path: a zip archive, a folder, or a CSV file `file,label[,split][,group]` beside the images.
    /// - Throws: `ImportError`, `SplitError.badManifest`.
    package init(from path: String) throws {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
            throw ImportError.unreadable(path, reason: "No such file or folder")
        }
        let layout: ImportLayout
        if path.lowercased().hasSuffix(".csv") {
            let folder = FolderSource.parent(of: path)
            let files = try FolderSource(folder)
            source = files
            layout = try ImportLayout(
                manifest: SplitManifest(path: path, defaultSplit: .train), path: path, files)
        } else if isFolder.boolValue {
            let folder = try FolderSource(path)
            source = folder
            layout = try ImportLayout(tree: folder)
        } else {
            let archive = try ZipSource(path)
            source = archive
            layout = try ImportLayout(tree: archive)
        }
        items = layout.items
        notes = layout.notes
    }

    /// Writes the set.
    /// - Parameter progress: called on the calling thread with (pictures done, pictures in all).
    /// - Returns: false when it was there already.
    /// - Throws: `ImportError`, `FileError`.
    package func write(to output: String, progress: (Int, Int) -> Void = { _, _ in }) throws -> Bool
    {
        let output = URL(fileURLWithPath: output).standardizedFileURL.path
        if try stands(in: output) { return false }
        let partial = "\(output).partial"
        try checkSpace(partial)
        // Every split has all classes, be it without an image.
        let parts = items.map { $0.target.split(separator: "/") }
        let classes = Set(parts.map { $0[1] })
        for folder in Set(parts.map { $0[0] }).flatMap({ split in classes.map { "\(split)/\($0)" } }
        ) {
            try FileManager.default.createDirectory(
                atPath: "\(partial)/\(folder)", withIntermediateDirectories: true)
        }
        let chunk = 16 * ProcessInfo.processInfo.activeProcessorCount
        for start in stride(from: 0, to: items.count, by: chunk) {
            let part = items[start..<min(start + chunk, items.count)]
            _ = try Parallel.map(count: part.count) { try write(items[start + $0], to: partial) }
            progress(part.endIndex, items.count)
        }
        try removeOthers(partial)
        guard rename(partial, output) == 0 else {
            throw FileError(operation: "rename the finished set", path: output)
        }
        try AtomicFile.syncFolder(URL(fileURLWithPath: output).deletingLastPathComponent().path)
        return true
    }

    private func write(_ item: ImportLayout.Item, to folder: String) throws {
        let data = try source.contents(of: item.entry)
        let path = "\(folder)/\(item.target)"
        if let file = try? MappedFile(path: path),
            file.withBytes({ $0.count == data.count && $0.elementsEqual(data) })
        {
            return
        }
        try AtomicFile.write(data, to: path)
    }

    /// Whether the output holds this set already; an absent or empty folder does not.
    /// - Throws: `ImportError` when it holds anything else.
    private func stands(in output: String) throws -> Bool {
        let found = Self.files(in: output)
        if found.isEmpty {
            // A file, or a link that leads nowhere: renaming would not go as it should.
            var information = stat()
            if lstat(output, &information) == 0, information.st_mode & S_IFMT != S_IFDIR {
                throw ImportError.otherContents(output, reason: "is no folder")
            }
            return false
        }
        let sizes = Dictionary(uniqueKeysWithValues: items.map { ($0.target, $0.entry.size) })
        let pictures = found.filter { ImportEntry(name: $0.key, size: $0.value).isPicture }
        guard pictures == sizes else {
            let missing = sizes.keys.count { pictures[$0] == nil }
            throw ImportError.otherContents(
                output,
                reason:
                    "holds something else: \(missing) of the \(sizes.count) images are missing, "
                    + "\(pictures.keys.count { sizes[$0] == nil }) are no part of this set")
        }
        return true
    }

    /// What an earlier run left that is no part of the set.
    private func removeOthers(_ partial: String) throws {
        let targets = Set(items.map(\.target))
        for name in Self.files(in: partial).keys where !targets.contains(name) {
            unlink("\(partial)/\(name)")
        }
    }

    /// The files below a folder with their sizes; hidden ones too.
    private static func files(in folder: String) -> [String: Int] {
        let names = FileManager.default.enumerator(atPath: folder)?.allObjects as? [String] ?? []
        var files: [String: Int] = [:]
        for name in names {
            var information = stat()
            guard lstat("\(folder)/\(name)", &information) == 0,
                information.st_mode & S_IFMT != S_IFDIR
            else { continue }
            files[name] = Int(information.st_size)
        }
        return files
    }

    private func checkSpace(_ partial: String) throws {
        var folder = partial
        while folder != "/", !FileManager.default.fileExists(atPath: folder) {
            folder = FolderSource.parent(of: folder)
        }
        let done = Self.files(in: partial).values.reduce(0, +)
        let needed = items.reduce(0) { $0 + $1.entry.size } - done
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else { return }
        let free = Int(clamping: UInt64(system.f_bavail) * UInt64(system.f_frsize))
        guard needed > free else { return }
        throw ImportError.noSpace(partial, needed: needed, free: free)
    }
}

extension FolderSource {
    /// The folder that a file lies in.
    static func parent(of path: String) -> String {
        URL(fileURLWithPath: path).standardizedFileURL.deletingLastPathComponent().path
    }
}
