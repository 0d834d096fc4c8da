import Files
import Foundation

/// A finished trial that another has taken the place of, such as one of other settings. It stands
/// in `replaced/` until somebody removes it.
package struct ReplacedResult: Sendable, Hashable {
    /// `<trial>-<first digits of its key>`
    package let name: String
    package let path: String
    package let record: TrialRecord
}

/// The names in `replaced/`, listed once: one result of many is found without reading the others.
package struct ReplacedIndex: Sendable {
    private let folder: ResultsFolder
    /// The names of folders by `<trial>-<first digits of the key>`, without the number of a further
    /// one.
    private let names: [String: [String]]

    package init(_ folder: ResultsFolder) {
        self.folder = folder
        var names: [String: [String]] = [:]
        for name in folder.replacedNames {
            names[name, default: []].append(name)
            if let first = Self.withoutNumber(name) { names[first, default: []].append(name) }
        }
        self.names = names
    }

    private static func withoutNumber(_ name: String) -> String? {
        guard let dash = name.lastIndex(of: "-"), Int(name[name.index(after: dash)...]) != nil
        else { return nil }
        return String(name[..<dash])
    }

    /// The latest whole result of a trial with this key; nil where there is none.
    /// - Parameter fits: whether a record is what is looked for.
    package func latest(
        _ id: String, key: String, where fits: (TrialRecord) -> Bool = { _ in true }
    ) -> ReplacedResult? {
        let known = names[ResultsFolder.replacedName(id, key: key), default: []]
        let found = known.compactMap { folder.replaced($0, of: id, key: key) }
        return found.filter { fits($0.record) }.max { $0.record.finished < $1.record.finished }
    }
}

extension ResultsFolder {
    /// Where finished trials stand that others have taken the place of.
    package var replacedPath: String { path + "/replaced" }

    /// The names of the results in `replaced/`, sorted.
    package var replacedNames: [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: replacedPath)) ?? []
        return names.sorted().filter { name in
            !name.hasPrefix(".") && FileManager.default.isFolder("\(replacedPath)/\(name)")
        }
    }

    fileprivate static func replacedName(_ id: String, key: String) -> String {
        "\(id)-\(key.prefix(8))"
    }

    /// The result in `replaced/` with this name; nil where it is not whole, or of another trial or
    /// key.
    package func replaced(_ name: String, of id: String, key: String) -> ReplacedResult? {
        let path = "\(replacedPath)/\(name)"
        guard let record = try? TrialFolder(path, id: id).readRecord(), record.id == id,
            record.key == key
        else { return nil }
        // Weights may have been left out of a copy.
        let isWhole = record.files.keys.allSatisfy {
            $0.hasSuffix(".safetensors")
                || FileManager.default.fileExists(atPath: "\(path)/\($0)")
        }
        return isWhole ? ReplacedResult(name: name, path: path, record: record) : nil
    }

    /// Moves a finished trial to `replaced/`, in one step: a process that is killed leaves it in
    /// one place or the other.
    /// - Returns: its folder there; nil where no finished trial stands in its place.
    /// - Throws: `FileError`.
    @discardableResult
    package func setAside(_ folder: TrialFolder) throws -> TrialFolder? {
        guard folder.isComplete else { return nil }
        return TrialFolder(try move(folder.path, toReplaced: name(of: folder)), id: folder.id)
    }

    /// Keeps a copy of a finished trial in `replaced/`, without its state: for a trial that goes on
    /// from that state. The copy takes no room on the disk where files can have two names.
    /// - Returns: the copy; nil where no finished trial stands in the folder.
    /// - Throws: `FileError`.
    @discardableResult
    package func keepCopy(of folder: TrialFolder) throws -> TrialFolder? {
        guard folder.isComplete else { return nil }
        // Hidden until it is whole.
        let copy = TrialFolder("\(replacedPath)/.copy-\(folder.id)", id: folder.id)
        let files = FileManager.default
        if files.fileExists(atPath: copy.path) { try files.removeItem(atPath: copy.path) }
        try FileManager.makeFolder(copy.path)
        // Files are never written in place, so both names keep their contents; but for the log,
        // which grows.
        for name in try folder.names() + ["trial.json"] {
            let (source, target) = ("\(folder.path)/\(name)", "\(copy.path)/\(name)")
            if link(source, target) != 0 { try Self.copy(source, to: target) }
        }
        if files.fileExists(atPath: folder.logPath) {
            try Self.copy(folder.logPath, to: copy.logPath)
        }
        try AtomicFile.syncFolder(copy.path)
        return TrialFolder(try move(copy.path, toReplaced: name(of: folder)), id: folder.id)
    }

    private func name(of folder: TrialFolder) -> String {
        // A record that cannot be read has no key that anybody could look for.
        (try? folder.readRecord()).map { Self.replacedName(folder.id, key: $0.key) }
            ?? "\(folder.id)-damaged"
    }

    /// Moves something to `replaced/`, under a name that is free there.
    /// - Returns: its path there.
    /// - Throws: `FileError`.
    package func move(_ source: String, toReplaced name: String) throws -> String {
        try FileManager.makeFolder(replacedPath)
        var (target, number) = ("\(replacedPath)/\(name)", 1)
        while FileManager.default.fileExists(atPath: target) {
            number += 1
            target = "\(replacedPath)/\(name)-\(number)"
        }
        try Self.move(source, to: target)
        return target
    }

    /// Moves a result of `replaced/` back into its trial's place, which is free.
    /// - Throws: `FileError`.
    package func takeBack(_ result: ReplacedResult, to folder: TrialFolder) throws {
        try FileManager.makeFolder("\(path)/trials")
        try Self.move(result.path, to: folder.path)
        // Nothing else is in there: no error, and no loss, where something is.
        rmdir(replacedPath)
    }

    /// - Throws: `FileError`, also where something stands at `target` already.
    private static func move(_ source: String, to target: String) throws {
        do {
            try FileManager.default.moveItem(atPath: source, toPath: target)
        } catch {
            throw FileError(operation: "move to \(target)", path: source, error: error)
        }
        for folder in Set([source, target].map { ($0 as NSString).deletingLastPathComponent }) {
            try AtomicFile.syncFolder(folder)
        }
    }

    /// - Throws: `FileError`.
    private static func copy(_ source: String, to target: String) throws {
        do {
            try FileManager.default.copyItem(atPath: source, toPath: target)
        } catch {
            throw FileError(operation: "copy to \(target)", path: source, error: error)
        }
    }
}
