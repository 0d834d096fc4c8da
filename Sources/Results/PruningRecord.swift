package import JSON
import Studies
import Vocabulary

/// That a trial was stopped before its last epoch, because it did worse than others of its study.
package struct PruningRecord: Sendable, Hashable {
    /// The kind of the rule, such as `median`.
    package var rule: String
    /// The rule with all its settings: a study with another one goes on with the trial.
    package var settings: JSONValue
    /// The last epoch that was trained, from 1.
    package var epoch: Int
    /// Epochs that there would have been.
    package var epochs: Int
    /// For people: what it was compared with.
    package var reason: String

    package init(rule: String, settings: JSONValue, epoch: Int, epochs: Int, reason: String) {
        self.rule = rule
        self.settings = settings
        self.epoch = epoch
        self.epochs = epochs
        self.reason = reason
    }

    /// `stopped at epoch 2 of 10 by the rule median: its best val_accuracy ...`
    package var text: String {
        "stopped at epoch \(epoch) of \(epochs) by the rule \(rule): \(reason)"
    }

    package var json: JSONValue {
        [
            "rule": .string(rule), "settings": settings, "epoch": JSONValue(epoch),
            "epochs": JSONValue(epochs), "reason": .string(reason),
        ]
    }

    /// Reads what `json` writes; nil where it is something else.
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

    /// The member `pruned` of an entry or a record; nil where there is none.
    static func read(_ reader: JSONReader) throws(ResultsError) -> PruningRecord? {
        if reader["pruned"].value.isNull { return nil }
        return try reader["pruned"].require("a rule, its settings, epoch, epochs and reason") {
            PruningRecord($0)
        }
    }
}
