package import Datasets
package import Files
import Foundation

/// Expansion of the files and folders that a command line names.
package enum ImageFiles {
    /// Replaces every folder with the images in it and its subfolders, sorted by path; files
    /// stay as they are.
    /// - Parameter unread: called for each folder that also contains files that are not read.
    /// - Throws: `NoImages` for a folder without images; `FileError` for a folder that cannot be
    ///   listed.
    package static func expanded(
        _ paths: [String], unread: (UnreadFiles) -> Void = { _ in }
    ) throws -> [FilePath] {
        var files: [FilePath] = []
        for path in paths {
            guard FileManager.default.isFolder(path) else {
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
        "\(folder): holds no image; expected files that end in .jpeg, .jpg or .png"
    }
}
