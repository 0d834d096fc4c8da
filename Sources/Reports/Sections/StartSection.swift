import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The initial weights of the networks and the part of them that is trained; absent if all networks
/// start from random weights and are trained as a whole.
struct StartSection {
    let results: StudyResults

    var markdown: Markdown? {
        let rows = rows
        guard !rows.isEmpty else { return nil }
        let table = Markdown.table(
            ["network", "initial weights", "trained part", "trials"],
            [.left, .left, .left, .right],
            rows: rows)
        return Markdown.section(
            "Initial weights", [table, differences, features].compactMap { $0 })
    }

    /// The rows, one for each network, checkpoint and trained part, in the order of the trials.
    private var rows: [[Markdown]] {
        let names = CheckpointNames(results)
        var order: [[Markdown]] = []
        var counts: [[Markdown]: Int] = [:]
        var isPlain = true
        for trial in results.trials {
            let network = trial.record.settings.network
            let train = network?.train ?? .all
            let weights = trial.record.weights
            isPlain = isPlain && weights == nil && train == .all
            let row: [Markdown] = [
                Markdown(trial.record.network ?? "–"),
                weights.map { Self.start($0, names.name(of: trial) ?? $0.file) }
                    ?? "random weights",
                Self.trained(train, network?.unfreezeEpoch),
            ]
            if counts[row] == nil { order.append(row) }
            counts[row, default: 0] += 1
        }
        return isPlain ? [] : order.map { $0 + ["\(Formatting.count(counts[$0] ?? 0))"] }
    }

    /// The differences between the settings of a trial and those that its checkpoint was trained
    /// with; nil without any.
    private var differences: Markdown? {
        let names = CheckpointNames(results)
        var lines: [Markdown] = []
        for trial in results.trials {
            guard let weights = trial.record.weights, !weights.differences.isEmpty else { continue }
            let text = weights.differences.joined(separator: "; ")
            let name = Markdown.code(names.name(of: trial) ?? weights.file)
            let line: Markdown = "\(name) was trained with other settings: \(text)."
            if !lines.contains(line) { lines.append(line) }
        }
        return lines.isEmpty ? nil : Markdown.bullets(lines)
    }

    /// The name and the digest of a checkpoint, and the parameters that it does not have.
    static func start(_ weights: WeightsRecord, _ name: String) -> Markdown {
        let random: Markdown =
            weights.leftOut.isEmpty
            ? "" : "; random: \(weights.leftOut.map(Markdown.code).joined(separator: ", "))"
        return
            "\(Markdown.code(name)), SHA-256 \(Markdown.code(String(weights.sha256.prefix(12))))\(random)"
    }

    /// The part of a network that is trained.
    static func trained(
        _ train: NetworkSettings.Trained, _ unfreezeEpoch: Int?
    ) -> Markdown {
        let part: Markdown =
            switch train {
            case .head: "the head"
            case .all: "the whole network"
            case .from(let layer): "\(Markdown.code(layer)) and all later layers"
            }
        return unfreezeEpoch.map { "\(part); the whole network after epoch \($0)" } ?? part
    }

    private var features: Markdown? {
        let records = results.lock.features
        guard !records.isEmpty else { return nil }
        let bullets = records.map { record -> Markdown in
            let time =
                record.seconds.map { " in \(Formatting.duration($0))" } ?? " by an earlier study"
            let views = record.keys.keys.count { $0.view != nil }
            let kept =
                views > 0
                ? ", \(Formatting.plural(views, "augmented view")) of each training image" : ""
            return "\(record.title): \(Formatting.plural(record.images, "image"))\(kept), "
                + "\(Formatting.size(record.bytes)), computed once\(time), used by "
                + "\(Formatting.plural(record.trials.count, "trial"))"
        }
        let passing = records.contains { !$0.keys.keys.contains { $0.split == .train } }
        let how =
            isAugmented
            ? (passing
                ? "The features of augmented training images are computed again in every epoch; all others were computed "
                    + "once, in evaluation mode:"
                : "They were computed once, in evaluation mode:")
            : "They were computed once, in evaluation mode and without augmentation:"
        return
            "The output of the frozen layers for an image (its features) never changes. \(how)\n\n\(Markdown.bullets(bullets))"
    }

    private var isAugmented: Bool {
        results.trials.contains {
            $0.record.settings.dataset?.augment.isEmpty == false
        }
    }
}
