import Foundation
import JSON
import Runs
import Studies
import Testing
import TestSupport

/// The code blocks of the documents: every command is run, every study file is read, every Swift
/// file is compiled, or the page says why not.
@Suite struct BlockTests {
    static let blocks = Page.all.flatMap(\.blocks)

    @Test func directivesAreKnown() {
        for block in Self.blocks {
            let unknown = Set(block.directives.keys).subtracting(CodeBlock.names)
            #expect(unknown.isEmpty, "\(block): unknown directive")
            for (name, text) in block.directives {
                #expect(!text.allSatisfy { $0 == " " }, "\(block): '\(name)' without a text")
            }
        }
    }

    @Test func commandsAreInConsoleBlocks() {
        let shells: Set<String> = ["sh", "bash", "shell", "zsh"]
        for block in Self.blocks where shells.contains(block.language) {
            Issue.record("\(block): use ```console, and '<!-- not run: reason -->' if needed")
        }
        for page in Page.all {
            for (index, text) in page.prose
            where text.firstMatch(of: /^(?:    |\t)\s*(?:\$ |\.\/study |study |make )/) != nil {
                Issue.record("\(page.path):\(index + 1): use a ```console block for commands")
            }
        }
    }

    @Test func consoleBlocksBeginWithCommands() throws {
        for block in Self.blocks where block.language == "console" {
            _ = try ConsoleCommand.all(in: block)
        }
    }

    /// A study that is complete, and over which fragments are laid.
    private static let base = #"""
        {
          "name": "fragment",
          "dataset": { "path": "images" },
          "training": { "epochs": 4, "optimizer": { "kind": "adam", "learningRate": 0.001 } },
          "network": "cnn4",
          "sweep": { "seed": [1, 2] }
        }
        """#

    /// A value with the members of another laid over its own.
    private static func merged(_ base: JSONValue, _ over: JSONValue) -> JSONValue {
        guard let members = base.members, let others = over.members else { return over }
        // A kind has settings of its own.
        if base["kind"] != nil, over["kind"] != nil { return over }
        var result = JSONValue.object(members)
        for member in others {
            result[member.key] = result[member.key].map { merged($0, member.value) } ?? member.value
        }
        return result
    }

    static let studies = blocks.filter {
        $0.language == "json" && $0.directives["not run"] == nil
    }

    @Test(arguments: studies)
    func studiesAreValid(_ block: CodeBlock) throws {
        let isFile = block.directives["file"] != nil
        let isObject = block.lines.first?.hasPrefix("{") == true
        let text = isObject ? block.text : "{\(block.text)}"
        var value = try JSONDocument(text: text, file: block.description).value
        if !isFile {
            value = Self.merged(try JSONDocument(text: Self.base, file: "base").value, value)
        }
        do throws(StudyErrors) {
            _ = try StudyFile.read(
                bytes: Array((isFile ? block.text : value.pretty).utf8), file: block.description,
                folder: "/home/you/study/my-study", catalog: .all)
        } catch {
            Issue.record("\(block): \(error)")
        }
    }

    static let swiftBlocks = blocks.filter {
        $0.language == "swift" && $0.directives["not run"] == nil
    }

    /// The file of a block compiles as a part of its module.
    @Test(arguments: swiftBlocks)
    func swiftCompiles(_ block: CodeBlock) throws {
        let path = try #require(block.directives["file"], "\(block): '<!-- file: Sources/... -->'")
        let parts = path.split(separator: "/").map(String.init)
        try #require(parts.count > 2 && parts[0] == "Sources", "\(block): not in Sources/MODULE")
        let folder = ("\(Page.root)/\(path)" as NSString).deletingLastPathComponent
        #expect(FileManager.default.fileExists(atPath: folder), "\(block): no folder of \(path)")
        let module = "\(Page.root)/Sources/\(parts[1])"
        let sources = try FileManager.default.subpathsOfDirectory(atPath: module)
            .filter { $0.hasSuffix(".swift") }.map { "\(module)/\($0)" }
        try withTemporaryFolder { scratch in
            let file = "\(scratch)/\((path as NSString).lastPathComponent)"
            try block.text.write(toFile: file, atomically: true, encoding: .utf8)
            let outcome = try ExternalProgram.run(
                "/usr/bin/env", try Self.compiler(parts[1]) + sources + [file])
            #expect(outcome.status == 0, "\(block): \(outcome.text)")
        }
    }

    /// The call of the compiler that checks the files of a module as the package manager does.
    private static func compiler(_ module: String) throws -> [String] {
        let products = try #require(Bundle.main.executableURL).deletingLastPathComponent()
        let package = URL(fileURLWithPath: Page.root).lastPathComponent.lowercased()
        var call = [
            "swiftc", "-typecheck", "-parse-as-library", "-swift-version", "6", "-package-name",
            package, "-module-name", module, "-I", products.appendingPathComponent("Modules").path,
        ]
        for feature in ["ExistentialAny", "MemberImportVisibility", "InternalImportsByDefault"] {
            call += ["-enable-upcoming-feature", feature]
        }
        // The modules of C, of which some have a map that the build wrote.
        let names = try FileManager.default.contentsOfDirectory(atPath: "\(Page.root)/Sources")
        for name in names.sorted() where name.hasPrefix("C") {
            let maps = [
                "\(Page.root)/Sources/\(name)/module.modulemap",
                products.appendingPathComponent("\(name).build/module.modulemap").path,
            ]
            for map in maps.filter({ FileManager.default.fileExists(atPath: $0) }).prefix(1) {
                call += ["-Xcc", "-fmodule-map-file=\(map)"]
            }
        }
        return call
    }
}
