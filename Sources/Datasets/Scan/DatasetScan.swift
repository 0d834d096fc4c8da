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

    /// The contents of the folders `{train,val,test}/<class>`.
    /// - Throws: `DatasetError`, `FileError`.
    init(root path: String) throws {
        let root = FileManager.absolutePath(path)
        guard FileManager.default.isFolder(root) else { throw DatasetError.noFolder(root) }
        let present = try Self.splits(root)
        guard present.contains(.train) else { throw try MissingTrainingSplit(root).error }
        var reader = try ScanReader(root: root)
        let folders = try present.map {
            (split: $0, classes: try reader.classFolders(in: $0.rawValue))
        }
        try reader.checkBroken(folders.map(\.classes))
        classes = try Self.classes(root, folders)
        table = nil
        self.root = root
        try reader.readRoot()
        files = try Dictionary(
            uniqueKeysWithValues: folders.map { split, names in
                (split, try names.map { try reader.images(in: split.rawValue, class: $0) })
            })
        unread = reader.unread
        for (label, part) in (files[.train] ?? []).enumerated() where part.isEmpty {
            let folder = "train/\(FileName.text(of: classes[label].utf8))"
            let other = unread.images.filter { $0.folder == folder }.map(\.text)
            throw DatasetError.emptyClass(
                "\(root)/train/\(classes[label])",
                unread: other.isEmpty ? nil : other.joined(separator: "; "))
        }
    }

    /// The splits that have a folder.
    /// - Throws: `DatasetError` for an entry with the name of a split that is not a folder, such as
    ///   a link to a disk that is not mounted.
    static func splits(_ root: String) throws -> [Split] {
        let entries = try FolderEntry.list(FilePath(root))
        return try Split.allCases.filter { split in
            let name = FilePath(split.rawValue)
            guard let entry = entries.first(where: { $0.name == name }) else { return false }
            if entry.isFolder { return true }
            throw DatasetError.brokenFolder(
                "\(root)/\(split.rawValue)", reason: entry.reasonForNoFolder(in: FilePath(root)))
        }
    }

    /// The names of the classes, which must be the same in all splits, byte for byte.
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

extension FolderEntry {
    /// The reason why the entry of `folder` is not a folder.
    fileprivate func reasonForNoFolder(in folder: FilePath) -> String {
        do throws(FileError) { _ = try folder.appending(name).information() } catch {
            return error.reason
        }
        return "it is not a folder"
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

    /// Examines all entries next to the splits.
    mutating func readRoot() throws {
        let splits = Split.allCases.map { FilePath($0.rawValue) }
        for entry in try entries("") where !splits.contains(entry.name) {
            let mayBeFolder = entry.isFolder || entry.brokenCategory != nil
            if mayBeFolder, let split = SplitWords.meant(by: entry.name) {
                unread.addSplit(entry.text, meant: split)
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
