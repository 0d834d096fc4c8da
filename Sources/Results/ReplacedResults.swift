import Files
import Foundation

/// A finished trial that was replaced by another one, for example after a change of settings. It
/// stays in `replaced/` until the user removes it.
package struct ReplacedResult: Sendable, Hashable {
    /// The folder's name: `<trial>-<first digits of its key>`.
    package let name: String
    /// The folder's path.
    package let path: String
    /// The trial's record.
    package let record: TrialRecord
}

/// An index of the names in `replaced/`, which finds a result without reading the others.
package struct ReplacedIndex: Sendable {
    private let folder: ResultsFolder
    /// The names of folders by `<trial>-<first digits of the key>`, without a number at the end.
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

    /// The latest complete result of a trial with a key; nil if there is none.
    /// - Parameter fits: a condition on the record.
    package func latest(
        _ id: String, key: String, where fits: (TrialRecord) -> Bool = { _ in true }
    ) -> ReplacedResult? {
        let known = names[ResultsFolder.replacedName(id, key: key), default: []]
        let found = known.compactMap { folder.replaced($0, of: id, key: key) }
        return found.filter { fits($0.record) }.max { $0.record.finished < $1.record.finished }
    }
}

extension ResultsFolder {
    /// The folder of the finished trials that were replaced.
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

    /// The result in `replaced/` with a name; nil if it is incomplete, or of another trial or key.
    package func replaced(_ name: String, of id: String, key: String) -> ReplacedResult? {
        let path = "\(replacedPath)/\(name)"
        guard let record = try? TrialFolder(path, id: id).readRecord(), record.id == id,
            record.key == key
        else { return nil }
        // Copies of results may be without checkpoints.
        let isComplete = record.files.keys.allSatisfy {
            $0.hasSuffix(".safetensors")
                || FileManager.default.fileExists(atPath: "\(path)/\($0)")
        }
        return isComplete ? ReplacedResult(name: name, path: path, record: record) : nil
    }

    /// Moves a finished trial to `replaced/` in one step, so that a killed process leaves it in one
    /// of the two folders.
    /// - Returns: its new folder; nil if the trial is not finished.
    /// - Throws: `FileError`.
    @discardableResult
    package func setAside(_ folder: TrialFolder) throws -> TrialFolder? {
        guard folder.isComplete else { return nil }
        return TrialFolder(try move(folder.path, toReplaced: name(of: folder)), id: folder.id)
    }

    /// Copies a finished trial to `replaced/`, without the state that is needed to continue it. The
    /// copy needs no disk space if the file system supports hard links.
    /// - Returns: the copy; nil if the trial is not finished.
    /// - Throws: `FileError`.
    @discardableResult
    package func keepCopy(of folder: TrialFolder) throws -> TrialFolder? {
        guard folder.isComplete else { return nil }
        // The copy is hidden until it is complete.
        let copy = TrialFolder("\(replacedPath)/.copy-\(folder.id)", id: folder.id)
        let files = FileManager.default
        if files.fileExists(atPath: copy.path) { try files.removeItem(atPath: copy.path) }
        try FileManager.makeFolder(copy.path)
        // Files are replaced and never written in place, so a link keeps the contents. The log is
        // an exception, because it grows.
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
        // A record that cannot be read has no key.
        (try? folder.readRecord()).map { Self.replacedName(folder.id, key: $0.key) }
            ?? "\(folder.id)-damaged"
    }

    /// Moves a file or folder to `replaced/`, with a number after its name if the name exists.
    /// - Returns: the new path.
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

    /// Moves a result from `replaced/` back to the folder of its trial, which must not exist.
    /// - Throws: `FileError`.
    package func restore(_ result: ReplacedResult, to folder: TrialFolder) throws {
        try FileManager.makeFolder("\(path)/trials")
        try Self.move(result.path, to: folder.path)
        // `rmdir` removes the folder only if it is empty.
        rmdir(replacedPath)
    }

    /// - Throws: `FileError`, also if `target` exists.
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
