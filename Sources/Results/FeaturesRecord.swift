import JSON
import Vocabulary

/// The features of a frozen backbone that trials share, in the lock.
package struct FeaturesRecord: Sendable, Hashable {
    /// Such as `vgg16 before classifier.1, 224 px`.
    package var title: String
    /// Of all splits.
    package var images: Int
    package var bytes: Int
    /// The key of each stored set: a digest of everything that determines the features.
    package var keys: [FeatureSetID: String]
    /// That computing them took; nil where they were there before the study's first run.
    package var seconds: Double?
    /// The trials that train on them, by id.
    package var trials: [String]

    package init(
        title: String, images: Int, bytes: Int, keys: [FeatureSetID: String], seconds: Double?,
        trials: [String]
    ) {
        self.title = title
        self.images = images
        self.bytes = bytes
        self.keys = keys
        self.seconds = seconds
        self.trials = trials
    }

    /// With the trials and, where they were not computed again, the seconds of an earlier run.
    package func merged(with earlier: FeaturesRecord) -> FeaturesRecord {
        var merged = self
        merged.seconds = seconds ?? earlier.seconds
        merged.trials = Set(trials).union(earlier.trials).sorted()
        return merged
    }

    var json: JSONValue {
        [
            "title": .string(title), "images": .number(Double(images)),
            "bytes": .number(Double(bytes)), "keys": FeatureSetID.json(keys),
            "seconds": seconds.map { .number($0) } ?? .null,
            "trials": .array(trials.map { .string($0) }),
        ]
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        title = try reader.string("title")
        images = try reader.integer("images")
        bytes = try reader.integer("bytes")
        guard let keys = FeatureSetID.keys(try reader.stringsByKey("keys")) else {
            throw reader["keys"].bad("keys by sets such as \"train\" or \"train view 1\"")
        }
        self.keys = keys
        seconds = reader["seconds"].value.double
        trials = try reader.strings("trials")
    }
}
