import JSON
import Vocabulary

/// The source of results that were fetched from MLflow, not trained here: an experiment of a
/// tracking server, or of a folder that MLflow wrote.
package struct StudyOrigin: Sendable, Hashable {
    /// The server's address or the folder's path.
    package var location: String
    package var experiment: String

    package init(location: String, experiment: String) {
        self.location = location
        self.experiment = experiment
    }

    var json: JSONValue { ["place": .string(location), "experiment": .string(experiment)] }

    /// The origin in a lock; nil if the results were trained into the folder.
    static func read(_ reader: JSONReader) throws(ResultsError) -> StudyOrigin? {
        guard !reader.value.isNull else { return nil }
        return StudyOrigin(
            location: try reader.string("place"), experiment: try reader.string("experiment"))
    }
}
