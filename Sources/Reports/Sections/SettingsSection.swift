import Analysis
import JSON
import Markup
import Plotting
import Results
import Studies
import Vocabulary

/// The settings that the study varies, and those that all trials share.
struct SettingsSection {
    let results: StudyResults

    var markdown: Markdown? {
        let axes = varying.map { axis -> [Markdown] in
            let values = axis.labels.map { value($0, on: axis) }
            let hasSettings = values != axis.labels
            return [
                Markdown.code(axis.path),
                Markdown(values.joined(separator: hasSettings ? "; " : ", ")),
            ]
        }
        let shared = shared.map { [Markdown.code($0.name), Markdown($0.value)] }
        let varied: Markdown? =
            axes.isEmpty
            ? nil
            : "Settings that the study varies:\n\n\(Markdown.table(["setting", "values"], [.left, .left], rows: axes))"
        let common: Markdown? =
            shared.isEmpty
            ? nil
            : "Settings that all trials share:\n\n\(Markdown.table(["setting", "value"], [.left, .left], rows: shared))"
        guard varied != nil || common != nil else { return nil }
        return Markdown.section("Settings", [varied, common])
    }

    /// A value of an axis: its label, followed by its own settings.
    private func value(_ label: String, on axis: Study.Axis) -> String {
        guard
            let trial = results.trials.first(where: {
                $0.entry.coordinates[axis.path] == label
            })
        else { return label }
        guard var value = trial.record.settings.value(at: axis.path) else { return label }
        // Settings of another axis are not the value's own.
        for other in varying where other.path.hasPrefix(axis.path + ".") {
            if let path = JSONPath(parsing: String(other.path.dropFirst(axis.path.count + 1))) {
                value = value.removing(path)
            }
        }
        let checkpoint = CheckpointNames(results).name(of: trial)
        return SettingLeaves.labeled(label, value) { name in
            axis.path == "network" && name == "weights" ? checkpoint : nil
        }
    }

    private var varying: [Study.Axis] { results.lock.axes.filter { $0.labels.count > 1 } }

    /// The settings that are the same in all complete trials, in the order of the first
    /// `trial.json`.
    private var shared: [(name: String, value: String)] {
        let all = results.trials.map { SettingLeaves.all($0.record.settings.json) }
        guard let first = all.first else { return [] }
        let others = all.dropFirst().map { leaves in
            Dictionary(leaves.map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        }
        let swept = varying.map(\.path)
        // The members of a swept setting belong to its values.
        func isSwept(_ name: String) -> Bool {
            swept.contains { name == $0 || name.hasPrefix($0 + ".") }
        }
        let normalization = isSwept("dataset.normalize") ? [] : normalization
        return first.filter { leaf in
            !isSwept(leaf.name) && !leaf.name.hasPrefix("dataset.normalize")
                && others.allSatisfy { $0[leaf.name] == leaf.value }
        }.map { leaf in
            leaf.name == "dataset.path" ? (leaf.name, results.lock.dataset.path) : leaf
        } + normalization
    }

    /// The normalization of all trials' images, also if it is the default. Records of earlier
    /// versions do not have it, because they always used ImageNet's. Empty if trials differ in it,
    /// or for runs of other programs.
    private var normalization: [(name: String, value: String)] {
        guard results.trials.allSatisfy({ $0.record.settings.dataset != nil }) else { return [] }
        let all = Set(
            results.trials.map { trial in
                let setting = trial.record.settings.dataset?.normalize
                return (setting == .dataset ? "of the training images: " : "")
                    + (trial.record.normalization ?? .imageNet).title
            })
        guard let text = all.first, all.count == 1 else { return [] }
        return [("dataset.normalize", text)]
    }
}
