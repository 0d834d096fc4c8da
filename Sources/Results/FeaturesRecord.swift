import JSON
import Vocabulary

/// The record in the lock of the features of a frozen backbone, which trials share.
package struct FeaturesRecord: Sendable, Hashable {
    /// The backbone and its input, such as `vgg16 before classifier.1, 224 px`.
    package var title: String
    /// The number of images of all splits.
    package var images: Int
    /// The size of all stored features.
    package var bytes: Int
    /// The key of each stored set: a digest of everything that determines the features.
    package var keys: [FeatureSetID: String]
    /// The time of the computation; nil if the features existed before the study's first run.
    package var seconds: Double?
    /// The ids of the trials that use the features.
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

    /// The record combined with that of an earlier run: the trials of both, and the earlier time if
    /// the features were not computed again.
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
