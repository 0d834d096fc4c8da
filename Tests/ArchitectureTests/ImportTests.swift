import Foundation
import Testing

/// The modules as the manifest lists them, against the sources and the table in CONTRIBUTING.md.
@Suite struct ImportTests {
    /// Modules from outside, and the modules of this package that may import them; empty: all may.
    private static let outside: [String: Set<String>] = [
        "Foundation": [], "Dispatch": [], "Synchronization": [],
        "ArgumentParser": ["Options", "study", "study-export", "study-serve"],
        "HTTPTypes": ["Web"], "Hummingbird": ["Web"], "HummingbirdCore": ["Web"],
        "Logging": ["Web"], "Mustache": ["Web"], "NIOCore": ["Web"], "NIOHTTPTypes": ["Web"],
        "NIOPosix": ["Web"], "ServiceLifecycle": ["Web"], "UnixSignals": ["Web"],
        "FoundationEssentials": ["ONNX"], "SwiftProtobuf": ["ONNX"],
        "FoundationNetworking": ["WebTests"], "Testing": ["ProgramSupport", "TestSupport"],
    ]

    @Test func everyModuleImportsWhatTheManifestAllows() throws {
        let modules = try Tree.modules()
        for (module, allowed) in modules {
            for path in Tree.sources(of: module) {
                for imported in try Tree.imports(of: path) {
                    if let users = Self.outside[imported] {
                        #expect(users.isEmpty || users.contains(module), "\(path): \(imported)")
                    } else {
                        #expect(allowed.contains(imported), "\(path): \(imported)")
                    }
                }
            }
        }
    }

    /// A module that was built for another target can be imported without being declared.
    @Test func everyTestImportsWhatTheManifestAllows() throws {
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(Tree.root)/Tests")
        let tests = try Tree.tests()
        #expect(Set(tests.keys) == Set(folders).subtracting(["Goldens"]))
        for (test, allowed) in tests {
            for path in Tree.sources(of: test, in: "Tests") {
                for imported in try Tree.imports(of: path) where Self.outside[imported] == nil {
                    #expect(allowed.contains(imported), "\(path): \(imported)")
                }
            }
        }
    }

    @Test func everyModuleUsesWhatItDeclares() throws {
        for (module, allowed) in try Tree.modules() where module != "study" {
            let used = Set(try Tree.sources(of: module).flatMap { try Tree.imports(of: $0) })
            #expect(allowed.subtracting(used).isEmpty, "\(module)")
        }
    }

    @Test func theTableOfModulesIsTheManifests() throws {
        let text = try String(contentsOfFile: "\(Tree.root)/CONTRIBUTING.md", encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let names = rows.flatMap { row in
            let cell = row.split(separator: "|")[0]
            return cell.split(separator: ",").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "` "))
            }
        }
        let folders = try FileManager.default.contentsOfDirectory(atPath: "\(Tree.root)/Sources")
        #expect(Set(names) == Set(folders))
        #expect(Set(folders.filter { !Tree.isSystemLibrary($0) }) == Set(try Tree.modules().keys))
    }

    @Test func theTableOfImportsIsTheManifests() throws {
        let text = try String(contentsOfFile: "\(Tree.root)/Docs/architecture.md", encoding: .utf8)
        let rows = text.split(separator: "\n").filter { $0.hasPrefix("| `") }
        let imports = rows.map { row in
            row.split(separator: "|").prefix(2).map { cell in
                Set(cell.matches(of: /`(\w+)`/).map { String($0.1) })
            }
        }
        let modules = try Tree.modules()
        for row in imports {
            let module = try #require(row[0].first)
            #expect(row[1] == modules[module], "\(module)")
        }
        let programs: Set<String> = ["Options", "study", "study-export", "study-serve"]
        #expect(
            imports.flatMap { $0[0] }.sorted()
                == modules.keys.filter { !programs.contains($0) }.sorted())
    }

    @Test(arguments: ["study-serve", "study-export"])
    func whatOnlyTrainingNeedsIsNoPartOf(program: String) throws {
        let modules = try Tree.modules()
        var (found, left): (Set<String>, [String]) = ([], [program])
        while let next = left.popLast() {
            guard found.insert(next).inserted else { continue }
            left += modules[next] ?? []
        }
        #expect(found.contains("Inference"))
        #expect(found.isDisjoint(with: ["Training", "Runs", "Cluster", "Plotting"]), "\(found)")
    }

    @Test func theManifestHasNoCycle() throws {
        var left = try Tree.modules()
        while !left.isEmpty {
            let free = left.filter { $0.value.isDisjoint(with: left.keys) }.map(\.key)
            try #require(!free.isEmpty, "a cycle among \(left.keys.sorted())")
            for module in free { left[module] = nil }
        }
    }

    @Test func noFolderIsLarge() throws {
        for module in try Tree.modules().keys {
            let folders = Tree.sources(of: module).map {
                ($0 as NSString).deletingLastPathComponent
            }
            for (folder, files) in Dictionary(grouping: folders, by: \.self) {
                #expect(files.count <= 45, "\(folder)")
            }
        }
    }

    /// A type of its module's name hides the module: `Networks.Layer` would then be looked up in
    /// the type.
    @Test func noTypeHasTheNameOfAModule() throws {
        let modules = Set(try Tree.modules().keys)
        let declaration = /^(?:[a-z]+ )*(?:struct|enum|class|protocol|actor|typealias) (\w+)/
        for module in modules {
            for path in Tree.sources(of: module) {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                for line in text.split(separator: "\n") {
                    guard let match = line.firstMatch(of: declaration) else { continue }
                    #expect(!modules.contains(String(match.1)), "\(path): \(line)")
                }
            }
        }
    }

    /// The executables choose the device; modules are given one.
    @Test func noModuleButTheEngineNamesADevice() throws {
        let choosing: Set<String> = ["Engine", "study", "study-export", "study-serve"]
        for module in try Tree.modules().keys where !choosing.contains(module) {
            for path in Tree.sources(of: module) {
                let text = try String(contentsOfFile: path, encoding: .utf8)
                #expect(!text.contains("OneDNNDevice"), "\(path)")
            }
        }
    }

    @Test func onlyItsOwnFoldersImportALibrary() throws {
        let homes = [
            "CArchive": "/Import/", "CCMark": "/Markup/", "CCrypto": "/Files/",
            "CCurl": "/HTTP/", "CDICOM": "/DICOM/", "CDNNL": "/Engine/OneDNN/",
            "CKernels": "/Engine/OneDNN/Kernels/",
            "CJPEG": "/Images/", "CPNG": "/Images/", "CSQLite": "/Tracking/Registry/",
            "CTIFF": "/Images/", "CWebP": "/Images/", "CZlib": "/Files/",
        ]
        var found: Set<String> = []
        for path in Tree.sources(of: "") {
            for module in try Tree.imports(of: path) {
                guard let home = homes[module] else { continue }
                #expect(path.contains(home), "\(path): \(module)")
                found.insert(module)
            }
        }
        #expect(found == Set(homes.keys))
    }
}

