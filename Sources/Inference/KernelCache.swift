package import Engine
import Files
import Foundation
import JSON
import Results
import Vocabulary

/// The fastest kernel of each operation on this machine, in a file of the user's cache: measured
/// once and then used by every study.
package struct KernelCache: Sendable {
    /// The JSON file, named by a digest of the processor, its instruction set and oneDNN's version.
    package let path: String

    /// Finds the file for this processor and this version of oneDNN; it may not exist yet.
    package init(folder: String = UserFolders().cacheFolder) {
        let platform = Platform.current(threads: 0)
        let machine = "\(platform.cpu), \(platform.instructionSet), oneDNN \(platform.oneDNN)"
        path = "\(folder)/kernels/\(SHA256Digest.of(machine).prefix(16)).json"
    }

    /// Reads the kernels of the file; none if the file is missing or damaged, since it can be
    /// written again.
    /// - Parameter measures: whether to measure operations that the file does not contain.
    package func load(measures: Bool) -> KernelChoices {
        KernelChoices(known, measures: measures)
    }

    /// Reads the kernels of the file, but prefers those of earlier results; unknown operations are
    /// measured.
    /// - Parameter before: the kernels of the results that are already in the folder.
    package func choices(like before: [String: String]) -> KernelChoices {
        KernelChoices(known.merging(before) { $1 }, measures: true)
    }

    /// Adds measured kernels to the file. Existing entries are kept, because another process may
    /// have written them first.
    /// - Throws: `FileError`.
    package func save(_ choices: KernelChoices) throws {
        let known = known
        let all = choices.all.merging(known) { $1 }
        guard all != known else { return }
        try FileManager.makeFolder((path as NSString).deletingLastPathComponent)
        try AtomicFile.write(JSONValue(texts: all).pretty + "\n", to: path)
    }

    private var known: [String: String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let document = try? JSONDocument(text: text, file: path)
        else { return [:] }
        return document.value.texts
    }
}
