package import JSON

extension EvaluationRecord {
    /// The external set of the study for which an evaluation was made.
    package struct StudySet: Sendable, Hashable {
        /// The name of the set in the study file.
        package var name: String
        /// The settings of the set, except the path of its folder.
        package var settings: JSONValue

        /// Creates the description of a set.
        package init(name: String, settings: JSONValue) {
            self.name = name
            self.settings = settings
        }

        var json: JSONValue { ["name": .string(name), "settings": settings] }

        init(_ reader: JSONReader) throws(ResultsError) {
            self.init(name: try reader.string("name"), settings: reader["settings"].value)
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
