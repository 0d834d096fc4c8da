import Datasets
import Files
import Foundation

/// The files of a folder and its subfolders. Links are followed if their targets are inside the
/// folder.
struct FolderSource: ImportSource {
    let path: String
    let entries: [ImportEntry]
    let notes: [String]

    /// - Parameters:
    ///   - options: the options with the excluded entries; excluded links may lead anywhere.
    ///   - outputs: folders that the import itself writes; they may be inside the folder and are
    ///     not part of the source.
    /// - Throws: `ImportError` if a folder cannot be listed, or a link is broken or leads out of
    ///   the folder.
    init(
        _ path: String, _ options: ImportOptions = ImportOptions(),
        leavingOut outputs: [String] = []
    ) throws {
        self.path = path
        var walk = FolderWalk(path, options, outputs: outputs)
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
        for (position, index) in indices.sorted().enumerated() {
            batch.append(index)
            bytes += entries[index].size
            let isLast = position == indices.count - 1
            if isLast || batch.count >= ImportEntry.batchCount || bytes >= ImportEntry.batchBytes {
                let part = batch
                try body(
                    Parallel.map(count: part.count) { (part[$0], try contents(part[$0])) })
                (batch, bytes) = ([], 0)
            }
        }
    }
}
