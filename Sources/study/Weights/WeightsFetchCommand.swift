import ArgumentParser
import Foundation
import JSON
import Runs
import Terminal
import Vocabulary
import Weights

/// `study weights fetch`: torchvision's ImageNet weights of a network.
struct WeightsFetchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "fetch", abstract: "Fetch torchvision's ImageNet weights of a network.",
        discussion: """
            The file goes into the cache folder ($XDG_CACHE_HOME/study/weights), where "weights": "imagenet" of a \
            study file finds it. An interrupted transfer goes on where it stopped. STUDY_WEIGHTS_URL names another \
            server for all commands.

            EXAMPLES
              study weights fetch resnet50
              study weights fetch vgg16 --base-url https://mirror.example.org/torchvision
            """)

    @Argument(help: "A network's kind, such as vgg16.") var network: String
    @Option(help: ArgumentHelp("The folder on the server that holds the file.", valueName: "url"))
    var baseUrl: String?
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard TorchvisionFile(kind: network) != nil else {
            throw ValidationError(
                "no ImageNet weights are known for '\(network)'; "
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
    /// Fetches the file if it is not there, with progress for people; returns its path.
    func fetch(from base: String = defaultBase, _ console: Console) throws -> String {
        let start = ContinuousClock.now
        var first: Int?
        defer { console.close() }
        return try fetch(from: base) { done, total in
            first = first ?? done
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            console.progress(
                "fetching \(name): "
                    + transferText(done: done, of: total, since: first ?? 0, seconds: seconds))
        }
    }
}

/// `12.0 of 553.4 MB, 20 s left`
/// - Parameter first: bytes that were there when the transfer began.
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
