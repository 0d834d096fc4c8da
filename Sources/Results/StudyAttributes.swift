package import Evaluation
import Files
import Foundation
import JSON

/// The file `attributes.json` of a results folder: the attributes of the test images that the
/// section `subgroups` of the study names, with their bins applied. The report needs neither the
/// table of attributes nor the images.
package struct StudyAttributes: Sendable, Hashable {
    /// The paths of the images in the data set, `[N]`.
    package let files: [String]
    /// The attributes, each with N values.
    package let attributes: [ImageAttribute]

    /// - Precondition: every attribute has a value for each image.
    package init(files: [String], attributes: [ImageAttribute]) {
        precondition(attributes.allSatisfy { $0.values.count == files.count })
        self.files = files
        self.attributes = attributes
    }

    /// The attributes of some images, in the order given; values of other images are unknown.
    package func attributes(of images: [String]) -> [ImageAttribute] {
        let order = Dictionary(
            files.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return attributes.map { attribute in
            ImageAttribute(
                name: attribute.name, levels: attribute.levels,
                values: images.map { image in order[image].flatMap { attribute.values[$0] } })
        }
    }

    private static let schema = 1

    /// The digest of the other members, by which damage and edits are noticed.
    private static func digest(of json: JSONValue) -> String {
        var json = json
        json["sha256"] = nil
        return SHA256Digest.of(Data(json.canonical.utf8))
    }

    /// Writes the file; nil removes it.
    /// - Throws: `FileError`.
    package static func write(_ attributes: StudyAttributes?, in folder: ResultsFolder) throws {
        guard let attributes else {
            try FileManager.removeFile(folder.attributesPath)
            return
        }
        var json: JSONValue = [
            "schema": JSONValue(schema),
            "files": .array(attributes.files.map { .string($0) }),
            "attributes": .array(
                attributes.attributes.map { attribute in
                    [
                        "name": .string(attribute.name),
                        "levels": .array(attribute.levels.map { .string($0) }),
                        "values": .array(
                            attribute.values.map { $0.map { JSONValue($0) } ?? .null }),
                    ]
                }),
        ]
        json["sha256"] = .string(digest(of: json))
        try AtomicFile.write(json.pretty, to: folder.attributesPath)
    }

    /// Reads the file; nil if there is none. A file that was edited or damaged is an error.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`.
    package init?(in folder: ResultsFolder) throws {
        let path = folder.attributesPath
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        let reader = JSONReader(try JSONDocument(bytes: ResultsFolder.bytes(path), file: path))
        let schema = try reader.integer("schema")
        guard schema <= Self.schema else {
            throw ResultsError.newerSchema(file: path, version: schema, supported: Self.schema)
        }
        guard try reader.string("sha256") == Self.digest(of: reader.value) else {
            throw reader["sha256"].bad("the digest of the file's content; run the study again")
        }
        let files = try reader.strings("files")
        let attributes = try reader.elements("attributes").map { element in
            let levels = try element.strings("levels")
            let values = try element.elements("values").map { value -> Int? in
                if value.value.isNull { return nil }
                return try value.require("the index of a level, or null") {
                    $0.int.flatMap { levels.indices.contains($0) ? $0 : nil }
                }
            }
            guard values.count == files.count else {
                throw element["values"].bad("a value for each of \(files.count) files")
            }
            return ImageAttribute(
                name: try element.string("name"), levels: levels, values: values)
        }
        self.init(files: files, attributes: attributes)
    }
}

extension ResultsFolder {
    /// The path of the attributes of the test images.
    package var attributesPath: String { path + "/attributes.json" }
}
