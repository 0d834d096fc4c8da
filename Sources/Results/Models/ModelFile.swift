import Files
import Foundation
import JSON
import Vocabulary

/// The file `model.json` in the folder of a registered model that is more than a trial: the members
/// of an ensemble, and the decisions that travel with the model.
package struct ModelFile: Sendable, Hashable {
    /// A member of an ensemble.
    package struct Member: Sendable, Hashable {
        /// The trial's id.
        package var trial: String
        /// The trial's key.
        package var key: String
        /// The SHA-256 of the checkpoint.
        package var sha256: String

        /// Creates a member.
        package init(trial: String, key: String, sha256: String) {
            self.trial = trial
            self.key = key
            self.sha256 = sha256
        }
    }

    /// The members of an ensemble, in order; empty for a single trial, whose files are beside
    /// `model.json`.
    package var members: [Member]
    /// The class that thresholds refer to; nil if it is unknown or there are more than two classes.
    package var positiveClass: String?
    /// The decisions.
    package var decisions: ModelDecisions

    /// Creates the description of a model.
    package init(members: [Member], positiveClass: String?, decisions: ModelDecisions) {
        self.members = members
        self.positiveClass = positiveClass
        self.decisions = decisions
    }

    /// The name of the file.
    package static let name = "model.json"
    static let schema = 1

    /// The folder of a member in that of the model, `members/<n>`.
    package static func folder(ofMember index: Int) -> String { "members/\(index)" }

    /// Reads the file in the folder of a model.
    /// - Returns: nil if there is none, as for a trial.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`, which name the file.
    package static func read(in folder: String) throws -> ModelFile? {
        let path = "\(folder)/\(name)"
        guard FileManager.default.fileExists(atPath: path) else { return nil }
        return try ModelFile(path: path)
    }

    /// Reads the file.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`, which name the file.
    package init(path: String) throws {
        try self.init(JSONDocument(bytes: ResultsFolder.bytes(path), file: path))
    }

    /// Writes the file.
    /// - Throws: `FileError`.
    package func write(to path: String) throws {
        try AtomicFile.write(json.pretty, to: path)
    }
}

extension ModelFile {
    private var json: JSONValue {
        var json: JSONValue = ["schema": JSONValue(Self.schema)]
        if !members.isEmpty {
            json["members"] = .array(
                members.enumerated().map { index, member in
                    [
                        "folder": .string(Self.folder(ofMember: index)),
                        "trial": .string(member.trial), "key": .string(member.key),
                        "sha256": .string(member.sha256),
                    ]
                })
        }
        json["positiveClass"] = JSONValue(positiveClass)
        json["decisions"] = decisions.json
        return json
    }

    /// Reads the file's contents.
    /// - Throws: `ResultsError` with the place of a member that is not as expected.
    private init(_ document: JSONDocument) throws(ResultsError) {
        let reader = JSONReader(document)
        let schema = try reader.integer("schema")
        guard schema <= Self.schema else {
            throw .newerSchema(file: document.file, version: schema, supported: Self.schema)
        }
        var members: [Member] = []
        if !reader["members"].value.isNull {
            for (index, member) in try reader.elements("members").enumerated() {
                let folder = Self.folder(ofMember: index)
                guard try member.string("folder") == folder else {
                    throw member["folder"].bad(folder)
                }
                members.append(
                    Member(
                        trial: try member.string("trial"), key: try member.string("key"),
                        sha256: try member.string("sha256")))
            }
            guard members.count > 1 else { throw reader["members"].bad("at least two members") }
        }
        _ = try reader["decisions"].require("an object", \.members)
        let decisions = try ModelDecisions(reader["decisions"])
        let positiveClass = try reader.optionalString("positiveClass")
        guard positiveClass != nil || decisions.threshold == nil else {
            throw reader["positiveClass"].bad("the class that the threshold refers to")
        }
        if let reason = decisions.contradiction(classes: nil, positive: positiveClass) {
            throw reader["decisions"].bad("decisions that fit the model (\(reason))")
        }
        self.init(members: members, positiveClass: positiveClass, decisions: decisions)
    }
}
