import Foundation
package import Inference
import JSON
package import Networks
import Results
package import Studies
package import Vocabulary
import Weights

/// A cache of the checkpoints that study files name; each is opened, and downloaded if necessary,
/// once.
package final class Checkpoints {
    private struct Opened {
        let file: any WeightsFile
        let digest: String
        /// The file's own description; nil for a file that another program wrote.
        let description: ModelDescription?
    }

    /// A checkpoint, and the part of it that is read.
    private struct Key: Hashable {
        let weights: String?
        let entry: String?
        /// The kind of network, on which the file of ImageNet weights depends.
        let kind: String

        init(_ settings: NetworkSettings) {
            weights = settings.weights
            entry = settings.entry
            kind = settings.weights == "imagenet" ? settings.configuration.kind : ""
        }
    }

    /// The opened files.
    private var known: [Key: Result<Opened, UnsupportedSetting>] = [:]

    /// Creates an empty cache.
    package init() {}

    /// Opens the checkpoint from which a network starts, and matches it with the network's
    /// parameters; nil for random initialization.
    /// - Parameter progress: called with the name of a download, the megabytes done and the total.
    /// - Throws: `UnsupportedSetting` if the checkpoint is missing, damaged or does not fit.
    package func weights(
        _ settings: NetworkSettings, for graph: Graph,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws(UnsupportedSetting) -> InitialWeights? {
        guard let name = settings.weights else {
            guard settings.entry == nil else {
                throw UnsupportedSetting(
                    path: "network.entry",
                    message: "names a part of a checkpoint, but \"weights\" is not set")
            }
            return nil
        }
        let kind = settings.configuration.kind
        let key = Key(settings)
        let opened = try (known[key] ?? open(name, key, progress)).get()
        do {
            return try InitialWeights(
                opened.file, digest: opened.digest, for: graph, of: kind,
                hasOwnHead: settings.head.kind == TorchvisionHead.kind)
        } catch { throw Self.failure("\(error)") }
    }

    /// Opens the checkpoint from which a trial starts; nil for random initialization. If the file
    /// contains the data settings with which it was trained, differences from those of the trial
    /// become notes.
    /// - Throws: `UnsupportedSetting` if the checkpoint is missing, damaged or does not fit.
    package func weights(
        of trial: TrialSettings, _ data: TrialData, for graph: Graph,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws(UnsupportedSetting) -> InitialWeights? {
        let settings = trial.network
        guard var weights = try weights(settings, for: graph, progress: progress),
            settings.weights != nil
        else { return nil }
        let opened = try known[Key(settings)]?.get()
        if let description = opened?.description {
            weights.note(
                description.differences(
                    from: trial, data, keepsHead: weights.record.leftOut.isEmpty))
        }
        return weights
    }

    private func open(
        _ name: String, _ key: Key, _ progress: (String, Int, Int) -> Void
    ) -> Result<Opened, UnsupportedSetting> {
        let result: Result<Opened, UnsupportedSetting>
        do {
            let path = name == "imagenet" ? try fetch(key.kind, progress) : name
            let file = try openWeights(path: path, entry: key.entry)
            result = .success(
                Opened(
                    file: file, digest: try file.digest,
                    description: try ModelDescription.of(file)))
        } catch let error as UnsupportedSetting {
            result = .failure(error)
        } catch { result = .failure(Self.failure("\(error)")) }
        known[key] = result
        return result
    }

    private func fetch(
        _ kind: String, _ progress: (String, Int, Int) -> Void
    ) throws -> String {
        guard let file = TorchvisionFile(kind: kind) else {
            let kinds = NetworkRegistry.all.map { $0.kind }.filter {
                TorchvisionFile(kind: $0) != nil
            }
            .joined(separator: ", ")
            throw Self.failure(
                "no ImageNet weights are available for \(kind), only for \(kinds); "
                    + "remove \"weights\"")
        }
        do {
            return try file.fetch { done, total in
                let megabyte = 1_000_000
                progress(
                    "downloading \(file.name), MB", done / megabyte, (total ?? done) / megabyte)
            }
        } catch {
            throw Self.failure(
                "\(error); to download it separately: study weights fetch \(kind)")
        }
    }

    private static func failure(_ message: String) -> UnsupportedSetting {
        UnsupportedSetting(path: "network.weights", message: message)
    }
}
