import Foundation
import Results
import TestSupport
import Testing

/// The description of a registered model, `model.json`.
struct ModelFileTests {
    private static let threshold = ModelDecisions(
        threshold: .init(rule: "youden", value: 0.25, images: 40))
    private static let members = ["a", "b"].map {
        ModelFile.Member(trial: $0, key: "key-\($0)", sha256: "digest-\($0)")
    }

    @Test(arguments: [
        ModelFile(members: members, positiveClass: nil, decisions: ModelDecisions()),
        ModelFile(members: members, positiveClass: "sick", decisions: threshold),
        ModelFile(members: [], positiveClass: "sick", decisions: threshold),
    ])
    func aModelIsReadBack(_ file: ModelFile) throws {
        try withTemporaryFolder { folder in
            #expect(try ModelFile.read(in: folder) == nil)
            try file.write(to: "\(folder)/\(ModelFile.name)")
            #expect(try ModelFile.read(in: folder) == file)
        }
    }

    /// A damaged file is an error that names the file.
    @Test(arguments: [
        ("{", "model.json:1"),
        ("{}", "schema: expected a whole number"),
        (#"{ "schema": 2 }"#, "model.json: has version 2 of the format"),
        (#"{ "schema": 1 }"#, "decisions: expected an object"),
        (#"{ "schema": 1, "decisions": 3 }"#, "decisions: expected an object"),
        (
            #"{ "schema": 1, "members": [], "decisions": {} }"#,
            "members: expected at least two members"
        ),
        (
            #"{ "schema": 1, "members": [{ "folder": "../../etc", "trial": "a", "key": "k", "sha256": "x" }], "decisions": {} }"#,
            "members[0].folder: expected members/0"
        ),
        (
            #"{ "schema": 1, "decisions": { "tta": ["sideways"] } }"#,
            "tta[0]: expected a transformation"
        ),
        (
            #"{ "schema": 1, "decisions": { "threshold": { "rule": "given", "value": 0.5, "images": null } } }"#,
            "positiveClass: expected the class that the threshold refers to"
        ),
    ])
    func whatIsDamagedIsNamed(_ text: String, _ message: String) throws {
        try withTemporaryFolder { folder in
            try text.write(
                toFile: "\(folder)/model.json", atomically: true, encoding: .utf8)
            let error = #expect(throws: (any Error).self) { try ModelFile.read(in: folder) }
            let words = "\(try #require(error))"
            #expect(words.contains("model.json") && words.contains(message), "\(words)")
        }
    }
}
