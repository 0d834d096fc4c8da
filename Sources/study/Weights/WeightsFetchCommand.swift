import ArgumentParser
import Foundation
import JSON
import Runs
import Terminal
import Vocabulary
import Weights

/// The command `study weights fetch`, which downloads torchvision's ImageNet weights.
struct WeightsFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Download torchvision's ImageNet weights of a network.",
        discussion: """
            The file is stored in the cache folder ($XDG_CACHE_HOME/study/weights), where "weights": "imagenet" in a study \
            file uses it. An interrupted download resumes. STUDY_WEIGHTS_URL sets another server for all commands.

            EXAMPLES
              study weights fetch resnet50
              study weights fetch vgg16 --base-url https://mirror.example.org/torchvision
            """)

    @Argument(help: "The network, such as vgg16.") var network: String
    @Option(
        help: ArgumentHelp("The URL of the folder that contains the file.", valueName: "url"))
    var baseUrl: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard TorchvisionFile(kind: network) != nil else {
            throw ValidationError(
                "no ImageNet weights for '\(network)'; "
                    + Names(TorchvisionFile.all.map(\.kind)).suggestion(for: network))
        }
    }

    func run() throws {
        guard let file = TorchvisionFile(kind: network) else { return }
        let path = try file.fetch(from: baseUrl ?? TorchvisionFile.defaultBase, Console())
        guard json else { return print(path) }
        let weights = try openWeights(path: path)
        let line: JSONValue = [
            "network": .string(network), "file": .string(path),
            "sha256": .string(try weights.digest),
            "bytes": .number(Double(weights.byteCount)),
        ]
        print(line.pretty)
    }
}

extension TorchvisionFile {
    /// Downloads the file unless it exists, and shows the progress.
    /// - Returns: the file's path.
    func fetch(from base: String = defaultBase, _ console: Console) throws -> String {
        let start = ContinuousClock.now
        var first: Int?
        defer { console.close() }
        return try fetch(from: base) { done, total in
            first = first ?? done
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            console.progress(
                "downloading \(name): "
                    + transferText(done: done, of: total, since: first ?? 0, seconds: seconds))
        }
    }
}

/// The progress of a download, such as `12.0 of 553.4 MB, 20 s left`.
/// - Parameter first: the number of bytes that existed when the download began.
func transferText(
    done: Int, of total: Int?, since first: Int = 0, seconds: Double = 0
) -> String {
    let megabytes = { (bytes: Int) in String(format: "%.1f", Double(bytes) / 1e6) }
    guard let total else { return "\(megabytes(done)) MB" }
    let text = "\(megabytes(done)) of \(megabytes(total)) MB"
    guard done > first, seconds > 0 else { return text }
    let left = seconds * Double(total - done) / Double(done - first)
    return "\(text), \(Formatting.duration(left)) left"
}
