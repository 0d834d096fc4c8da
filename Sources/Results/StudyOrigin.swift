import JSON
import Vocabulary

/// Where results come from that were not trained into their folder: an experiment of an MLflow
/// server, or of a folder that MLflow wrote.
package struct StudyOrigin: Sendable, Hashable {
    /// The server's address or the folder's path.
    package var place: String
    package var experiment: String

    package init(place: String, experiment: String) {
        self.place = place
        self.experiment = experiment
    }

    var json: JSONValue { ["place": .string(place), "experiment": .string(experiment)] }

    /// nil where the reader has nothing.
    static func read(_ reader: JSONReader) throws(ResultsError) -> StudyOrigin? {
        guard !reader.value.isNull else { return nil }
        return StudyOrigin(
            place: try reader.string("place"), experiment: try reader.string("experiment"))
    }
}
