import Foundation

/// An archive: zip, 7z, or tar (uncompressed or compressed).
///
/// Archives are read from beginning to end: once to check every entry and compute the digests of
/// the images, and once more to write the imported images.
struct ArchiveSource: ImportSource {
    let path: String
    let entries: [ImportEntry]
    let notes: [String] = []
    private let format: ArchiveFormat
    /// For each entry, the position in the archive of its contents; a link has the position of its
    /// target, or -1.
    private let positions: [Int]
    /// The digests of the images, by position in the archive.
    private let digestsByPosition: [Int: String]

    /// Reads the whole archive and checks every entry, including those that are not imported.
    /// - Parameters:
    ///   - options: the options with the excluded entries; excluded links may lead anywhere.
    ///   - progress: called with the number of images read.
    /// - Throws: `ImportError`.
    init(
        _ path: String, _ format: ArchiveFormat, _ options: ImportOptions, progress: (Int) -> Void
    ) throws {
        self.path = path
        self.format = format
        var scan = try ArchiveScan(path, format, options)
        let reader = try ArchiveReader(path, format)
        while let header = try reader.next() { try scan.take(header, reader, progress) }
        try scan.finish()
        (entries, positions, digestsByPosition) = (scan.entries, scan.positions, scan.digests)
    }

    func digests(of indices: [Int]) throws -> [String] {
        try indices.map { index in
            guard let digest = digestsByPosition[positions[index]] else {
                throw ImportError.damaged(
                    path, entry: "\(entries[index].name)", reason: "it was not read")
            }
            return digest
        }
    }

    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws {
        let wanted = Dictionary(grouping: indices, by: { positions[$0] })
        let reader = try ArchiveReader(path, format)
        var batch: [(index: Int, data: Data)] = []
        var (position, found, bytes) = (0, 0, 0)
        while found < wanted.count, try reader.next() != nil {
            defer { position += 1 }
            guard let indices = wanted[position], let first = indices.first else { continue }
            let data = try reader.contents(entries[first].name, size: entries[first].size)
            batch += indices.map { ($0, data) }
            bytes += data.count
            found += 1
            if batch.count >= ImportEntry.batchCount || bytes >= ImportEntry.batchBytes {
                try body(batch)
                (batch, bytes) = ([], 0)
            }
        }
        if !batch.isEmpty { try body(batch) }
    }
}
