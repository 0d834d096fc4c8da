package import Files
import Foundation

/// A hidden file that an import leaves in a set's folder, so that nothing is taken for imported by
/// chance.
package enum ImportMark {
    /// The name of the file, directly in the set's folder.
    package static let name = ".study-import.json"

    /// The mark of a set whose file names begin with groups, as `<group>__<name>`.
    static let groups = Data("{\"groups\":true}\n".utf8)

    /// Whether the set in a folder says that its file names begin with groups. Sets that were
    /// imported by earlier versions have no mark.
    /// - Parameter root: the set's folder.
    package static func saysGroups(_ root: FilePath) -> Bool {
        guard let bytes = try? SmallFile.bytes(of: root.appending(name), atMost: 1024) else {
            return false
        }
        return bytes == Array(groups)
    }
}
