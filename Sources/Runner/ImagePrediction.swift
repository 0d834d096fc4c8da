import Files
import Foundation
package import Images
package import Settings
import Tensors
import Training

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

    /// The image, its class, and the probability and logit of every class; or why it cannot be read.
    /// - Parameter key: of the member that holds the image's name.
    package func json(classes: [String], naming key: String) -> JSON {
        let name = JSON.Member(key, .string(file))
        guard let logits = try? logits.get(), let probabilities, let best else {
            guard case .failure(let error) = logits else { return .null }
            return .object([name, .init("error", .string(error.reason))])
        }
        let shares = zip(classes, probabilities).map { JSON.Member($0, .number(Double($1))) }
        return .object([
            name, .init("class", .string(classes[best])),
            .init("probabilities", .object(shares)),
            .init("logits", .array(logits.map { .number(Double($0)) })),
        ])
    }
}

/// Image files as they are named on a command line.
package enum ImageFiles {
    /// The files, and in the place of a folder all images in it and its subfolders, sorted by their paths.
    /// - Throws: `NoImages` for a folder without any.
    package static func expanded(_ paths: [String]) throws(NoImages) -> [String] {
        var files: [String] = []
        for path in paths {
            guard FileManager.default.isFolder(path) else {
                files.append(path)
                continue
            }
            let found = images(in: path)
            guard !found.isEmpty else { throw NoImages(folder: path) }
            files += found
        }
        return files
    }

    private static func images(in folder: String) -> [String] {
        let root = folder.hasSuffix("/") ? String(folder.dropLast()) : folder
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String }
        return (names ?? []).filter { name in
            let lower = name.lowercased()
            let isHidden = name.split(separator: "/").contains {
                $0.hasPrefix(".") || $0 == "__MACOSX"
            }
            return !isHidden && [".jpeg", ".jpg", ".png"].contains { lower.hasSuffix($0) }
        }.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }.map { "\(root)/\($0)" }
    }
}

/// A folder without images.
package struct NoImages: Error, Hashable, CustomStringConvertible {
    package let folder: String

    package var description: String {
        "\(folder): holds no image; expected files that end in .jpeg, .jpg or .png"
    }
}
