import Files
import Foundation

/// A finished trial that another has taken the place of, such as one of other settings. It stands in `replaced/` until
/// somebody removes it.
package struct ReplacedResult: Sendable, Hashable {
    /// `<trial>-<first digits of its key>`
    package let name: String
    package let path: String
    /// Nil where its record cannot be read.
    package let record: TrialRecord?
}

extension ResultsFolder {
    /// Where finished trials stand that others have taken the place of.
    package var replacedPath: String { path + "/replaced" }

    /// What stands in `replaced/`, by name.
    package var replaced: [ReplacedResult] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: replacedPath)) ?? []
        return names.sorted().compactMap { name in
            let path = "\(replacedPath)/\(name)"
            guard !name.hasPrefix("."), FileManager.default.isFolder(path) else { return nil }
            return ReplacedResult(
                name: name, path: path, record: try? TrialFolder(path, id: name).readRecord())
        }
    }

    /// The latest whole result in `replaced/` of a trial with this key; nil where there is none.
    package func replaced(_ id: String, key: String) -> ReplacedResult? {
        let found = replaced.filter { result in
            guard let record = result.record, record.id == id, record.key == key else {
                return false
            }
            // Weights may have been left out of a copy.
            return record.files.keys.allSatisfy {
                $0.hasSuffix(".safetensors")
                    || FileManager.default.fileExists(atPath: "\(result.path)/\($0)")
            }
        }
        return found.max { ($0.record?.finished ?? "") < ($1.record?.finished ?? "") }
    }

    /// Moves a finished trial to `replaced/`, in one step: a process that is killed leaves it in one place or the other.
    /// - Returns: its folder there; nil where no finished trial stands in its place.
    /// - Throws: `FileError`.
    @discardableResult
    package func setAside(_ folder: TrialFolder) throws -> TrialFolder? {
        guard folder.isComplete else { return nil }
        // A record that cannot be read has no key that anybody could look for.
        let key = (try? folder.readRecord()).map { String($0.key.prefix(8)) } ?? "damaged"
        return TrialFolder(try move(folder.path, toReplaced: "\(folder.id)-\(key)"), id: folder.id)
    }

    /// Moves something to `replaced/`, under a name that is free there.
    /// - Returns: its path there.
    /// - Throws: `FileError`.
    package func move(_ source: String, toReplaced name: String) throws -> String {
        try Self.makeFolder(replacedPath)
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
        try Self.makeFolder("\(path)/trials")
        try Self.move(result.path, to: folder.path)
        // Nothing else is in there: no error, and no loss, where something is.
        rmdir(replacedPath)
    }

    /// - Throws: `FileError`, also where something stands at `target` already.
    private static func move(_ source: String, to target: String) throws {
        do {
            try FileManager.default.moveItem(atPath: source, toPath: target)
        } catch {
            throw FileError(
                operation: "move to \(target)", path: source, reason: error.localizedDescription)
        }
        for folder in Set([source, target].map { ($0 as NSString).deletingLastPathComponent }) {
            try AtomicFile.syncFolder(folder)
        }
    }
}
