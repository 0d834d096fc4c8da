import Datasets
import Evaluation
import Files
package import Results
import Studies
import Vocabulary

extension StudyPlan {
    /// Reads the attributes of the test images that the section `subgroups` of the study names.
    /// - Returns: the attributes and notes for the user; nil without the section.
    /// - Throws: `StudyErrors` if the attributes do not fit the images; `FileError`.
    package func attributes() throws -> (attributes: StudyAttributes, notes: [String])? {
        guard let settings = study.subgroups else { return nil }
        var images: [(path: String, file: FilePath)] = []
        var known: Set<String> = []
        for entry in entries {
            let dataset = entry.data.dataset
            for sample in dataset.samples(.test) where known.insert(sample.path).inserted {
                images.append((sample.path, dataset.path(sample)))
            }
        }
        func failure(_ message: String) -> StudyErrors {
            StudyErrors([study.diagnostic(at: SubgroupSettings.key, message)])
        }
        guard !images.isEmpty else {
            throw failure("requires test images, and the data set has none")
        }
        do {
            let found = try ImageAttributes(
                settings.by, table: settings.attributes, images: images)
            return (
                StudyAttributes(files: images.map(\.path), attributes: found.attributes),
                found.notes
            )
        } catch let error as TableError {
            throw failure("\(error)")
        } catch let error as EvaluationFailure { throw failure("\(error)") }
    }
}
