import Datasets
package import Evaluation
import Foundation
package import Results
package import Studies
package import Vocabulary

/// The options of an evaluation.
package struct EvaluationOptions: Sendable {
    /// The name of the evaluation; nil: that of the data set's folder and of the trial.
    package var name: String?
    /// The split to evaluate; nil: `test`, if the folder has splits.
    package var split: Split?
    /// The table that gives the labels of the images; nil: folders give them.
    package var table: TableSettings?
    /// Whether rows of the table that cannot be used, and images without a row, are left out.
    package var skipsBadRows = false
    /// The pattern that finds patients in file names; nil: a known one that is recognized.
    package var groupPattern: String?
    /// The decisions to make from validation predictions. By default, the threshold is that of
    /// Youden's index, if there are such predictions, and a registered model has its own decisions.
    package var decisions = DecisionSettings()
    /// The prevalences for predictive values.
    package var prevalences: [Double] = []
    /// Somebody else's predictions that the model is compared with.
    package var readers: [ReaderOption] = []
    /// Whether these may lack images, or contain others; the common images are then compared.
    package var comparesCommonImages = false
    /// The attributes whose subgroups are evaluated; nil: none.
    package var subgroups: SubgroupSettings?
    /// The number format of the computation; nil: that of the training.
    package var precision: PrecisionSetting?
    /// Whether images that cannot be read are left out.
    package var skipsBadImages = false
    /// Whether files that look like images but are not read are accepted.
    package var ignoresUnread = false
    /// Whether images may also be training or validation images of the model.
    package var allowsOverlap = false
    /// Whether another evaluation of the same name is replaced.
    package var replaces = false
    /// The folder of the study's data on this machine; nil: that in the study.
    package var data: String?

    /// The external set of the study for which the evaluation is made; nil for one that the command
    /// line asks for.
    package var set: EvaluationRecord.StudySet?
    /// The folder of the images on this machine; nil: the path in the record.
    package var root: String?

    package init() {}

    /// The attributes of the images whose subgroups are evaluated; nil: none.
    /// - Throws: `TableError` with the line in the table; `EvaluationFailure`.
    func attributes(of images: LabeledImages) throws -> ImageAttributes? {
        try subgroups.map {
            try ImageAttributes(
                $0.by, table: $0.attributes, tables: [images.table].compactMap { $0 },
                images: zip(images.samples, images.files).map { ($0.path, $1) })
        }
    }

    /// An option that messages name.
    enum Word: String { case groupPattern, ignoreUnread, allowOverlap, skipBadImages }

    /// The option as the user sets it: `--allow-overlap`, or `allowOverlap` of a set in a study
    /// file.
    func word(_ option: Word) -> String {
        if let set { return "evaluate.\(set.name).\(option.rawValue)" }
        return option.rawValue.reduce("--") { text, character in
            text + (character.isUppercase ? "-" : "") + character.lowercased()
        }
    }
}

/// An evaluation that cannot be made, with a message for the user.
package struct EvaluationFailure: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
