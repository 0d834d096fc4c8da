package import Datasets
package import Files
import Foundation
package import Images
package import JSON
import Tensors
package import Vocabulary

/// The prediction of a network for one image file.
package struct ImagePrediction: Sendable {
    /// The path as the caller gave it.
    package let file: String
    /// The logits, `[classes]`, or the error if the image cannot be read.
    package let logits: Result<[Float], ImageError>
    /// Properties of the file that the pixels do not show; empty if the image cannot be read.
    package let facts: ImageFacts

    package init(
        file: String, logits: Result<[Float], ImageError>, facts: ImageFacts = ImageFacts()
    ) {
        self.file = file
        self.logits = logits
        self.facts = facts
    }

    /// The softmax of the logits, `[classes]`; nil if the image cannot be read.
    package var probabilities: [Float]? {
        (try? logits.get()).map { softmax($0[...]) }
    }

    /// The index of the class with the largest logit; nil if the image cannot be read.
    package var best: Int? {
        probabilities?.argmax
    }

    /// An object with the image's name, the predicted class, and the probability and logit of
    /// every class; with the name and the reason if the image cannot be read.
    /// - Parameter key: the key of the member that holds the image's name.
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
