package import Evaluation
package import Files
import Foundation
package import JSON
import Results
package import Studies
package import Training
package import Vocabulary

/// The digest of all that decides a trial's outcome: its settings, the contents of the data and of
/// the checkpoint that it starts from, and the engine's version, but neither where those lie nor
/// how many threads there are.
///
/// A setting that is null is no part of it: one that a later version adds, null by default, leaves
/// finished trials valid.
package enum TrialKey {
    /// - Parameter weights: the digest of the checkpoint; nil for random initialisation.
    package static func key(_ settings: TrialSettings, fingerprint: String, weights: String?)
        -> String
    {
        key(
            settings.withoutPlaces, fingerprint: fingerprint, weights: weights,
            engine: CodeVersion.engine)
    }

    /// - Parameter settings: as a trial's record holds them.
    package static func key(
        _ settings: JSONValue, fingerprint: String, weights: String?, engine: Int
    ) -> String {
        // Under the names of earlier versions, so that what they trained stays valid.
        var json = RenamedSettings.counted(counted(settings))
        var network = json["network"]
        network?["weights"] = weights.map { .string($0) } ?? .null
        json["network"] = network
        let whole: JSONValue = [
            "settings": json, "data": .string(fingerprint), "engine": .number(Double(engine)),
        ]
        return SHA256Digest.of(whole.canonical)
    }

    /// The settings that are part of a key, of those that a trial's record holds.
    static func counted(_ settings: JSONValue) -> JSONValue {
        var json = settings.withoutNulls
        var network = json["network"]
        network?["weights"] = nil
        json["network"] = network
        var training = json["training"]
        training?["threads"] = nil
        // It decides where a trial ends, not what it is until there.
        training?["pruning"] = nil
        json["training"] = training
        // What the split comes to, image by image, is in the fingerprint.
        var dataset = json["dataset"]
        dataset?["split"] = nil
        dataset?["groupPattern"] = nil
        // They decide whether a run starts and what its report says, not what is trained; the
        // positive class also decides the value of some metrics that are monitored.
        dataset?["onUnread"] = nil
        dataset?["onLeak"] = nil
        let monitor = (training?["monitor"]?.text).flatMap { MonitoredMetric($0) }
        if monitor?.isOfPositiveClass != true { dataset?["positiveClass"] = nil }
        json["dataset"] = dataset
        return json
    }
}

extension JSONValue {
    /// The value without the members of objects that are null.
    fileprivate var withoutNulls: JSONValue {
        switch self {
        case .object(let members):
            .object(
                members.filter { $0.value != .null }.map { .init($0.key, $0.value.withoutNulls) })
        case .array(let elements): .array(elements.map(\.withoutNulls))
        default: self
        }
    }
}

extension TrialSettings {
    /// The settings but for where this machine keeps the data and the checkpoint, and how they came
    /// there.
    var withoutPlaces: JSONValue {
        var json = self.json
        var dataset = json["dataset"]
        dataset?["path"] = nil
        dataset?["phantom"] = nil
        if let path = self.dataset.split.values.values["path"]?.text {
            var split = dataset?["split"]
            split?["path"] = .string(URL(fileURLWithPath: path).lastPathComponent)
            dataset?["split"] = split
        }
        json["dataset"] = dataset
        if let path = network.weights {
            var network = json["network"]
            network?["weights"] = .string(URL(fileURLWithPath: path).lastPathComponent)
            json["network"] = network
        }
        return json
    }
}
