import Files
import Foundation
import Vocabulary

/// The contents of a data set: classes, their files by split, and files that are not read. Folders
/// or a table give them.
struct DatasetScan {
    /// The absolute path of the folder.
    let root: String
    /// The names of the classes, sorted by bytes.
    let classes: [String]
    /// The paths relative to the root, by split and class, sorted by bytes, with names in their
    /// text form.
    let files: [Split: [[String]]]
    /// The files and folders that are not read.
    let unread: UnreadFiles
    /// The table that gives classes and splits; nil if folders give them.
    let table: ImageTable?

    /// The contents that a table gives. Without splits, all images are training images.
    init(_ table: ImageTable) {
        self.table = table
        root = table.root
        classes = table.classes
        unread = table.unread
        var files: [Split: [[String]]] = [:]
        for (image, path) in table.paths.enumerated() {
            let split = table.splits?[image] ?? .train
            let none = [[String]](repeating: [], count: table.classes.count)
            files[split, default: none][table.labels?[image] ?? 0].append(path)
        }
        self.files = files
    }

    /// The contents of the folders or archives of splits, or of shards.
    /// - Throws: `DatasetError`, `FileError`.
    init(root path: String) throws {
        let root = FileManager.absolutePath(path)
        guard try FilePath(root).isFolder() else { throw DatasetError.noFolder(root) }
        table = nil
        self.root = root
        switch try SetLayout(root: root) {
        case .folders(let folders): (classes, files, unread) = try Self.read(folders, root)
        case .shards(let shards):
            let scan = try ShardScan(root: root, shards)
            (classes, files) = (scan.classes, scan.files)
            unread = try scan.unread(besides: shards, root)
            guard classes.count >= 2 else {
                throw DatasetError.shards(
                    root,
                    reason: "the samples have "
                        + (classes.first.map { "only the class '\($0)'" } ?? "no classes")
                        + "; expected at least two")
            }
        }
    }

    private static func read(
        _ layout: [Split: SetLayout.SplitFolder], _ root: String
    ) throws -> (classes: [String], files: [Split: [[String]]], unread: UnreadFiles) {
        guard layout[.train] != nil else { throw try MissingTrainingSplit(root).error }
        var reader = try ScanReader(root: root)
        let folders = try Split.allCases.compactMap { split in
            try layout[split].map {
                (split: split, path: $0.path, classes: try reader.classFolders(in: $0.path))
            }
        }
        try reader.checkBroken(folders.map(\.classes))
        let classes = try classes(root, folders)
        try reader.readRoot(without: layout.values.map(\.name))
        let files = try Dictionary(
            uniqueKeysWithValues: folders.map { split, path, names in
                (split, try names.map { try reader.images(in: path, class: $0) })
            })
        for (label, part) in (files[.train] ?? []).enumerated() where part.isEmpty {
            let path = folders[0].path
            let folder = "\(path)/\(FileName.text(of: classes[label].utf8))"
            let other = reader.unread.images.filter { $0.folder == folder }.map(\.text)
            throw DatasetError.emptyClass(
                "\(root)/\(path)/\(classes[label])",
                unread: other.isEmpty ? nil : other.joined(separator: "; "))
        }
        return (classes, files, reader.unread)
    }

    /// The names of the classes, which must be the same in all splits, byte for byte.
    private static func classes(
        _ root: String, _ folders: [(split: Split, path: String, classes: [FilePath])]
    ) throws -> [String] {
        for (_, path, names) in folders {
            try checkNames("\(root)/\(path)", names)
        }
        let first = folders[0].classes
        let classes = first.map { String(decoding: $0.bytes, as: UTF8.self) }
        guard classes.count >= 2 else { throw DatasetError.tooFewClasses(root, found: classes) }
        for (split, path, names) in folders where names != first {
            let found = names.map { String(decoding: $0.bytes, as: UTF8.self) }
            if found == classes {
                let index = zip(first, names).enumerated().first { $0.element.0 != $0.element.1 }
                let (one, other) = index?.element ?? ("", "")
                throw DatasetError.unicodeForms(
                    [(folders[0].path, one), (path, other)].map {
                        "\(root)/\($0)/\(String(decoding: $1.bytes, as: UTF8.self)) (\($1.spelling))"
                    })
            }
            throw DatasetError.differentClasses(
                root, split: split, expected: classes, found: found)
        }
        return classes
    }

