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
        var known: [String: FilePath] = [:]
        func failure(_ message: String) -> StudyErrors {
            StudyErrors([study.diagnostic(at: SubgroupSettings.key, message)])
        }
        for dataset in entries.map(\.data.dataset) {
            for sample in dataset.samples(.test) {
                let file = dataset.path(sample)
                if let other = known.updateValue(file, forKey: sample.path) {
                    guard other == file else {
                        throw failure(
                            "the study has several data sets, and \(other) and \(file) have the same "
                                + "path in them; give each data set a study of its own")
                    }
                } else {
                    images.append((sample.path, file))
                }
            }
        }
        guard !images.isEmpty else {
            throw failure("requires test images, and the data set has none")
        }
        do {
            let found = try ImageAttributes(
                settings.by, table: settings.attributes,
                tables: entries.compactMap(\.data.dataset.table).unique, images: images)
            return (
                StudyAttributes(files: images.map(\.path), attributes: found.attributes),
                found.notes
            )
        } catch let error as TableError {
            throw failure("\(error)")
        } catch let error as EvaluationFailure { throw failure("\(error)") }
    }
}
