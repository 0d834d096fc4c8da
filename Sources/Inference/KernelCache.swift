package import Engine
import Files
import Foundation
import JSON
package import Results
import Vocabulary

/// The kernels that were measured to be the fastest on this machine, in the user's cache: measured
/// once, the same for every study from then on.
package struct KernelCache {
    package let path: String

    /// The file of this processor and this version of oneDNN.
    package init(folder: String = XDG.cacheFolder) {
        let platform = Platform.current(threads: 0)
        let machine = "\(platform.cpu), \(platform.instructionSet), oneDNN \(platform.oneDNN)"
        path = "\(folder)/kernels/\(SHA256Digest.of(machine).prefix(16)).json"
    }

    /// What is known; nothing where the file is missing or damaged, for it can be made again.
    /// - Parameter measures: whether unknown operations are to be measured.
    package func load(measures: Bool) -> KernelChoices {
        KernelChoices(known, measures: measures)
    }

    /// What is known, those of earlier results first; unknown operations are measured.
    /// - Parameter before: the kernels of the results that are in the folder.
    package func choices(like before: [String: String]) -> KernelChoices {
        KernelChoices(known.merging(before) { $1 }, measures: true)
    }

    /// Adds what was measured. What is in the file stays: another process may have been faster.
    /// - Throws: `FileError`.
    package func save(_ choices: KernelChoices) throws {
        let known = known
        let all = choices.all.merging(known) { $1 }
        guard all != known else { return }
        try FileManager.default.createDirectory(
            atPath: (path as NSString).deletingLastPathComponent, withIntermediateDirectories: true)
        try AtomicFile.write(JSONValue(texts: all).pretty + "\n", to: path)
    }

    private var known: [String: String] {
        guard let text = try? String(contentsOfFile: path, encoding: .utf8),
            let document = try? JSONDocument(text: text, file: path)
        else { return [:] }
        return document.value.texts
    }
}
