package import Datasets
package import Files
import Foundation
package import Images
package import JSON
import Tensors
package import Vocabulary

/// What a network says about an image file.
package struct ImagePrediction: Sendable {
    /// As it was named.
    package let file: String
    /// The logits, one for each class; or why the image cannot be read.
    package let logits: Result<[Float], ImageError>
    /// What the file says that the pixels do not show; empty for an image that cannot be read.
    package let facts: ImageFacts

    package init(
        file: String, logits: Result<[Float], ImageError>, facts: ImageFacts = ImageFacts()
    ) {
        self.file = file
        self.logits = logits
        self.facts = facts
    }

    /// One for each class, summing to 1; nil for an image that cannot be read.
    package var probabilities: [Float]? {
        (try? logits.get()).map { softmax($0[...]) }
    }

    /// The class with the largest logit; nil for an image that cannot be read.
    package var best: Int? {
        probabilities?.argmax
    }

    /// The image, its class, and the probability and logit of every class; or why it cannot be
    /// read.
    /// - Parameter key: of the member that holds the image's name.
    package func json(classes: [String], naming key: String) -> JSONValue {
        let name = JSONValue.Member(key, .string(file))
        guard let logits = try? logits.get(), let probabilities, let best else {
            guard case .failure(let error) = logits else { return .null }
            return .object([name, .init("error", .string(error.reason))])
        }
        let shares = zip(classes, probabilities).map { JSONValue.Member($0, .number(Double($1))) }
        return .object([
            name, .init("class", .string(classes[best])),
            .init("probabilities", .object(shares)),
            .init("logits", .array(logits.map { .number(Double($0)) })),
        ])
    }
}

/// Image files as they are named on a command line.
package enum ImageFiles {
    /// The files, and in the place of a folder all images in it and its subfolders, sorted by their
    /// paths.
    /// - Parameter unread: called with what the folders have besides, if they have anything.
    /// - Throws: `NoImages` for a folder without any; `FileError` for one that cannot be listed.
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

/// A folder without images.
package struct NoImages: Error, Hashable, CustomStringConvertible {
    package let folder: String

    package var description: String {
        "\(folder): holds no image; expected files that end in .jpeg, .jpg or .png"
    }
}
