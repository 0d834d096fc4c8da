import Datasets
import Files
import Foundation

/// Imports a data set from an archive, a folder or a table into the folder structure of a data set.
///
/// Everything is checked before anything is written. Images are written one by one into
/// `<output>.partial`, each atomically, and that folder is renamed at the end. Therefore an
/// interrupted import continues, and a data set is either complete or absent.
package struct DatasetImport: Sendable {
    /// Notes for the user.
    package let notes: [String]
    /// The number of images to write.
    package var count: Int { items.count }
    /// The number of images in the source that are copies of an image to write.
    package let copies: Int
    private let source: any ImportSource
    private let items: [ImportLayout.Item]
    private let output: String
    /// True if file names begin with groups, which is recorded in `ImportMark`.
    private let hasGroups: Bool

    /// Checks the source, and reads it once from beginning to end.
    /// - Parameters:
    ///   - path: an archive, a folder, or a table next to the images.
    ///   - output: the folder to create.
    ///   - progress: called with the number of images of an archive that were read.
    /// - Throws: `ImportError`, `TableError`.
    package init(
        from path: String, to output: String, _ options: ImportOptions = ImportOptions(),
        progress: (Int) -> Void = { _ in }
    ) throws {
        self.output = FileManager.absolutePath(output)
        guard BytePath(path).status(followingLinks: true) != nil else {
            throw ImportError.unreadable(path, reason: "no such file or folder")
        }
        let (placements, notes): ([ImportPlacement], [String])
        // The output folders can be inside the source but are not part of it.
        let outputs = [self.output, "\(self.output).partial"]
        if FileManager.default.isFolder(path) {
            source = try FolderSource(path, options, leavingOut: outputs)
            let tree = try ImportTree(source, options)
            (placements, notes) = (tree.placements, tree.notes)
        } else if let format = try ArchiveFormat(of: path) {
            source = try ArchiveSource(path, format, options, progress: progress)
            let tree = try ImportTree(source, options)
            (placements, notes) = (tree.placements, tree.notes)
        } else if try Self.isTable(path) {
            let folder = FileManager.parentPath(FileManager.absolutePath(path))
            source = try FolderSource(folder, options, leavingOut: outputs)
            let table = try ImportTable(path, source, options)
            (placements, notes) = (table.placements, table.notes)
        } else {
            throw ImportError.unknownKind(path)
        }
        hasGroups = placements.contains { !$0.prefix.isEmpty }
        let limit = BytePath(self.output).maximumNameBytes
        let layout = try ImportLayout(placements, notes, source, maximumNameBytes: limit)
        (items, copies, self.notes) = (layout.items, layout.copies, layout.notes)
    }

    /// True if a file is a table by its name, or a text by its first bytes.
    private static func isTable(_ path: String) throws -> Bool {
        let name = EntryName(path)
        if [".csv", ".tsv", ".tab", ".txt"].contains(where: { name.hasSuffix($0) }) { return true }
        let start = try ArchiveFormat.start(of: path)
        return !start.isEmpty && start.allSatisfy { $0 >= 32 || (9...13).contains($0) }
    }

    /// Writes the data set.
    /// - Parameter progress: called on the calling thread with (images done, number of images).
    /// - Returns: false if the data set already existed.
    /// - Throws: `ImportError`, `FileError`.
    package func write(progress: (Int, Int) -> Void = { _, _ in }) throws -> Bool {
        if try isComplete() { return false }
        let folder = BytePath("\(output).partial")
        try checkSpace(folder)
        try makeFolders(folder)
        let missing = try Parallel.map(count: items.count) { try !isWhole(items[$0], in: folder) }
        let wanted = Dictionary(
            uniqueKeysWithValues: zip(items, missing).filter(\.1).map { ($0.0.index, $0.0) })
        var done = items.count - wanted.count
        try source.read(Set(wanted.keys)) { batch in
            _ = try Parallel.map(count: batch.count) { position in
                guard let item = wanted[batch[position].index] else { return }
                try write(batch[position].data, item, to: folder)
            }
            done += batch.count
            progress(done, items.count)
        }
        try finish(folder)
        return true
    }

    /// Creates the folders of all classes in every split, even if a class has no image there.
    private func makeFolders(_ folder: BytePath) throws {
        let parts = items.map { $0.target.parts }
        for split in Set(parts.map { $0[0] }) {
            for name in Set(parts.map { $0[1] }) {
                try (folder / EntryName(joining: [split, name])).makeFolder()
            }
        }
    }

    private func write(_ data: Data, _ item: ImportLayout.Item, to folder: BytePath) throws {
        guard SHA256Digest.of(data) == item.digest else {
            throw ImportError.changed(source.path, entry: "\(source.entries[item.index].name)")
        }
        try (folder / item.target).write(data)
    }

    /// True if an earlier run has completely written an image.
    private func isWhole(_ item: ImportLayout.Item, in folder: BytePath) throws -> Bool {
        let path = folder / item.target
        guard let status = path.status(followingLinks: false), status.st_mode & S_IFMT == S_IFREG,
            status.st_size == item.size
        else { return false }
        return SHA256Digest.of(try path.contents()) == item.digest
    }

    /// Removes leftovers of earlier runs, checks the number of files, and renames the folder.
    private func finish(_ folder: BytePath) throws {
        let targets = Set(items.map(\.target))
        for name in try folder.filesBelow().keys where !targets.contains(name) {
            (folder / name).remove()
        }
        let found = try folder.filesBelow()
        guard Set(found.keys) == targets else {
            throw ImportError.incomplete(output, expected: targets.count, got: found.count)
        }
        if hasGroups { try (folder / EntryName(ImportMark.name)).write(ImportMark.groups) }
        guard rename("\(output).partial", output) == 0 else {
            throw FileError(operation: "rename the finished data set", path: output)
        }
        try AtomicFile.syncFolder(URL(fileURLWithPath: output).deletingLastPathComponent().path)
    }

    /// True if the output already contains this data set; false if it is absent or empty.
    /// - Throws: `ImportError` if it contains anything else.
    private func isComplete() throws -> Bool {
        let folder = BytePath(output)
        let found = try folder.filesBelow()
        if found.isEmpty {
            // A file, or a broken link, would prevent the renaming.
            if let status = folder.status(followingLinks: false),
                status.st_mode & S_IFMT != S_IFDIR
            {
                throw ImportError.otherContents(output, reason: "is not a folder")
            }
            return false
        }
        let images = found.keys.filter {
            let entry = ImportEntry(name: $0, size: 0)
            return entry.isImage && !entry.isHidden
        }
        let present = try Parallel.map(count: items.count) { try isWhole(items[$0], in: folder) }
        let missing = present.count { !$0 }
        let others = Set(images).subtracting(items.map(\.target)).count
        guard missing == 0, others == 0 else {
            throw ImportError.otherContents(
                output,
                reason:
                    "has other contents: \(missing) of the \(items.count) images are missing or differ, "
                    + "\(others) images do not belong to it")
        }
        return true
    }

    private func checkSpace(_ partial: BytePath) throws {
        var folder = "\(output).partial"
        while folder != "/", !FileManager.default.fileExists(atPath: folder) {
            folder = URL(fileURLWithPath: folder).deletingLastPathComponent().path
        }
        let done = try partial.filesBelow().values.reduce(0, +)
        let needed = items.reduce(0) { $0 + $1.size } - done
        var system = statvfs()
        guard statvfs(folder, &system) == 0 else { return }
        let free = Int(clamping: UInt64(system.f_bavail) * UInt64(system.f_frsize))
        guard needed > free else { return }
        throw ImportError.noSpace("\(output).partial", needed: needed, free: free)
    }
}