    /// - Throws: `DatasetError` for a name that is not UTF-8, and for two names that differ only in
    ///   their Unicode form.
    fileprivate static func checkNames(_ folder: String, _ names: [FilePath]) throws {
        var known: [String: FilePath] = [:]
        for name in names {
            let text = String(decoding: name.bytes, as: UTF8.self)
            guard Array(text.utf8) == name.bytes else {
                throw DatasetError.classNameNotUTF8("\(folder)/\(name.text)")
            }
            // Swift compares strings by their canonical Unicode form.
            if let other = known.updateValue(name, forKey: text) {
                throw DatasetError.unicodeForms(
                    [other, name].map { "\(folder)/\(text) (\($0.spelling))" })
            }
        }
    }
}

/// The contents of one folder of classes: a split of a data set, or a folder without splits.
struct ClassFolderScan {
    /// The names of the classes, sorted by bytes.
    let classes: [String]
    /// The paths relative to the root, by class, sorted by bytes, with names in their text form.
    let files: [[String]]
    /// The files and folders that are not read.
    let unread: UnreadFiles

    /// - Parameters:
    ///   - root: the absolute path of the data set.
    ///   - folder: the folder of the classes relative to the root; empty: the root.
    /// - Throws: `DatasetError`, `FileError`.
    init(root: String, folder: String) throws {
        var reader = try ScanReader(root: root)
        let names = try reader.classFolders(in: folder)
        try reader.checkBroken([names])
        try DatasetScan.checkNames(folder.isEmpty ? root : "\(root)/\(folder)", names)
        classes = names.map { String(decoding: $0.bytes, as: UTF8.self) }
        files = try names.map { try reader.images(in: folder, class: $0) }
        unread = reader.unread
    }
}

extension ShardScan {
    /// The files that are not read, including those beside the shards.
    func unread(besides shards: [SetLayout.Shard], _ root: String) throws -> UnreadFiles {
        // A single shard is the root itself.
        guard !shards.contains(where: { $0.path.isEmpty }) else { return unread }
        var reader = try ScanReader(root: root)
        try reader.readRoot(without: shards.map { FilePath($0.path) }, areShards: true)
        var all = unread
        all.add(reader.unread)
        return all
    }
}

/// A reader of the folders of a data set, which also collects files that are not read.
private struct ScanReader {
    let root: String
    var unread = UnreadFiles()
    /// The folders that were read or examined, so that each is entered once, even if several links
    /// lead to it.
    private var entered: Set<FileIdentity>
    /// The broken entries among the class folders, which could be classes.
    private var broken: [(folder: String, entry: FolderEntry)] = []

    init(root: String) throws {
        self.root = root
        entered = try [FileIdentity(FilePath(root))]
    }

    /// The names of the files that the program itself writes into the folder of a data set.
    private static let own: Set<String> = [
        Dataset.syntheticManifest, ImportMark.name,
    ]

    private func path(_ text: String) -> FilePath {
        text.isEmpty ? FilePath(root) : FilePath(root).appending(text: text)
    }

    private func joined(_ folder: String, _ name: String) -> String {
        folder.isEmpty ? name : "\(folder)/\(name)"
    }

    /// The names of the class folders in a folder, sorted by bytes.
    /// - Parameter folder: the folder relative to the root; empty: the root.
    mutating func classFolders(in folder: String) throws -> [FilePath] {
        try entered.insert(FileIdentity(path(folder)))
        var names: [FilePath] = []
        for entry in try entries(folder) {
            if entry.isFolder {
                names.append(entry.name)
                try entered.insert(FileIdentity(path(joined(folder, entry.text))))
            } else {
                if entry.brokenCategory != nil { broken.append((folder, entry)) }
                note(entry, in: folder)
            }
        }
        return names
    }

    /// - Parameter folders: the names of the class folders, by folder.
    /// - Throws: `DatasetError` for a broken entry whose name is a class in another folder, or if
    ///   there are fewer than two classes.
    func checkBroken(_ folders: [[FilePath]]) throws {
        for (folder, entry) in broken
        where folders.contains(where: { $0.count < 2 || $0.contains(entry.name) }) {
            throw DatasetError.brokenFolder(
                "\(root)/\(joined(folder, entry.text))",
                reason: entry.reasonForNoFolder(in: path(folder)))
        }
    }

