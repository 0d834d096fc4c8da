import Files
import Foundation

/// What a data set's folder holds: classes, and their files by split.
struct DatasetScan {
    let root: String
    let classes: [String]
    /// File names by split and class, sorted.
    let files: [Split: [[String]]]

    init(root path: String) throws {
        root = URL(fileURLWithPath: path).standardizedFileURL.path
        guard FileManager.default.isFolder(root) else { throw DatasetError.noFolder(root) }
        let present = Split.allCases.filter {
            FileManager.default.isFolder("\(path)/\($0.rawValue)")
        }
        guard present.contains(.train) else {
            throw DatasetError.noTrainingSplit(root, inner: Self.innerSet(root))
        }
        let root = root
        let names = try present.map { split in
            (split, try Self.entries("\(root)/\(split.rawValue)", ofType: .folder))
        }
        classes = names[0].1
        guard classes.count >= 2 else { throw DatasetError.tooFewClasses(root, found: classes) }
        for (split, found) in names where found != classes {
            throw DatasetError.differentClasses(root, split: split, expected: classes, found: found)
        }
        var files: [Split: [[String]]] = [:]
        for split in present {
            files[split] = try classes.map { name in
                try Self.entries("\(root)/\(split.rawValue)/\(name)", ofType: .image)
            }
        }
        self.files = files
        for (label, part) in (files[.train] ?? []).enumerated() where part.isEmpty {
            throw DatasetError.emptyClass("\(root)/train/\(classes[label])")
        }
    }

    private enum EntryType { case folder, image }

    /// The names in `folder` that can be a class or a picture, sorted by their UTF-8 bytes.
    private static func entries(_ folder: String, ofType type: EntryType) throws -> [String] {
        let names: [String]
        do { names = try FileManager.default.contentsOfDirectory(atPath: folder) } catch {
            throw DatasetError.unreadableFolder(folder, reason: error.localizedDescription)
        }
        let visible = names.filter { !$0.hasPrefix(".") && $0 != "__MACOSX" }
        let chosen =
            switch type {
            case .folder: visible.filter { FileManager.default.isFolder("\(folder)/\($0)") }
            case .image: visible.filter { hasImageSuffix($0) }
            }
        return chosen.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }
    }

    static func hasImageSuffix(_ name: String) -> Bool {
        let lower = name.lowercased()
        return [".jpeg", ".jpg", ".png"].contains { lower.hasSuffix($0) }
    }

    /// A folder inside `root` that looks like the set, as some archives nest it.
    private static func innerSet(_ root: String) -> String? {
        let names = (try? entries(root, ofType: .folder)) ?? []
        return names.map { "\(root)/\($0)" }.first { FileManager.default.isFolder("\($0)/train") }
    }
}
