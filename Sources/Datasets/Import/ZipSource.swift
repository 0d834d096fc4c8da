import CZip
import Foundation

/// A zip archive, read by libzip.
///
/// `@unchecked Sendable`: `idle` is only touched under `mutex`; a handle is used by the one thread that took it.
final class ZipSource: ImportSource, @unchecked Sendable {
    let path: String
    let entries: [ImportEntry]
    private let mutex = NSLock()
    private var idle: [OpaquePointer] = []

    /// An image of more is no image of a data set.
    static let mostBytes = 500_000_000
    /// More than pictures and metadata give, from this size on.
    private static let mostRatio = 100
    private static let ratioFrom = 20_000_000

    /// Reads the directory and checks every entry, also those that are not imported.
    /// - Throws: `ImportError`.
    init(_ path: String) throws {
        self.path = path
        let archive = try Self.open(path)
        var information = stat()
        stat(path, &information)
        do {
            entries = try Self.entries(of: archive, path, fileSize: Int(information.st_size))
        } catch {
            zip_discard(archive)
            throw error
        }
        idle = [archive]
    }

    deinit { for archive in idle { zip_discard(archive) } }

    private static func open(_ path: String) throws -> OpaquePointer {
        var code: Int32 = 0
        if let archive = zip_open(path, ZIP_RDONLY, &code) { return archive }
        var error = zip_error_t()
        zip_error_init_with_code(&error, code)
        defer { zip_error_fini(&error) }
        let reason = String(cString: zip_error_strerror(&error))
        throw ImportError.unreadable(
            path, reason: "\(reason); is it a whole zip archive? fetch it again if it is cut short")
    }

    private static func entries(
        of archive: OpaquePointer, _ path: String, fileSize: Int
    ) throws -> [ImportEntry] {
        var entries: [ImportEntry] = []
        var seen: Set<String> = []
        var packed = 0
        for index in 0..<max(0, zip_get_num_entries(archive, 0)) {
            var information = zip_stat_t()
            zip_stat_init(&information)
            guard zip_stat_index(archive, zip_uint64_t(index), 0, &information) == 0,
                let text = information.name
            else {
                throw ImportError.damaged(
                    path, entry: "number \(index)", reason: String(cString: zip_strerror(archive)))
            }
            let name = String(cString: text)
            if let fault = ImportEntry.fault(inName: name) ?? fault(archive, index, information) {
                throw ImportError.harmful(path, entry: name, reason: fault)
            }
            guard seen.insert(name).inserted else {
                throw ImportError.harmful(path, entry: name, reason: "is there twice")
            }
            packed += Int(clamping: information.comp_size)
            guard packed <= fileSize else {
                throw ImportError.harmful(
                    path, entry: name,
                    reason: "overlaps others: together they are longer than the archive")
            }
            if name.hasSuffix("/") { continue }
            entries.append(
                ImportEntry(
                    name: name, index: Int(index), size: Int(clamping: information.size),
                    checksum: information.crc))
        }
        return entries
    }

    /// What is wrong with an entry by its attributes and sizes; nil for a file or folder without harm.
    private static func fault(
        _ archive: OpaquePointer, _ index: zip_int64_t, _ information: zip_stat_t
    ) -> String? {
        var system: zip_uint8_t = 0
        var attributes: zip_uint32_t = 0
        zip_file_get_external_attributes(archive, zip_uint64_t(index), 0, &system, &attributes)
        // Unix and macOS keep the file's mode in the upper half.
        if system == 3 || system == 19 {
            switch (attributes >> 16) & UInt32(S_IFMT) {
            case 0, UInt32(S_IFREG), UInt32(S_IFDIR): break
            case UInt32(S_IFLNK): return "is a link"
            default: return "is neither a file nor a folder"
            }
        }
        if information.encryption_method != 0 { return "is encrypted" }
        let (size, packed) = (information.size, information.comp_size)
        if size > UInt64(mostBytes) { return "is of \(size / 1_000_000) MB when unpacked" }
        if size > UInt64(ratioFrom), size / max(1, packed) > UInt64(mostRatio) {
            return "unpacks to \(size / max(1, packed)) times its size"
        }
        return nil
    }

    func contents(of entry: ImportEntry) throws -> Data {
        let archive = try take()
        defer { mutex.withLock { idle.append(archive) } }
        func damaged(_ reason: String) -> ImportError {
            .damaged(path, entry: entry.name, reason: reason)
        }
        guard let file = zip_fopen_index(archive, zip_uint64_t(entry.index), 0) else {
            throw damaged(String(cString: zip_strerror(archive)))
        }
        defer { zip_fclose(file) }
        // One byte more than the directory says, so that more is seen, and the checksum is checked at the end.
        var data = Data(count: entry.size + 1)
        var count = 0
        while count <= entry.size {
            let read = data.withUnsafeMutableBytes { buffer in
                buffer.baseAddress.map {
                    zip_fread(file, $0 + count, zip_uint64_t(entry.size + 1 - count))
                } ?? -1
            }
            guard read >= 0 else { throw damaged(String(cString: zip_file_strerror(file))) }
            if read == 0 { break }
            count += Int(read)
        }
        guard count == entry.size else {
            throw damaged(
                "expected \(entry.size) bytes, got \(count > entry.size ? "more" : "\(count)")")
        }
        return data.prefix(count)
    }

    private func take() throws -> OpaquePointer {
        if let archive = mutex.withLock({ idle.popLast() }) { return archive }
        return try Self.open(path)
    }
}
