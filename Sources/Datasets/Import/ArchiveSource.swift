import Foundation

/// An archive: zip, 7z, or tar, plain or packed.
///
/// Archives are read from the beginning to the end: once to check every entry and take the digests
/// of the images, and once more for what is written.
struct ArchiveSource: ImportSource {
    let path: String
    let entries: [ImportEntry]
    let notes: [String] = []
    private let format: ArchiveFormat
    /// The place in the archive that the contents of each entry stand at: a link has those of
    /// another, or none.
    private let places: [Int]
    /// Of the images.
    private let digestsByPlace: [Int: String]

    /// Reads the whole archive and checks every entry, also those that are not imported.
    /// - Parameters:
    ///   - options: say what is left out; links that are left out may lead anywhere.
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
        (entries, places, digestsByPlace) = (scan.entries, scan.places, scan.digests)
    }

    func digests(of indices: [Int]) throws -> [String] {
        try indices.map { index in
            guard let digest = digestsByPlace[places[index]] else {
                throw ImportError.damaged(
                    path, entry: "\(entries[index].name)", reason: "it was not read")
            }
            return digest
        }
    }

    func read(_ indices: Set<Int>, _ body: ([(index: Int, data: Data)]) throws -> Void) throws {
        let wanted = Dictionary(grouping: indices, by: { places[$0] })
        let reader = try ArchiveReader(path, format)
        var batch: [(index: Int, data: Data)] = []
        var (place, found, bytes) = (0, 0, 0)
        while found < wanted.count, try reader.next() != nil {
            defer { place += 1 }
            guard let indices = wanted[place], let first = indices.first else { continue }
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
