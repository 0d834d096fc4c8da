import CArchive
import Files
package import Foundation

/// A zip archive that is written, with compressed files in the order in which they are added. Equal
/// contents give identical archives.
package final class ZipArchive {
    private let path: String
    private let archive: OpaquePointer
    /// The first of January 1980, before which zip has no times.
    private static let time = time_t(315_532_800)

    /// Writes an archive. The file appears when `body` returns; an existing file is replaced.
    /// - Throws: `FileError`, or the error of `body`; an existing file is then unchanged.
    package static func write(to path: String, _ body: (ZipArchive) throws -> Void) throws {
        let temporary = path + ".\(UUID().uuidString).tmp"
        do {
            let archive = try ZipArchive(temporary, shownAs: path)
            try body(archive)
            try archive.check(archive_write_close(archive.archive))
            guard rename(temporary, path) == 0 else {
                throw FileError(operation: "rename its temporary file", path: path)
            }
        } catch {
            unlink(temporary)
            throw error
        }
    }

    private init(_ file: String, shownAs path: String) throws {
        guard let archive = archive_write_new() else {
            throw FileError(operation: "write", path: path, code: ENOMEM)
        }
        (self.archive, self.path) = (archive, path)
        try check(archive_write_set_format_zip(archive))
        try check(archive_write_set_options(archive, "zip:hdrcharset=UTF-8"))
        try check(archive_write_open_filename(archive, file))
    }

    deinit { archive_write_free(archive) }

    /// Adds a file.
    /// - Parameter name: the path in the archive, with `/` between its parts.
    /// - Throws: `FileError`.
    package func add(_ name: String, _ content: Data) throws {
        guard let entry = archive_entry_new() else {
            throw FileError(operation: "write", path: path, code: ENOMEM)
        }
        defer { archive_entry_free(entry) }
        archive_entry_set_pathname_utf8(entry, name)
        archive_entry_set_filetype(entry, S_IFREG as mode_t)
        archive_entry_set_perm(entry, 0o644)
        archive_entry_set_size(entry, Int64(content.count))
        archive_entry_set_mtime(entry, Self.time, 0)
        try check(archive_write_header(archive, entry))
        var offset = 0
        try content.withUnsafeBytes { bytes in
            while offset < bytes.count {
                let rest = UnsafeRawBufferPointer(rebasing: bytes[offset...])
                let written = archive_write_data(archive, rest.baseAddress, rest.count)
                guard written > 0 else { throw failure }
                offset += written
            }
        }
    }

    /// The error of the last operation.
    private var failure: FileError {
        FileError(
            operation: "write", path: path,
            reason: archive_error_string(archive).map { String(cString: $0) } ?? "unknown error")
    }

    private func check(_ status: Int32) throws {
        guard status == ARCHIVE_OK else { throw failure }
    }
}
