import Foundation
import Testing

/// The `import` lines of every room against the table in CONTRIBUTING.md.
@Suite struct ImportTests {
    private static let root = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent().path

    /// Modules from outside, and the rooms that may import them.
    private static let outside: [String: Set<String>] = [
        "Foundation": [], "Dispatch": [],
        "Synchronization": [],
        "ArgumentParser": ["Options", "study", "study-export", "study-serve"],
        "HTTPTypes": ["Web"], "Hummingbird": ["Web"], "HummingbirdCore": ["Web"],
        "Logging": ["Web"], "Mustache": ["Web"], "NIOCore": ["Web"], "NIOHTTPTypes": ["Web"],
        "NIOPosix": ["Web"], "ServiceLifecycle": ["Web"], "UnixSignals": ["Web"],
        "GRDB": ["Tracking"], "FoundationEssentials": ["ONNX"], "SwiftProtobuf": ["ONNX"],
        "Testing": ["TestSupport"],
    ]

    /// The table's rows: room and what it may import.
    private static func table() throws -> [String: Set<String>] {
        let text = try String(contentsOfFile: "\(root)/CONTRIBUTING.md", encoding: .utf8)
        var rows: [String: Set<String>] = [:]
        for line in text.split(separator: "\n") where line.hasPrefix("| `") {
            let cells = line.split(separator: "|").map { $0.trimmingCharacters(in: .whitespaces) }
            let rooms = cells[0].split(separator: ",").map {
                $0.trimmingCharacters(in: CharacterSet(charactersIn: "` "))
            }
            let imports = cells.count > 2 ? cells[2].split(separator: ",") : []
            for room in rooms {
                rows[room] = Set(imports.map { $0.trimmingCharacters(in: .whitespaces) })
            }
        }
        return rows
    }

    private static func sources(of room: String) -> [String] {
        let folder = "\(root)/Sources/\(room)"
        let names =
            FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { $0.hasSuffix(".swift") }.map { "\(folder)/\($0)" }
    }

    private static func imports(of path: String) throws -> [String] {
        try String(contentsOfFile: path, encoding: .utf8).split(separator: "\n").compactMap {
            line in
            let words = line.split(separator: " ")
            guard let place = words.firstIndex(of: "import"), place <= 1, words.count > place + 1
            else { return nil }
            return String(words[place + 1])
        }
    }

    @Test func everyRoomImportsWhatItsRowAllows() throws {
        let table = try Self.table()
        let rooms = try FileManager.default.contentsOfDirectory(atPath: "\(Self.root)/Sources")
        #expect(Set(rooms) == Set(table.keys))
        for room in rooms where room != "study" {
            let allowed = try #require(table[room])
            for path in Self.sources(of: room) {
                for module in try Self.imports(of: path) {
                    if let users = Self.outside[module] {
                        #expect(users.isEmpty || users.contains(room), "\(path): \(module)")
                    } else {
                        #expect(allowed.contains(module), "\(path): \(module)")
                    }
                }
            }
        }
    }

    @Test func theTableHasNoCycle() throws {
        var left = try Self.table().filter { $0.key != "study" }
        while !left.isEmpty {
            let free = left.filter { $0.value.isDisjoint(with: left.keys) }.map(\.key)
            try #require(!free.isEmpty, "a cycle among \(left.keys.sorted())")
            for room in free { left[room] = nil }
        }
    }

    @Test func onlyItsOwnFoldersImportALibrary() throws {
        let homes = [
            "CCMark": "/Reports/HTML/", "CDNNL": "/Engine/OneDNN/", "CJPEG": "/Images/",
            "CPNG": "/Images/",
            "CArchive": "/Datasets/Import/", "CZlib": "/Datasets/Import/",
        ]
        for path in Self.sources(of: "") {
            for module in try Self.imports(of: path) {
                if let home = homes[module] { #expect(path.contains(home), "\(path): \(module)") }
            }
        }
    }
}
