import Files
import Foundation
package import Results
import Tensors
package import Training
import Weights

/// A checkpoint in a trial's folder, from which the training resumes.
///
/// A file contains the parameters, the optimizer's slots and the moving averages; its metadata
/// contain the other values and a digest of the whole. The last two files are kept, so that a
/// complete file exists while another is written; a damaged file is skipped.
package struct SavedState {
    /// The key of the trial.
    package let key: String
    /// The number of threads that train the trial.
    package let threads: Int
    /// The processor models on which the trial was trained so far, in order.
    package var processors: [String]
    /// The position of the training, the parameters, the optimizer's slots and the moving averages.
    package var state: TrainerState

    private static let kept = 2
    private static let version = "1"

    init(_ state: TrainerState, key: String, threads: Int, processors: [String]) {
        self.key = key
        self.threads = threads
        self.processors = processors
        self.state = state
    }

    /// Writes the checkpoint, and removes older ones except for the last.
    /// - Throws: `FileError`; the existing checkpoints are then untouched.
    package func write(to folder: TrialFolder) throws {
        try FileManager.makeFolder(folder.statePath)
        var tensors = state.parameters.map { (name: $0.name, tensor: $0.value) }
        for (name, values) in state.slots {
            for (index, value) in values.enumerated() {
                tensors.append((name: "\(Self.slotPrefix)\(index).\(name)", tensor: value))
            }
        }
        tensors += state.averages.map { (Self.averagePrefix + $0.name, $0.value) }
        var metadata = Position(self).metadata
        metadata["digest"] = Self.digest(metadata, tensors)
        let before = Self.files(in: folder)
        let number = (before.last.flatMap { Self.number(of: $0) } ?? 0) + 1
        let name = String(repeating: "0", count: max(0, 6 - "\(number)".count)) + "\(number)"
        try Safetensors.write(
            tensors, metadata: metadata, to: "\(folder.statePath)/\(name).safetensors")
        for path in before.dropLast(Self.kept - 1) { unlink(path) }
    }

    /// Reads the latest undamaged checkpoint of the trial with this key; nil if there is none.
    package static func latest(in folder: TrialFolder, key: String) -> SavedState? {
        for path in files(in: folder).reversed() {
            if let state = SavedState(path), state.key == key { return state }
        }
        return nil
    }

    /// Reads a file; nil if it is damaged.
    private init?(_ path: String) {
        guard let file = try? SafetensorsFile(path: path),
            let position = Position(file.metadata),
            let tensors = try? file.entries.map({
                (name: $0.name, tensor: try file.tensor(of: $0))
            })
        else { return nil }
        var metadata = file.metadata
        guard let digest = metadata.removeValue(forKey: "digest"),
            digest == Self.digest(metadata, tensors)
        else { return nil }
        var slots: [String: [Int: Tensor]] = [:]
        var parameters: [(name: String, value: Tensor)] = []
        var averages: [(name: String, value: Tensor)] = []
        for (name, tensor) in tensors {
            if name.hasPrefix(Self.averagePrefix) {
                averages.append((String(name.dropFirst(Self.averagePrefix.count)), tensor))
                continue
            }
            guard name.hasPrefix(Self.slotPrefix) else {
                parameters.append((name, tensor))
                continue
            }
            let rest = name.dropFirst(Self.slotPrefix.count)
            let parts = rest.split(separator: ".", maxSplits: 1).map(String.init)
            guard parts.count == 2, let index = Int(parts[0]) else { return nil }
            slots[parts[1], default: [:]][index] = tensor
        }
        key = position.key
        threads = position.threads
        processors = position.processors
        state = TrainerState(
            epoch: position.epoch, step: position.step, sum: position.sum,
            history: position.history, seconds: position.seconds, parameters: parameters,
            slots: parameters.map { parameter in
                let values = slots[parameter.name, default: [:]]
                return (parameter.name, values.sorted { $0.key < $1.key }.map(\.value))
            }, averages: averages)
    }

    private static let slotPrefix = "slot."
    private static let averagePrefix = "average."

    /// The SHA-256 of the metadata without `digest`, and of all tensors.
    private static func digest(
        _ metadata: [String: String], _ tensors: [(name: String, tensor: Tensor)]
    ) -> String {
        let entries = metadata.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        let digests = tensors.sorted { $0.name < $1.name }.map { name, tensor in
            "\(name) \(tensor.shape) "
                + tensor.withUnsafeValues { SHA256Digest.of(UnsafeRawBufferPointer($0)) }
        }
        return SHA256Digest.of((entries + digests).joined(separator: "\n"))
    }

    /// The paths of the checkpoints, the oldest first.
    private static func files(in folder: TrialFolder) -> [String] {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.statePath)) ?? []
        return names.filter { number(of: $0) != nil }.sorted {
            (number(of: $0) ?? 0) < (number(of: $1) ?? 0)
        }.map { "\(folder.statePath)/\($0)" }
    }

    private static func number(of path: String) -> Int? {
        let name = path.split(separator: "/").last.map(String.init) ?? path
        guard name.hasSuffix(".safetensors") else { return nil }
        return Int(name.dropLast(".safetensors".count))
    }
}

