package import Files
package import Foundation

/// A hidden file in the folder of an imported data set. It prevents that other data sets are
/// treated as imported.
package enum ImportMark {
    /// The name of the file, directly in the data set's folder.
    package static let name = ".study-import.json"

    /// The mark of a data set whose file names begin with groups, as `<group>__<name>`.
    package static let groups = Data("{\"groups\":true}\n".utf8)

    /// True if the mark in a folder says that the file names begin with groups. Data sets that were
    /// imported by earlier versions have no mark.
    /// - Parameter root: the data set's folder.
    package static func hasGroups(_ root: FilePath) -> Bool {
        guard let bytes = try? SmallFile.bytes(of: root.appending(name), atMost: 1024) else {
            return false
        }
        return bytes == Array(groups)
    }
}
