import Analysis
import Foundation
import Results
import Terminal
import Vocabulary

/// Trials side by side, of one study or several: what they come to, and the settings by which they
/// differ.
struct TrialComparisonView {
    struct Choice {
        let entry: StudyShelf.Entry
        let trial: TrialEntry
        var folder: TrialFolder { entry.results.trial(trial.id) }
        var label: String { "\(entry.name) / \(trial.id)" }
    }

    let choices: [Choice]

    static let most = Curves.colours

    /// - Parameter names: each a study's name, a slash and a trial's.
    /// - Throws: `Problem`.
    init(_ names: [String], of shelf: StudyShelf) throws(Problem) {
        guard (1...Self.most).contains(names.count) else {
            throw Problem(.badRequest, "choose from 1 to \(Self.most) trials; got \(names.count)")
        }
        let entries = shelf.entries
        var choices: [Choice] = []
        for name in names {
            let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
            guard parts.count == 2, let entry = entries.first(where: { $0.name == parts[0] }),
                let lock = try? entry.results.readLock(),
                let trial = lock.trials.first(where: { $0.id == parts[1] })
            else { throw Problem(.notFound, "there is no such trial") }
            choices.append(Choice(entry: entry, trial: trial))
        }
        self.choices = choices
    }

    var values: [String: Any] {
        let records = choices.map { try? $0.folder.readRecord() }
        let epochs = choices.map { (try? $0.folder.readEpochs()) ?? [] }
        let best = zip(records, epochs).map { record, epochs in
            record.flatMap { record in epochs.first { $0.epoch == record.bestEpoch } }
                ?? epochs.last
        }
        var rows: [[String: Any]] = []
        func add(_ title: String, _ cells: [String?]) {
            guard cells.contains(where: { $0 != nil }) else { return }
            rows.append(["title": title, "cells": cells.map { ["text": $0 ?? "–"] }])
        }
        add("epochs", epochs.map { "\($0.count)" })
        add("epoch that counts", records.map { $0.map { "\($0.bestEpoch)" } })
        // Who sees test figures while a study trains may choose by them.
        let showsTest = choices.allSatisfy { choice in
            (try? StudyStatus(choice.entry.results))?.isFinished == true
        }
        for split in Split.allCases where split != .test || showsTest {
            add(
                "\(split.title) accuracy",
                best.map { $0?.metrics[split].map { Wording.percent($0.accuracy) } }
            )
            add(
                "\(split.title) loss",
                best.map { $0?.metrics[split].map { String(format: "%.4g", $0.loss) } })
        }
        add("time", records.map { $0.map { String(format: "%.1f s", $0.seconds) } })
        let differences = SettingDifferences.of(records.map { $0?.settings })
        return [
            "heads": choices.enumerated().map { index, choice in
                [
                    "label": choice.label, "path": choice.entry.path,
                    "colour": "c\(index % Curves.colours)",
                ]
            },
            "rows": rows, "hasDifferences": !differences.isEmpty,
            "differences": differences.map { difference in
                [
                    "title": difference.name,
                    "cells": difference.values.map { ["text": $0 ?? "–"] },
                ] as [String: Any]
            },
            "plots": StudyView.plots(choices.map { ($0.label, $0.folder) }),
        ]
    }
}
