package import JSON
import Studies
import Vocabulary

/// The record of a trial that a pruning rule stopped before its last epoch.
package struct PruningRecord: Sendable, Hashable {
    /// The kind of the rule, such as `median`.
    package var rule: String
    /// The rule with all its settings; a study with another rule continues the trial.
    package var settings: JSONValue
    /// The last epoch that was trained, from 1.
    package var epoch: Int
    /// The number of planned epochs.
    package var epochs: Int
    /// The comparison by which the trial was stopped, as a text.
    package var reason: String

    package init(rule: String, settings: JSONValue, epoch: Int, epochs: Int, reason: String) {
        self.rule = rule
        self.settings = settings
        self.epoch = epoch
        self.epochs = epochs
        self.reason = reason
    }

    /// The record as a clause: `stopped at epoch 2 of 10 by the rule median: its best val_accuracy
    /// ...`.
    package var text: String {
        "stopped at epoch \(epoch) of \(epochs) by the rule \(rule): \(reason)"
    }

    package var json: JSONValue {
        [
            "rule": .string(rule), "settings": settings, "epoch": JSONValue(epoch),
            "epochs": JSONValue(epochs), "reason": .string(reason),
        ]
    }

    /// Reads the value of `json`; nil for any other value.
    package init?(_ json: JSONValue) {
        guard let rule = json["rule"]?.text, let settings = json["settings"],
            let epoch = json["epoch"]?.int, let epochs = json["epochs"]?.int,
            let reason = json["reason"]?.text
        else { return nil }
        let current = RenamedSettings.current(["training": ["pruning": settings]])
        self.init(
            rule: rule, settings: current["training"]?["pruning"] ?? settings, epoch: epoch,
            epochs: epochs, reason: reason)
    }

    /// Reads the member `pruned` of an entry or a record; nil if it is absent.
    static func read(_ reader: JSONReader) throws(ResultsError) -> PruningRecord? {
        if reader["pruned"].value.isNull { return nil }
        return try reader["pruned"].require("a rule, its settings, epoch, epochs and reason") {
            PruningRecord($0)
        }
    }
}