extension SavedState {
    /// The contents of a checkpoint besides its tensors.
    struct Position {
        let key: String
        let threads: Int
        let processors: [String]
        let epoch: Int
        let step: Int
        let sum: LossSum
        let history: [Double]
        let seconds: Double

        fileprivate init(_ saved: SavedState) {
            let state = saved.state
            (key, threads, epoch, step) = (saved.key, saved.threads, state.epoch, state.step)
            processors = saved.processors
            (sum, history, seconds) = (state.sum, state.history, state.seconds)
        }

        /// Reads the metadata of a file; nil if an entry is missing or invalid.
        fileprivate init?(_ metadata: [String: String]) {
            func number<T: LosslessStringConvertible>(_ name: String) -> T? {
                metadata[name].flatMap { T($0) }
            }
            let values = metadata["history"].map { $0.split(separator: ",").map { Double($0) } }
            guard metadata["version"] == SavedState.version, let key = metadata["key"],
                let threads: Int = number("threads"), let epoch: Int = number("epoch"),
                let step: Int = number("step"), let loss: Double = number("loss"),
                let weight: Double = number("weight"), let correct: Int = number("correct"),
                let seconds: Double = number("seconds"), let values,
                values.allSatisfy({ $0 != nil })
            else { return nil }
            self.key = key
            self.threads = threads
            self.epoch = epoch
            self.step = step
            self.seconds = seconds
            // Checkpoints of earlier versions do not contain the processors.
            processors = (metadata["processors"] ?? "").split(separator: "\n").map(String.init)
            // Only checkpoints of networks with several labels contain the number.
            sum = LossSum(
                loss: loss, weight: weight, correct: correct, unlabeled: number("unlabeled") ?? 0)
            history = values.compactMap { $0 }
        }

        fileprivate var metadata: [String: String] {
            (sum.unlabeled > 0 ? ["unlabeled": "\(sum.unlabeled)"] : [:]).merging([
                "version": SavedState.version, "key": key, "threads": "\(threads)",
                "epoch": "\(epoch)", "step": "\(step)", "loss": "\(sum.loss)",
                "weight": "\(sum.weight)", "correct": "\(sum.correct)", "seconds": "\(seconds)",
                "history": history.map { "\($0)" }.joined(separator: ","),
                "processors": processors.joined(separator: "\n"),
            ]) { first, _ in first }
        }
    }

    /// Reads the position of the latest checkpoint of the trial with this key, without its tensors.
    static func position(in folder: TrialFolder, key: String) -> Position? {
        for path in files(in: folder).reversed() {
            guard let file = try? SafetensorsFile(path: path),
                let position = Position(file.metadata), position.key == key
            else { continue }
            return position
        }
        return nil
    }
}
