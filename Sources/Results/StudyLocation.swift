import Files
import Foundation
import JSON
import Studies
import Vocabulary

/// The location of the study file of a results folder. The lock has the path as it was typed, which
/// may be the same in two projects. The file `.study-file` has digests of the path, which do not
/// reveal it.
struct StudyLocation: Sendable, Hashable {
    /// The digest of the absolute path.
    private let absolute: String
    /// The digest of the path relative to the results folder, which stays the same if the whole
    /// project moves.
    private let relative: String

    /// - Parameters:
    ///   - studyFile: the path as it was typed in the current folder.
    ///   - results: the path of the results folder.
    init(_ studyFile: String, results: String) {
        let file = Self.parts(StudyFile.locate(studyFile)?.path ?? studyFile)
        let folder = Self.parts(results)
        let shared = zip(file, folder).prefix { $0 == $1 }.count
        let components =
            Array(repeating: "..", count: folder.count - shared) + file.dropFirst(shared)
        absolute = SHA256Digest.of("/" + file.joined(separator: "/"))
        relative = SHA256Digest.of(components.joined(separator: "/"))
    }

    /// The components of a path, with links resolved.
    private static func parts(_ path: String) -> [String] {
        URL(fileURLWithPath: path).resolvingSymlinksInPath().standardizedFileURL.path
            .split(separator: "/").map(String.init)
    }

    /// Whether two locations are equal, either by their absolute or by their relative path.
    func isSame(as other: StudyLocation) -> Bool {
        absolute == other.absolute || relative == other.relative
    }

    /// Whether a file may be the one in a lock of an earlier version, which does not record the
    /// folder in which a relative path was typed.
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
    /// Reads the location from a results folder; nil if it does not have one, such as a folder of
    /// an earlier version.
    init?(in folder: ResultsFolder) {
        guard let bytes = FileManager.default.contents(atPath: folder.studyLocationPath),
            let json = try? JSONDocument(bytes: Array(bytes), file: folder.studyLocationPath).value,
            let absolute = json["path"]?.text, let relative = json["pathFromHere"]?.text
        else { return nil }
        (self.absolute, self.relative) = (absolute, relative)
    }

    /// Writes the location into a results folder.
    /// - Throws: `FileError`.
    func write(to folder: ResultsFolder) throws {
        if StudyLocation(in: folder) == self { return }
        try FileManager.makeFolder(folder.path)
        let json: JSONValue = ["path": .string(absolute), "pathFromHere": .string(relative)]
        try AtomicFile.write(json.pretty, to: folder.studyLocationPath)
    }
}

extension ResultsFolder {
    fileprivate var studyLocationPath: String { path + "/.study-file" }
}
