import Foundation
import JSON
import Processes
import Studies
import Testing
import TestSupport

/// Paths in study files and in `--set`.
@Suite struct WrittenPathTests {
    /// The data set's path of a study in /studies.
    private func path(_ written: String, _ overrides: [String] = []) throws(StudyErrors) -> String {
        let dataset = "{\"path\": \(JSONValue.string(written).canonical)}"
        return try read(text(dataset: dataset, "\"network\": \"cnn4\""), overrides)
            .trials[0].settings.dataset.path
    }

    private func message(_ written: String, _ overrides: [String] = []) -> String {
        do throws(StudyErrors) { return try path(written, overrides) } catch { return "\(error)" }
    }

    private var home: String { UserAccount.home() ?? "none" }

    @Test func homeFolders() throws {
        #expect(try path("~") == home)
        #expect(try path("~/a/../data") == "\(home)/data")
        #expect(try path("x", ["dataset.path=~/data"]) == "\(home)/data")
        #expect(try path("~root/data") == "/root/data")
        // Only at the beginning.
        #expect(try path("./~/data") == "/studies/~/data")
        #expect(try path("a~b") == "/studies/a~b")
        #expect(
            message("~nobody-of-this-name/x").hasSuffix(
                "there is no user 'nobody-of-this-name'; for a folder of this name, write "
                    + "./~nobody-of-this-name"))
    }

    @Test func variables() throws {
        #expect(try path("${HOME}/data") == "\(home)/data")
        #expect(try path("$HOME/data") == "\(home)/data")
        #expect(try path("x", ["dataset.path=${HOME}/data"]) == "\(home)/data")
        #expect(try path("/a/$HOME") == "/a\(home)")
        #expect(try path("a${HOME}b") == "/studies/a\(home)b")
        // Not variables.
        #expect(try path("a$HOME") == "/studies/a$HOME")
        #expect(try path("$HOME.old/x") == "/studies/$HOME.old/x")
        #expect(try path("$5") == "/studies/$5")
    }

    @Test(arguments: ["${NO_SUCH_VARIABLE}/x", "$NO_SUCH_VARIABLE/x", "a/${NO_SUCH_VARIABLE}"])
    func anUnsetVariableIsAnError(_ written: String) {
        #expect(
            message(written)
                == "t.json:3:23: dataset.path: the environment variable NO_SUCH_VARIABLE is not set; set it "
                + "with 'export NO_SUCH_VARIABLE=...' or write the path")
        #expect(message("x", ["dataset.path=\(written)"]).hasPrefix("--set dataset.path: the env"))
    }

    @Test func anOpenBraceIsAnError() {
        #expect(message("${HOME/x").hasSuffix("'}' is missing after '${' in '${HOME/x'"))
        for text in ["HOME:-x", "", "a b"] {
            let words = "'${\(text)}' does not name an environment variable"
            #expect(message("${\(text)}/x").contains(words))
        }
    }

    /// A folder that really has such a name is used.
    @Test func existingNames() throws {
        try withTemporaryFolder { folder in
            for name in ["${NO_SUCH_VARIABLE}", "C:\\data", "$NO_SUCH_VARIABLE"] {
                let path = "\(folder)/\(name)"
                try FileManager.default.createDirectory(
                    atPath: path, withIntermediateDirectories: true)
                #expect(try self.path(path) == path)
            }
        }
    }

    @Test(arguments: [
        ("C:\\Users\\me\\data", "is a path of Windows; write the path on this machine"),
        ("d:/data", "is a path of Windows; write the path on this machine"),
        ("\\\\server\\share", "is a path of Windows; write the path on this machine"),
        ("file:///data/x", "is an address; write the path '/data/x'"),
        ("https://example.org/x.zip", "is an address; download the data and write the path"),
        ("s3://bucket/x", "is an address; download the data and write the path"),
    ])
    func foreignPathsAreErrors(_ written: String, _ text: String) {
        #expect(message(written).contains("dataset.path: '\(written)' \(text)"))
    }

    /// Like the system, `..` after a link is the parent of its target.
    @Test func parentsOfLinks() throws {
        try withTemporaryFolder { folder in
            let files = FileManager.default
            try files.createDirectory(
                atPath: "\(folder)/real/deep", withIntermediateDirectories: true)
            try files.createSymbolicLink(
                atPath: "\(folder)/link", withDestinationPath: "\(folder)/real/deep")
            #expect(try path("\(folder)/link/../x") == "\(folder)/real/x")
            #expect(
                try path("\(folder)/link/x/../y")
                    == "\(folder)/link/x/../y".replacing("x/../", with: ""))
            #expect(try path("\(folder)/real/../x") == "\(folder)/x")
            #expect(try path("\(folder)/missing/../x") == "\(folder)/x")
        }
    }

    /// The record of a study has the path as it is written in the file.
    @Test func theRecordKeepsThePath() throws {
        let study = try read(
            text(dataset: #"{"path": "~/data"}"#, "\"network\": \"cnn4\""))
        #expect(study.resolved["dataset"]?["path"]?.text == "~/data")
    }
}
