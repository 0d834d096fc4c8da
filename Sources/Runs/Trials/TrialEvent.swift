package import Foundation
import JSON
package import Results
package import Training

/// A message from the process of a trial to the process that started it, as one line of JSON.
package struct TrialEvent: Sendable, Hashable {
    /// The content of a message.
    package enum Content: Sendable, Hashable {
        /// The progress of the training.
        case training(TrainingEvent)
        /// The trial ends without a result; no message follows.
        case failed(Failure)
    }

    /// The reason for which a trial ends without a result.
    package struct Failure: Sendable, Hashable {
        var kind: FailureRecord.Kind
        var message: String

        /// Creates a failure with the message that the user reads.
        package init(kind: FailureRecord.Kind, message: String) {
            self.kind = kind
            self.message = message
        }
    }

    /// The trial's id.
    package var trial: String
    /// The content of the message.
    package var content: Content

    /// Creates a message of a trial.
    package init(trial: String, _ content: Content) {
        self.trial = trial
        self.content = content
    }

    /// True if the message only reports a step, so that it may be skipped: a later one replaces it.
    /// Other messages report the end of an epoch or a trial and must be sent.
    package var isStep: Bool { if case .training(.step) = content { true } else { false } }

    /// The reason for which the trial ends without a result; nil if it does not end.
    var failure: Failure? {
        switch content {
        case .failed(let failure): failure
        case .training(.diverged(let divergence)):
            Failure(kind: .diverged, message: "\(divergence)")
        case .training: nil
        }
    }
}

extension TrialEvent {
    /// The message as a line of JSON.
    package var line: Data {
        var json: JSONValue = ["trial": .string(trial)]
        switch content {
        case .training(let event): json["event"] = event.json
        case .failed(let failure):
            json["failure"] = [
                "kind": .string(failure.kind.rawValue), "message": .string(failure.message),
            ]
        }
        return Data((json.canonical + "\n").utf8)
    }

    /// Reads a line of JSON; nil if the line is not a message.
    package init?(line: Data) {
        guard let json = try? JSONDocument(bytes: Array(line), file: "standard output").value,
            let trial = json["trial"]?.text
        else { return nil }
        if let event = json["event"].flatMap({ TrainingEvent($0) }) {
            self.init(trial: trial, .training(event))
        } else if let failure = json["failure"], let message = failure["message"]?.text,
            let kind = failure["kind"]?.text.flatMap({ FailureRecord.Kind(rawValue: $0) })
        {
            self.init(trial: trial, .failed(Failure(kind: kind, message: message)))
        } else {
            return nil
        }
    }
}
