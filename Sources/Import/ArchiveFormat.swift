import Foundation

/// The supported formats of archives, recognized by their first bytes.
enum ArchiveFormat: Sendable {
    case zip
    case sevenZip
    /// A tar archive compressed by gzip.
    case gzip
    /// A tar archive, uncompressed or compressed by bzip2, xz, zstd, lzma or compress.
    case tar

    /// - Returns: nil if the first bytes are not those of a supported archive.
    /// - Throws: `ImportError`.
    init?(of path: String) throws {
        let start = try Self.start(of: path)
        func begins(_ bytes: [UInt8]) -> Bool { start.starts(with: bytes) }
        if begins(Array("PK".utf8)), start.count > 2, [3, 5, 7].contains(start[2]) {
            self = .zip
        } else if begins([0x37, 0x7A, 0xBC, 0xAF, 0x27, 0x1C]) {
            self = .sevenZip
        } else if begins([0x1F, 0x8B]) {
            self = .gzip
        } else if begins(Array("BZh".utf8)) || begins([0xFD, 0x37, 0x7A, 0x58, 0x5A, 0])
            || begins([0x28, 0xB5, 0x2F, 0xFD]) || begins([0x1F, 0x9D]) || begins([0x5D, 0, 0])
            || start.dropFirst(257).starts(with: "ustar".utf8) || Self.isOldTar(start)
        {
            self = .tar
        } else {
            return nil
        }
    }

    /// True if the first block has the checksum of a tar archive from before the format had the
    /// word `ustar`.
    private static func isOldTar(_ start: [UInt8]) -> Bool {
        guard start.count >= 512 else { return false }
        let field = start[148..<156].drop { $0 == 32 }.prefix { (48...55).contains($0) }
        let sum = start[..<512].reduce(0) { $0 + Int($1) }
        let own = start[148..<156].reduce(0) { $0 + Int($1) }
        return !field.isEmpty
            && Int(String(decoding: field, as: UTF8.self), radix: 8) == sum - own + 8 * 32
    }

    /// The first bytes of a file.
    /// - Throws: `ImportError`.
    static func start(of path: String) throws -> [UInt8] {
        do {
            let file = try FileHandle(forReadingFrom: URL(fileURLWithPath: path))
            defer { try? file.close() }
            return Array(try file.read(upToCount: 4096) ?? Data())
        } catch {
            throw ImportError.unreadable(
                path,
                reason: "it cannot be opened; check that it is a file and that you may read it")
        }
    }

    /// Calls `body` while this thread has the locale that libarchive needs for names in this
    /// format.
    /// - Throws: `ImportError`, and the errors of `body`.
    func withLocale<R>(_ body: () throws -> R) throws -> R {
        let names = self == .sevenZip ? ["C.UTF-8", "C.utf8", "en_US.UTF-8"] : ["C"]
        let mask = Int32(1) << LC_CTYPE
        guard let locale = names.lazy.compactMap({ newlocale(mask, $0, nil) }).first else {
            throw ImportError.unreadable(
                "7z",
                reason:
                    "the system has no locale C.UTF-8, which is needed for names in 7z archives; install it"
            )
        }
        let before = uselocale(locale)
        defer {
            uselocale(before)
            freelocale(locale)
        }
        return try body()
    }
}
