import Files
import Foundation

/// What a data set's folder contains: classes, their files by split, and what is not read.
struct DatasetScan {
    let root: String
    /// The names of the classes, sorted by their bytes.
    let classes: [String]
    /// Paths relative to the root by split and class, sorted by their bytes, with names in their text form.
    let files: [Split: [[String]]]
    let unread: UnreadFiles

    init(root path: String) throws {
        let root = URL(fileURLWithPath: path).standardizedFileURL.path
        guard FileManager.default.isFolder(root) else { throw DatasetError.noFolder(root) }
        let present = Split.allCases.filter {
            FileManager.default.isFolder("\(root)/\($0.rawValue)")
        }
        guard present.contains(.train) else {
            throw DatasetError.noTrainingSplit(root, inner: try Self.innerSet(root))
        }
        var reader = ScanReader(root: root)
        try reader.readRoot()
        let folders = try present.map { (split: $0, classes: try reader.classFolders(of: $0)) }
        classes = try Self.classes(root, folders)
        self.root = root
        files = try Dictionary(
            uniqueKeysWithValues: folders.map { split, names in
                (split, try names.map { try reader.images(of: split, in: $0) })
            })
        unread = reader.unread
        for (label, part) in (files[.train] ?? []).enumerated() where part.isEmpty {
            throw DatasetError.emptyClass("\(root)/train/\(classes[label])")
        }
    }

    /// The classes' names, once they are found to be the same in all splits, byte for byte.
    private static func classes(
        _ root: String, _ folders: [(split: Split, classes: [FilePath])]
    ) throws -> [String] {
        for (split, names) in folders {
            try checkNames("\(root)/\(split.rawValue)", names)
        }
        let first = folders[0].classes
        let classes = first.map { String(decoding: $0.bytes, as: UTF8.self) }
        guard classes.count >= 2 else { throw DatasetError.tooFewClasses(root, found: classes) }
        for (split, names) in folders where names != first {
            let found = names.map { String(decoding: $0.bytes, as: UTF8.self) }
            if found == classes {
                let index = zip(first, names).enumerated().first { $0.element.0 != $0.element.1 }
                let (one, other) = index?.element ?? ("", "")
                throw DatasetError.unicodeForms(
                    [("train", one), (split.rawValue, other)].map {
                        "\(root)/\($0)/\(String(decoding: $1.bytes, as: UTF8.self)) (\($1.spelling))"
                    })
            }
            throw DatasetError.differentClasses(
                root, split: split, expected: classes, found: found)
        }
        return classes
    }

    /// - Throws: `DatasetError` for a name that is not UTF-8, and for two that differ in their Unicode form alone.
    private static func checkNames(_ folder: String, _ names: [FilePath]) throws {
        var known: [String: FilePath] = [:]
        for name in names {
            let text = String(decoding: name.bytes, as: UTF8.self)
            guard Array(text.utf8) == name.bytes else {
                throw DatasetError.classNameNotUTF8("\(folder)/\(name.text)")
            }
            // Swift compares strings by their canonical form.
            if let other = known.updateValue(name, forKey: text) {
                throw DatasetError.unicodeForms(
                    [other, name].map { "\(folder)/\(text) (\($0.spelling))" })
            }
        }
    }

    /// A folder inside `root` that looks like the set, as some archives nest it.
    private static func innerSet(_ root: String) throws -> String? {
        try FolderEntry.list(FilePath(root))
            .filter { $0.kind == .folder && !SystemNames.contains($0) }
            .map { "\(root)/\($0.text)" }.first { FileManager.default.isFolder("\($0)/train") }
    }
}

/// Reads the folders of a set, and gathers what is not read.
private struct ScanReader {
    let root: String
    var unread = UnreadFiles()

    private static let otherNames: [String: Split] = [
        "training": .train, "valid": .val, "validation": .val, "validate": .val, "dev": .val,
        "eval": .val, "testing": .test,
    ]

    /// Looks at everything beside the splits.
    mutating func readRoot() throws {
        for entry in try entries("") where !Split.allCases.map(\.rawValue).contains(entry.text) {
            guard entry.kind == .folder else {
                // What the program itself wrote there.
                if entry.text != Phantom.manifestName { note(entry, in: "") }
                continue
            }
            let lower = entry.text.lowercased()
            if let split = Self.otherNames[lower] ?? Split(rawValue: lower) {
                unread.addSplit(entry.text, meant: split)
            } else {
                try noteFolder(entry.text, countedIn: entry.text, "in a folder that is no split")
            }
        }
    }

    /// The names of a split's class folders, sorted by their bytes.
    mutating func classFolders(of split: Split) throws -> [FilePath] {
        let entries = try entries(split.rawValue)
        for entry in entries where entry.kind != .folder { note(entry, in: split.rawValue) }
        return entries.filter { $0.kind == .folder }.map(\.name)
    }

    /// The images of a class: what is named like one, be it readable or not.
    mutating func images(of split: Split, in name: FilePath) throws -> [String] {
        let folder = "\(split.rawValue)/\(name.text)"
        var images: [String] = []
        for entry in try entries(folder) {
            let path = "\(folder)/\(entry.text)"
            if FileSort(entry.name.bytes, at: self.path(path)) == .image {
                images.append(path)
            } else if entry.kind == .folder {
                try noteFolder(path, countedIn: folder, "in subfolders")
            } else {
                note(entry, in: folder)
            }
        }
        return images
    }

    private func path(_ text: String) -> FilePath { FilePath(root).appending(text: text) }

    /// What a folder contains, but for what belongs to the system.
    private mutating func entries(_ folder: String) throws -> [FolderEntry] {
        let all = try FolderEntry.list(path(folder))
        for entry in all where SystemNames.contains(entry) && !entry.isHidden {
            let text = folder.isEmpty ? entry.text : "\(folder)/\(entry.text)"
            unread.addOther(text, in: folder, "of the system")
        }
        return all.filter { !SystemNames.contains($0) }
    }

    /// Counts a file that is not read where it lies.
    private mutating func note(_ entry: FolderEntry, in folder: String) {
        let text = folder.isEmpty ? entry.text : "\(folder)/\(entry.text)"
        switch FileSort(entry.name.bytes, at: path(text)) {
        case .image: unread.addImage(text, in: folder, "images outside the class folders")
        case .otherImage(let sort): unread.addImage(text, in: folder, sort)
        case .other: unread.addOther(text, in: folder, "other files")
        }
    }

    /// Counts the images in a folder that is not read, and in those below it.
    private mutating func noteFolder(
        _ folder: String, countedIn place: String, _ sort: String
    ) throws {
        let walk = try ImageWalk(path(folder))
        let start = path(folder).bytes.count + 1
        for image in walk.images {
            let inner = FilePath(bytes: Array(image.bytes.dropFirst(start)))
            unread.addImage("\(folder)/\(inner)", in: place, sort)
        }
        for group in walk.unread.images {
            unread.addImage("\(folder)/\(group.example)", in: place, sort, count: group.count)
        }
        for group in walk.unread.others {
            unread.addOther("\(folder)/\(group.example)", in: place, sort, count: group.count)
        }
    }
}
