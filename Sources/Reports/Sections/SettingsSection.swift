import Results
import Settings
import Studies

/// What varied, and what all trials share.
struct SettingsSection {
    let results: StudyResults

    var markdown: Markdown? {
        let axes = varying.map { axis in
            [Markdown.code(axis.path), Markdown(axis.labels.joined(separator: ", "))]
        }
        let shared = shared.map { [Markdown.code($0.name), Markdown($0.value)] }
        let varied: Markdown? =
            axes.isEmpty
            ? nil
            : "What varied:\n\n\(Markdown.table(["setting", "values"], [.left, .left], rows: axes))"
        let common: Markdown? =
            shared.isEmpty
            ? nil
            : "What all trials share:\n\n\(Markdown.table(["setting", "value"], [.left, .left], rows: shared))"
        guard varied != nil || common != nil else { return nil }
        return Markdown.section("Settings", [varied, common])
    }

    private var varying: [Study.Axis] { results.lock.axes.filter { $0.labels.count > 1 } }

    /// The settings on which all complete trials agree, in the order of the first one's `trial.json`.
    private var shared: [(name: String, value: String)] {
        let all = results.trials.map { SettingLeaves.all($0.record.settings) }
        guard let first = all.first else { return [] }
        let others = all.dropFirst().map { leaves in
            Dictionary(leaves.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        }
        let swept = Set(varying.map(\.path))
        let normalization = swept.contains("dataset.normalize") ? [] : normalization
        return first.filter { leaf in
            !swept.contains(leaf.name) && !leaf.name.hasPrefix("dataset.normalize")
                && others.allSatisfy { $0[leaf.name] == leaf.value }
        }.map { leaf in
            leaf.name == "dataset.path" ? (leaf.name, results.lock.dataset.path) : leaf
        } + normalization
    }

    /// What all trials' images were normalized by, the default too; records of earlier versions are of ImageNet's numbers.
    /// Of runs of other programs nothing is known.
    private var normalization: [(name: String, value: String)] {
        guard results.trials.allSatisfy({ $0.record.settings["dataset"] != nil }) else { return [] }
        let all = Set(
            results.trials.map { trial in
                let setting = trial.record.settings["dataset"]?["normalize"]
                return (setting == "dataset" ? "of the training images: " : "")
                    + (trial.record.normalization ?? .imageNet).title
            })
        guard let text = all.first, all.count == 1 else { return [] }
        return [("dataset.normalize", text)]
    }
}
