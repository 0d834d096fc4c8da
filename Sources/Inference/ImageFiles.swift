package import Datasets
package import Files
import Foundation
import Images

/// The expansion of files and folders on a command line.
package enum ImageFiles {
    /// Replaces every folder and archive with the images in it and in its subfolders, sorted by
    /// path; files are kept.
    /// - Parameter unread: called for each folder that also contains files that are not read.
    /// - Throws: `NoImages` for a folder without images; `FileError` for a folder that cannot be
    ///   listed.
    package static func expanded(
        _ paths: [String], unread: (UnreadFiles) -> Void = { _ in }
    ) throws -> [FilePath] {
        var files: [FilePath] = []
        for path in paths {
            guard try FilePath(argument: path).isFolder() else {
                files.append(FilePath(argument: path))
                continue
            }
            let walk = try ImageWalk(FilePath(argument: path))
            if !walk.unread.isEmpty { unread(walk.unread) }
            guard !walk.images.isEmpty else { throw NoImages(folder: path) }
            files += walk.images
        }
        return files
    }
}

/// An error for a folder that contains no images.
package struct NoImages: Error, Hashable, CustomStringConvertible {
    let folder: String

    package var description: String {
        "\(folder): contains no images; expected \(ImageFormat.suffixList) files"
    }
}
