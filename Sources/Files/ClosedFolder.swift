import Foundation

/// A folder whose files are shown to others. A link cannot lead out of it: a file belongs to the
/// folder only if its real path is inside the folder's real path.
package struct ClosedFolder: Sendable {
    /// The real path of the folder with a slash at its end; nil if it does not exist.
    private let root: String?

    package init(_ path: String) {
        root = Self.realPath(path).map { $0 == "/" ? $0 : "\($0)/" }
    }

    /// Whether there is a file at the path that belongs to the folder.
    package func contains(_ path: String) -> Bool { realPath(path) != nil }

    /// The bytes of a file; nil if it cannot be read or does not belong to the folder.
    package func bytes(of path: String) -> [UInt8]? {
        realPath(path).flatMap { try? SmallFile.bytes(of: $0, atMost: .max) }
    }

    /// The real path of a file; nil if it does not exist or does not belong to the folder.
    package func realPath(_ path: String) -> String? {
        guard let root, let real = Self.realPath(path), real.utf8.starts(with: root.utf8) else {
            return nil
        }
        return real
    }

    /// The path without links.
    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