/// The package as its manifest and its folders describe it.
enum Tree {
    static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    static func isSystemLibrary(_ name: String) -> Bool {
        let pattern =
            /C(CMark|Crypto|Curl|DICOM|DNNL|JPEG|Kernels|PNG|SQLite|TIFF|WebP|Archive|Zlib)/
        return name.wholeMatch(of: pattern) != nil
    }

    /// What the targets of Swift code in `Sources` depend on, by name, as
    /// `swift package dump-package` says it.
    static func modules() throws -> [String: Set<String>] {
        try dependencies { target in
            ["regular", "executable"].contains(target.type) && target.path == nil
                && !isSystemLibrary(target.name) ? target.name : nil
        }
    }

    /// What the targets in `Tests` depend on, by the names of their folders there.
    static func tests() throws -> [String: Set<String>] {
        try dependencies { target in
            if target.type == "test" { return target.name }
            let path = target.path?.split(separator: "/") ?? []
            return path.first == "Tests" ? String(path[1]) : nil
        }
    }

    private struct Manifest: Decodable {
        let targets: [Target]
    }
    private struct Target: Decodable {
        let name: String
        let type: String
        let path: String?
        let dependencies: [[String: [Part?]]]
    }
    /// The name in `byName`, or what else stands beside it, such as a condition.
    private struct Part: Decodable {
        let name: String?

        init(from decoder: any Decoder) throws {
            name = try? decoder.singleValueContainer().decode(String.self)
        }
    }

    /// The dependencies of the targets for which `key` gives a key.
    private static func dependencies(
        by key: (Target) -> String?
    ) throws -> [String: Set<String>] {
        let manifest = try JSONDecoder().decode(Manifest.self, from: dump())
        return Dictionary(
            uniqueKeysWithValues: manifest.targets.compactMap { target in
                let names = target.dependencies.compactMap { $0["byName"]?.first??.name }
                return key(target).map { ($0, Set(names)) }
            })
    }

    /// The manifest as JSON, read once.
    private static let manifest = Result {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        // `swift test` holds the lock of the package's own build folder.
        let scratch = NSTemporaryDirectory() + "study-manifest-\(getpid())"
        defer { try? FileManager.default.removeItem(atPath: scratch) }
        process.arguments = [
            "swift", "package", "--package-path", root, "--scratch-path", scratch, "dump-package",
        ]
        let output = Pipe()
        process.standardOutput = output
        process.standardError = FileHandle.nullDevice
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return data
    }

    private static func dump() throws -> Data { try manifest.get() }

    static func sources(of module: String, in parent: String = "Sources") -> [String] {
        let folder = "\(root)/\(parent)/\(module)"
        let names =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
    }

    static func imports(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
            line in
            // An indented line is text of another language.
            if line.hasPrefix(" ") { return nil }
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1
            else { return nil }
            return String(words[place + 1])
        }
    }
}
