import Datasets
import Results
import Tensors
import Vocabulary

/// The images of an evaluation, compared with the images of the study. The comparison needs no
/// trained model, so that most errors are known before training.
struct EvaluatedImages {
    /// The images and their labels.
    let images: LabeledImages
    /// The images that are also in the study's data; nil if its data are not available.
    let overlaps: [EvaluationRecord.Overlap]?
    /// The number of images that repeat another one.
    let repeats: Int
    /// A note on patients with the names of training patients; nil if there are none.
    let patientNote: String?
    /// Notes for the user.
    let notes: [String]

    /// Reads the index of the images, and compares them with the study's data.
    /// - Parameters:
    ///   - path: the folder of the images.
    ///   - name: the folder in messages.
    ///   - classes: the classes of the model, or its labels.
    ///   - isMultilabel: whether images can have several labels, which only a table gives.
    ///   - study: the data of the study.
    ///   - progress: called with the number of images compared, and their total.
    /// - Throws: `EvaluationFailure` if an evaluation would be misleading; `LabeledImagesError`,
    ///   `TableError`, `DatasetError`, `SplitError`, errors of files; the error of `progress`.
    init(
        _ path: String, name: String, classes: [String], isMultilabel: Bool = false,
        _ options: EvaluationOptions, comparedWith study: StudyImages,
        progress: (Int, Int) throws -> Void
    ) throws {
        let table = try options.table.map {
            try ImageTable(
                $0, root: path, task: isMultilabel ? .multilabel : .multiclass,
                onBadRow: options.skipsBadRows ? .skip : .stop)
        }
        guard !isMultilabel || table != nil else {
            throw EvaluationFailure(
                "\(name): the model has several labels, which folders of classes cannot give; set "
                    + "--table to the file with the labels")
        }
        images = try LabeledImages(
            root: path, split: options.split, classes: classes, groupPattern: options.groupPattern,
            table: table)
        overlaps =
            study.missing == nil ? try study.overlaps(with: images, progress: progress) : nil
        repeats = images.repeats.count
        // The images of the study itself have its patients.
        let areOther = overlaps?.contains { $0.areIdentical && $0.split == .test } != true
        patientNote = areOther ? study.patientNote(images) : nil
        let notes = [
            images.table?.notes ?? [],
            try Self.unread(images, name, options),
            try Self.comparison(images, name, options, study, overlaps),
            try Self.repeats(images, name, options), Self.gaps(images, options),
            [patientNote].compactMap { $0 },
        ].flatMap { $0 }
        self.notes = notes.map { "\(name): \($0)" }
    }

    // MARK: - Checks, each with its notes

    /// - Throws: `EvaluationFailure` for files that look like images but are not read.
    private static func unread(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions
    ) throws -> [String] {
        let suspicions = images.unread.suspicions
        guard suspicions.isEmpty || options.ignoresUnread else {
            throw EvaluationFailure(
                "\(dataset): files that look like images are not read: "
                    + suspicions.joined(separator: "; ")
                    + "; move them into class folders, or set \(options.word(.ignoreUnread))")
        }
        return (suspicions + [images.unread.note].compactMap { $0 }).map { "not read: \($0)" }
    }

    /// - Throws: `EvaluationFailure` for images that the model has seen, and for a given folder of
    ///   the study's data that does not have them.
    private static func comparison(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions,
        _ study: StudyImages, _ overlaps: [EvaluationRecord.Overlap]?
    ) throws -> [String] {
        if let missing = study.missing {
            if options.data != nil { throw EvaluationFailure("--data: \(missing)") }
            return [
                "images were not compared with the training images of the model: \(missing); "
                    + study.advice
            ]
        }
        for overlap in overlaps ?? [] where overlap.split != .test && !options.allowsOverlap {
            let how =
                overlap.areIdentical
                ? "are also \(overlap.split.title) images of the model (identical files)"
                : "look the same as \(overlap.split.title) images of the model (copies in another "
                    + "size or compression)"
            throw EvaluationFailure(
                "\(dataset): \(overlap.images) of \(images.samples.count) images \(how): "
                    + overlap.examples.joined(separator: ", ")
                    + "; an evaluation on them says nothing about new images; remove them, or set "
                    + options.word(.allowOverlap))
        }
        return []
    }

    /// - Throws: `EvaluationFailure` for identical files with different classes.
    private static func repeats(
        _ images: LabeledImages, _ dataset: String, _ options: EvaluationOptions
    ) throws -> [String] {
        let repeats = images.repeats
        if let wrong = repeats.first(where: { !images.haveSameLabels($0.image, $0.first) }),
            !options.allowsOverlap
        {
            throw EvaluationFailure(
                "\(dataset): \(wrong.first.path) and \(wrong.image.path) are identical files with "
                    + "different classes, so one label is wrong; correct it, or set "
                    + options.word(.allowOverlap))
        }
        return repeats.first.map { first in
            [
                "\(repeats.count) of \(images.samples.count) images repeat another image (identical "
                    + "files), such as \(first.image.path) = \(first.first.path); the intervals "
                    + "treat them as different images"
            ]
        } ?? []
    }

    /// The notes on what the images do not have.
    private static func gaps(_ images: LabeledImages, _ options: EvaluationOptions) -> [String] {
        let patients =
            images.knowsGroups
            ? []
            : [
                "patients are unknown, so intervals are over images; set "
                    + "\(options.word(.groupPattern)) if file names contain patients"
            ]
        if let matrix = images.matrix {
            return patients
                + zip(images.classes, matrix.counts).compactMap { name, counts in
                    guard counts.positive == 0 || counts.negative == 0 else { return nil }
                    let missing =
                        counts.known == 0
                        ? "known" : counts.positive == 0 ? "positive" : "negative"
                    return "the label \(name) has no \(missing) image; its metrics are left out"
                }
        }
        return patients
            + zip(images.classes, images.counts).filter { $0.1 == 0 }.map {
                "no images of \($0.0); metrics that need every class are left out"
            }
    }
}
