package import JSON

extension EvaluationRecord {
    /// The external set of the study for which an evaluation was made.
    package struct StudySet: Sendable, Hashable {
        /// The name of the set in the study file.
        package var name: String
        /// The settings of the set, with the names of files instead of their paths.
        package var settings: JSONValue
        /// The SHA-256 of the attributes of the images; nil without attributes.
        package var attributes: String?

        /// Creates the description of a set.
        package init(name: String, settings: JSONValue, attributes: String? = nil) {
            self.name = name
            self.settings = settings
            self.attributes = attributes
        }

        var json: JSONValue {
            var json: JSONValue = ["name": .string(name), "settings": settings]
            if let attributes { json["attributes"] = .string(attributes) }
            return json
        }

        init(_ reader: JSONReader) throws(ResultsError) {
            self.init(
                name: try reader.string("name"), settings: reader["settings"].value,
                attributes: try reader.optionalString("attributes"))
        }
    }

    /// Whether the trials of the model are complete in a lock, with the same keys and checkpoints;
    /// otherwise one was trained again or removed since.
    package func isCurrent(in lock: StudyLock) -> Bool {
        model.allSatisfy { member in
            lock.trials.contains {
                $0.id == member.id && $0.key == member.key
                    && $0.files["best.safetensors"] == member.weights
            }
        }
    }
}