    /// Examines all entries next to the splits, or next to shards.
    /// - Parameters:
    ///   - names: the names of the folders and archives of splits, or of the shards.
    ///   - areShards: true if the other archives could be shards, too, which are then missing.
    mutating func readRoot(without names: [FilePath], areShards: Bool = false) throws {
        for entry in try entries("") where !names.contains(entry.name) {
            let mayBeFolder = entry.isFolder || entry.brokenCategory != nil
            if mayBeFolder, let split = SplitWords.meant(by: entry.name) {
                unread.addSplit(entry.text, meant: split)
            } else if entry.isArchive,
                let split = SplitWords.meant(by: ArchiveSuffix.stem(entry.name)),
                !names.contains(FilePath(split.rawValue))
            {
                unread.addSplit(entry.text, meant: split)
            } else if areShards, entry.isArchive {
                unread.addImage(entry.text, in: "", UnreadFiles.archives)
            } else if entry.isFolder {
                let isLike = SplitWords.looksLikeSplit(entry.name)
                try noteFolder(
                    entry.text, countedIn: entry.text,
                    "in a folder that \(isLike ? "looks like a split" : "is not a split")")
            } else {
                note(entry, in: "")
            }
        }
    }

    /// The images of a class: all files with the suffix of an image, readable or not.
    /// - Parameter folder: the folder of the classes relative to the root; empty: the root.
    mutating func images(in folder: String, class name: FilePath) throws -> [String] {
        let folder = joined(folder, name.text)
        var images: [String] = []
        for entry in try entries(folder) {
            let path = "\(folder)/\(entry.text)"
            if FileCategory(entry.name, at: self.path(path)) == .image {
                images.append(path)
            } else if !entry.isFolder {
                note(entry, in: folder)
            }
            if entry.isFolder { try noteFolder(path, countedIn: folder, "in subfolders") }
        }
        return images
    }

    /// The entries of a folder. Hidden entries and those of the system are counted but not
    /// returned.
    private mutating func entries(_ folder: String) throws -> [FolderEntry] {
        var entries: [FolderEntry] = []
        for entry in try FolderEntry.list(path(folder)) {
            if folder.isEmpty, Self.own.contains(entry.text) { continue }
            if let category = entry.systemCategory {
                unread.addOther(joined(folder, entry.text), in: folder, category)
            } else {
                entries.append(entry)
            }
        }
        return entries
    }

    /// Counts a file that is not read.
    private mutating func note(_ entry: FolderEntry, in folder: String) {
        let text = joined(folder, entry.text)
        switch FileCategory(entry.name, at: path(text)) {
        case .image: unread.addImage(text, in: folder, "images outside the class folders")
        case .otherImage(let category): unread.addImage(text, in: folder, category)
        case .archive where folder.isEmpty:
            // Many data sets stay beside the archive that they were unpacked from.
            unread.addOther(text, in: folder, UnreadFiles.archives)
        case .archive: unread.addImage(text, in: folder, UnreadFiles.archives)
        case .other:
            if let category = entry.brokenCategory {
                unread.addImage(text, in: folder, category)
            } else {
                unread.addOther(text, in: folder, UnreadFiles.plain)
            }
        }
    }

    /// Counts the images in a folder that is not read and in its subfolders.
    private mutating func noteFolder(
        _ folder: String, countedIn parent: String, _ category: String
    ) throws {
        let identity = try FileIdentity(path(folder))
        guard !entered.contains(identity) else {
            return unread.addOther(folder, in: parent, UnreadFiles.known)
        }
        let walk = try ImageWalk(path(folder), entered: &entered)
        let start = path(folder).bytes.count + 1
        for image in walk.images {
            let inner = FilePath(bytes: Array(image.bytes.dropFirst(start)))
            unread.addImage("\(folder)/\(inner)", in: parent, category)
        }
        for group in walk.unread.images {
            unread.addImage("\(folder)/\(group.example)", in: parent, category, count: group.count)
        }
        for group in walk.unread.others {
            unread.addOther(
                "\(folder)/\(group.example)", in: parent, group.category, count: group.count)
        }
    }
}
