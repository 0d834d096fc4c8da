/// The suffixes of archives.
package enum ArchiveSuffix {
    /// The suffixes of archives whose files are read one by one, in lower case.
    package static let read = [".zip", ".tar"]

    /// The suffixes of archives that are not read, in lower case: those that are compressed as a
    /// whole, and other formats.
    private static let notRead = [
        ".tar.gz", ".tgz", ".tar.bz2", ".tbz2", ".tbz", ".tar.xz", ".txz", ".tar.zst", ".tzst",
        ".tar.lzma", ".tlz", ".tar.z", ".taz", ".7z", ".rar",
    ]

    /// The suffix of the last component, in lower case, such as `.tar.gz`; nil if it is not that of
    /// an archive, and if nothing precedes it.
    package static func of(_ name: FilePath) -> String? {
        let name = name.name
        return (read + notRead).first { name.hasSuffix($0) && name.bytes.count > $0.utf8.count }
    }

    /// The last component without the suffix of an archive.
    package static func stem(_ name: FilePath) -> FilePath {
        let name = name.name
        return FilePath(bytes: name.bytes.dropLast(of(name)?.utf8.count ?? 0))
    }
}
