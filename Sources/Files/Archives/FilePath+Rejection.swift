/// Names of entries of archives, which may be harmful.
extension FilePath {
    /// The reason why an archive or a folder must not have an entry with this path, such as `has an
    /// absolute path`; nil if the path stays within its folder.
    package var rejection: String? {
        let (slash, backslash) = (UInt8(ascii: "/"), UInt8(ascii: "\\"))
        let parts = bytes.split(separator: slash, omittingEmptySubsequences: false)
        if hasPrefix("/") || Self.isDrive(parts[0]) { return "has an absolute path" }
        if bytes.contains(0) { return "has a NUL byte in its path" }
        let dots = [Array("..".utf8), Array(".".utf8)]
        if parts.contains(where: { dots.contains(Array($0)) })
            // On Windows a backslash separates folders.
            || bytes.split(whereSeparator: { $0 == slash || $0 == backslash })
                .contains(where: { Array($0) == dots[0] })
        {
            return "has a path that leaves its folder"
        }
        if parts.dropLast().contains(where: \.isEmpty) || bytes.isEmpty {
            return "has an empty part in its path"
        }
        if bytes.count > 4096 || parts.contains(where: { $0.count > 255 }) {
            return "has a path that is too long"
        }
        return nil
    }

    /// True for a drive such as `C:`.
    package static func isDrive(_ part: ArraySlice<UInt8>) -> Bool {
        part.count == 2 && part.last == UInt8(ascii: ":")
            && Unicode.Scalar(part[part.startIndex]).properties.isAlphabetic
    }
}
