import Files
import Foundation
import JSON
import Studies
import Vocabulary

/// Where the study file of a results folder is. The lock names the file as it was typed, which two
/// projects may do alike; `.study-file` has digests of its path, for a path tells whose computer it
/// is.
struct StudyLocation: Sendable, Hashable {
    /// The digest of the absolute path.
    private let absolute: String
    /// The digest of the path from the results folder on, which stays when a project moves as a
    /// whole.
    private let relative: String

    /// - Parameters:
    ///   - studyFile: as it was typed in the current folder.
    ///   - results: the path of the results folder.
    init(_ studyFile: String, results: String) {
        let file = Self.parts(StudyFile.locate(studyFile)?.path ?? studyFile)
        let folder = Self.parts(results)
        let shared = zip(file, folder).prefix { $0 == $1 }.count
        let steps =
            Array(repeating: "..", count: folder.count - shared) + file.dropFirst(shared)
        absolute = SHA256Digest.of("/" + file.joined(separator: "/"))
        relative = SHA256Digest.of(steps.joined(separator: "/"))
    }

    /// The names in a path, links followed.
    private static func parts(_ path: String) -> [String] {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
            .split(separator: "/").map(String.init)
    }

    func isSame(as other: StudyLocation) -> Bool {
        absolute == other.absolute || relative == other.relative
    }

    /// Whether a file may be the one that a lock of an earlier version names. Nothing says in which
    /// folder a relative path was typed.
    static func isPossible(_ studyFile: String, where known: String) -> Bool {
        let file = parts(StudyFile.locate(studyFile)?.path ?? studyFile)
        if known.hasPrefix("/") { return parts(known) == file }
        let names = known.split(separator: "/").map(String.init).filter { $0 != "." }
        let end = names[((names.lastIndex(of: "..") ?? -1) + 1)...]
        return !end.isEmpty && file.suffix(end.count) == end
    }
}

// MARK: - In the results folder

extension StudyLocation {
    /// What the folder says; nil where it does not, as one of an earlier version.
    init?(in folder: ResultsFolder) {
        guard let bytes = FileManager.default.contents(atPath: folder.studyPlacePath),
            let json = try? JSONDocument(bytes: Array(bytes), file: folder.studyPlacePath).value,
            let absolute = json["path"]?.text, let relative = json["pathFromHere"]?.text
        else { return nil }
        (self.absolute, self.relative) = (absolute, relative)
    }

    /// - Throws: `FileError`.
    func write(to folder: ResultsFolder) throws {
        if StudyLocation(in: folder) == self { return }
        try FileManager.makeFolder(folder.path)
        let json: JSONValue = ["path": .string(absolute), "pathFromHere": .string(relative)]
        try AtomicFile.write(json.pretty, to: folder.studyPlacePath)
    }
}

extension ResultsFolder {
    fileprivate var studyPlacePath: String { path + "/.study-file" }
}
