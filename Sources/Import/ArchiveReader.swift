import CArchive
import Files
import Foundation

/// One pass over the entries of an archive, by libarchive.
///
/// Names are read in a locale that this class sets, whatever the locale of the process is. In the
/// locale C, tar gives the bytes unchanged; 7z stores UTF-16 and needs UTF-8.
final class ArchiveReader {
    /// The header of an entry as libarchive reads it.
    struct Header {
        /// The name; nil if the locale cannot represent it, as in zip archives, whose directory
        /// contains it.
        var name: EntryName?
        var size: Int
        var kind: mode_t
        var isEncrypted: Bool
        /// The target of a link as stored; for a hard link, relative to the top of the archive.
        var link: EntryName?
        var isHardLink: Bool
    }

    private let path: String
    private let format: ArchiveFormat
    private let archive: OpaquePointer
    private var gzip: GzipStream?
    private var entry: OpaquePointer?

    /// - Throws: `ImportError`.
    init(_ path: String, _ format: ArchiveFormat) throws {
        self.path = path
        self.format = format
        guard let archive = archive_read_new() else {
            throw ImportError.unreadable(path, reason: "no memory")
        }
        self.archive = archive
        if format == .gzip {
            do throws(FileError) { gzip = try GzipStream(path) } catch {
                throw ImportError.unreadable(path, reason: error.reason)
            }
        }
        let status = try format.withLocale {
            supportFormats()
            return gzip.map { open($0) } ?? archive_read_open_filename(archive, path, 1 << 16)
        }
        guard status == ARCHIVE_OK else { throw unreadable() }
    }

    deinit { archive_read_free(archive) }

    private func supportFormats() {
        switch format {
        case .zip: archive_read_support_format_zip_seekable(archive)
        case .sevenZip: archive_read_support_format_7zip(archive)
        case .gzip, .tar:
            archive_read_support_format_tar(archive)
            // Reading to the very end checks the checksums there.
            archive_read_set_format_option(archive, "tar", "read_concatenated_archives", "1")
            archive_read_support_filter_bzip2(archive)
            archive_read_support_filter_compress(archive)
            archive_read_support_filter_lzma(archive)
            archive_read_support_filter_xz(archive)
            archive_read_support_filter_zstd(archive)
        }
    }

    private func open(_ stream: GzipStream) -> Int32 {
        archive_read_open(
            archive, Unmanaged.passUnretained(stream).toOpaque(), nil,
            { archive, stream, buffer in
                guard let stream, let buffer else { return -1 }
                let gzip = Unmanaged<GzipStream>.fromOpaque(stream).takeUnretainedValue()
                guard let bytes = gzip.next() else { return -1 }
                buffer.pointee = bytes.baseAddress
                return bytes.count
            }, nil)
    }

    /// The reason of the last failure.
    private var reason: String {
        gzip?.failure ?? archive_error_string(archive).map { String(cString: $0) }
            ?? "it is damaged"
    }

    private func unreadable() -> ImportError {
        .unreadable(
            path,
            reason:
                "\(reason); check that the archive is complete, and download it again if it is truncated"
        )
    }

    private func damaged(_ name: EntryName) -> ImportError {
        .damaged(path, entry: "\(name)", reason: reason)
    }

    /// The next entry; nil at the end.
    /// - Throws: `ImportError`.
    func next() throws -> Header? {
        try format.withLocale {
            var next: OpaquePointer?
            let status = archive_read_next_header(archive, &next)
            if status == ARCHIVE_EOF {
                try checkEnd()
                return nil
            }
            // A name that the locale cannot represent gives a warning only.
            guard status == ARCHIVE_OK || status == ARCHIVE_WARN, let next else {
                throw unreadable()
            }
            entry = next
            return header(next)
        }
    }

    /// Checks that a tar archive ends with zeros; without them it was truncated between two
    /// entries.
    private func checkEnd() throws {
        guard format == .tar || format == .gzip,
            archive_filter_bytes(archive, 0) == archive_read_header_position(archive)
        else { return }
        throw ImportError.unreadable(
            path, reason: "its end is missing, so it is probably truncated; download it again")
    }

    private func header(_ entry: OpaquePointer) -> Header {
        func name(_ text: UnsafePointer<CChar>?) -> EntryName? {
            text.map {
                EntryName(UnsafeBufferPointer(start: $0, count: strlen($0)).map(UInt8.init))
            }
        }
        let hard = name(archive_entry_hardlink(entry))
        return Header(
            name: name(archive_entry_pathname(entry)),
            size: Int(clamping: archive_entry_size(entry)),
            kind: mode_t(archive_entry_filetype(entry)),
            isEncrypted: archive_entry_is_encrypted(entry) != 0,
            link: hard ?? name(archive_entry_symlink(entry)), isHardLink: hard != nil)
    }

    /// The first bytes of the entry that `next` returned last; fewer, or none, if they cannot be
    /// read.
    func start(count: Int) -> [UInt8] {
        let start = try? format.withLocale {
            [UInt8](unsafeUninitializedCapacity: count) { buffer, filled in
                filled = 0
                while filled < count, let base = buffer.baseAddress {
                    let part = archive_read_data(archive, base + filled, count - filled)
                    if part <= 0 { break }
                    filled += part
                }
            }
        }
        return start ?? []
    }

    /// The contents of the entry that `next` returned last. They are checked if the format has
    /// checksums.
    /// - Throws: `ImportError`.
    func contents(_ name: EntryName, size: Int) throws -> Data {
        let step = 1 << 20
        var data = Data()
        try format.withLocale {
            // One byte more than expected is read, to detect longer contents and to check the
            // checksum at the end.
            while data.count <= size {
                let (start, capacity) = (data.count, min(step, size + 1 - data.count))
                data.count += capacity
                let count = data.withUnsafeMutableBytes { buffer in
                    buffer.baseAddress.map { archive_read_data(archive, $0 + start, capacity) }
                        ?? -1
                }
                guard count >= 0 else { throw damaged(name) }
                data.count = start + count
                if count == 0 { break }
            }
        }
        guard data.count == size else {
            let got = data.count > size ? "more" : "\(data.count)"
            throw ImportError.damaged(
                path, entry: "\(name)", reason: "expected \(size) bytes, got \(got)")
        }
        return data
    }
}
