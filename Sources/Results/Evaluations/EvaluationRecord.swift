package import Evaluation
package import Vocabulary

/// The file `evaluations/<name>/evaluation.json`: the evaluation of a finished model on images that
/// had no part in its training.
package struct EvaluationRecord: Sendable, Hashable {
    /// A number with its 95% interval.
    package typealias Figure = Estimate

    /// A trial of the model.
    package struct Member: Sendable, Hashable {
        /// The trial's id.
        package var id: String
        /// The trial's key.
        package var key: String
        /// The SHA-256 of its checkpoint.
        package var weights: String
        /// The metrics of the trial alone on the same images, by name; empty for a single trial.
        package var metrics: [String: Double]

        /// Creates the record of a trial.
        package init(id: String, key: String, weights: String, metrics: [String: Double] = [:]) {
            self.id = id
            self.key = key
            self.weights = weights
            self.metrics = metrics
        }
    }

    /// The images of the evaluation.
    package struct Images: Sendable, Hashable {
        /// The folder as given on the command line or in the study.
        package var path: String
        /// The split of the folder; nil if it contains the class folders.
        package var split: Split?
        /// The number of evaluated images of each class, in the order of the classes; of several
        /// labels, the number of positive images of each.
        package var counts: [Int]
        /// The number of evaluated images if they can have several labels; otherwise nil.
        package var all: Int?
        /// The number of patients; nil if they are unknown.
        package var patients: Int?
        /// The digest of all images and their labels.
        package var fingerprint: String
        /// The images that could not be read, each with the reason.
        package var skipped: [String]
        /// The files that were not read, a line for each folder.
        package var unread: [String]
        /// The number of images that repeat another image of the set (identical files).
        package var repeats: Int
        /// Notes on properties of the image files that the pixels do not show.
        package var notes: [String]
        /// The size, brightness and contrast of the images; nil for an evaluation of an earlier
        /// version.
        package var look: ImageStatistics?

        /// Creates the description of the images.
        package init(
            path: String, split: Split?, counts: [Int], patients: Int?, fingerprint: String,
            skipped: [String], unread: [String], repeats: Int = 0, notes: [String] = []
        ) {
            self.repeats = repeats
            self.notes = notes
            self.path = path
            self.split = split
            self.counts = counts
            self.patients = patients
            self.fingerprint = fingerprint
            self.skipped = skipped
            self.unread = unread
        }

        /// The number of evaluated images.
        package var total: Int { all ?? counts.reduce(0, +) }
    }

    /// Images that are also in the data the model was made with.
    package struct Overlap: Sendable, Hashable {
        /// The split of the study's data that has the same files.
        package var split: Split
        /// True for identical files; false for files that look the same, such as copies in another
        /// size.
        package var areIdentical: Bool
        /// The number of such images.
        package var images: Int
        /// The first of them, such as `NORMAL/a.jpeg = train/NORMAL/b.jpeg`.
        package var examples: [String]

        /// Creates the list of images that are also in a split of the study.
        package init(split: Split, areIdentical: Bool = true, images: Int, examples: [String]) {
            self.split = split
            self.areIdentical = areIdentical
            self.images = images
            self.examples = examples
        }
    }

    /// The calibration of the probabilities, fitted before the evaluation.
    package struct Calibration: Sendable, Hashable {
        /// The map of probabilities.
        package var map: CalibrationMap
        /// The number of validation images that it was fitted to.
        package var images: Int
        /// Log loss, Brier score and calibration error without it, by name.
        package var before: [String: Double]

        /// Creates the record of a calibration.
        package init(map: CalibrationMap, images: Int, before: [String: Double]) {
            self.map = map
            self.images = images
            self.before = before
        }
    }

    /// The area under the ROC curve by DeLong's method, for which images are independent.
    package struct Area: Sendable, Hashable {
        /// The 95% interval; nil if the variance is unknown or 0.
        package var interval: ClosedRange<Double>?
        /// The area minus that on the internal test images; nil without them.
        package var difference: Figure?
        /// The p-value of the hypothesis that both areas are equal; nil without a difference.
        package var pValue: Double?

        /// Creates the figures of DeLong's method.
        package init(interval: ClosedRange<Double>?, difference: Figure?, pValue: Double?) {
            self.interval = interval
            self.difference = difference
            self.pValue = pValue
        }
    }

    /// The predictive values at a stated prevalence.
    package struct Predictive: Sendable, Hashable {
        /// The fraction of patients of the positive class.
        package var prevalence: Double
        /// The probability of the positive class if it is predicted; nil if it never is.
        package var positive: Figure?
        /// The probability of the other class if that is predicted; nil if it never is.
        package var negative: Figure?

        /// Creates the predictive values at a prevalence.
        package init(prevalence: Double, positive: Figure?, negative: Figure?) {
            self.prevalence = prevalence
            self.positive = positive
            self.negative = negative
        }
    }

    /// The predictions that are certain enough to be made, by a rule that was fixed before the
    /// evaluation.
    package struct Abstention: Sendable, Hashable {
        /// The rule.
        package var rule: ModelDecisions.Abstention
        /// The number of images of each class whose prediction is made, in the order of the
        /// classes.
        package var counts: [Int]
        /// The metrics of these images, of decisions at the threshold if there is one, by name.
        package var metrics: [String: Figure]

        /// Creates the figures of a rule.
        package init(
            rule: ModelDecisions.Abstention, counts: [Int], metrics: [String: Figure]
        ) {
            self.rule = rule
            self.counts = counts
            self.metrics = metrics
        }

        /// The number of images whose prediction is made.
        package var covered: Int { counts.reduce(0, +) }
    }

    /// The same model on the internal test images of its study.
    package struct Internal: Sendable, Hashable {
        /// The split of the study.
        package var split: Split
        /// The number of images.
        package var images: Int
        /// The metrics on the internal images with the class of the largest probability predicted,
        /// by name.
        package var metrics: [String: Figure]
        /// The metrics on the evaluated images minus those on the internal ones, by name.
        package var differences: [String: Figure]
        /// The metrics of decisions at the threshold on the internal images, by name; empty without
        /// a threshold.
        package var decided: [String: Figure] = [:]
        /// The metrics of decisions at the threshold on the evaluated images minus those on the
        /// internal ones, by name; empty without a threshold.
        package var decidedDifferences: [String: Figure] = [:]
        /// The fraction of images of the positive class; nil without one.
        package var prevalence: Double?
        /// The mean probability of the positive class; nil without one.
        package var meanProbability: Double?
        /// For the images of each class, by name: the distance of Kolmogorov and Smirnov, from 0 to
        /// 1, between the probabilities of the positive class here and there.
        package var scoreDistances: [String: Double] = [:]
        /// The size, brightness and contrast of the internal images; nil if they are not on this
        /// machine.
        package var look: ImageStatistics?
        /// The calibration slope and intercept on the internal images; nil without a positive
        /// class.
        package var recalibration: Recalibration?

        /// Creates the figures of the internal images.
        package init(
            split: Split, images: Int, metrics: [String: Figure], differences: [String: Figure],
            prevalence: Double?, meanProbability: Double?
        ) {
            self.split = split
            self.images = images
            self.metrics = metrics
            self.differences = differences
            self.prevalence = prevalence
            self.meanProbability = meanProbability
        }
    }

    /// The name of the evaluation, which is that of its folder.
    package var name: String
    /// The external set of the study; nil for an evaluation that was made by a command.
    package var set: StudySet?
    /// The trials of the model: one, or the members of an ensemble.
    package var model: [Member]
    /// The names of the classes, or of the labels.
    package var classes: [String]
    /// The positive class of two; nil if it is unknown or there are more.
    package var positiveClass: String?
    /// The number format of the computation.
    package var precision: ComputePrecision
    /// The evaluated images.
    package var images: Images
    /// The files that the evaluated images share with the study's data; empty if there are none;
    /// nil if the study's data were not available for the comparison.
    package var overlaps: [Overlap]?
    /// The transformed images that were predicted as well; empty: the images alone.
    package var augmentation: [TestTimeAugmentation] = []
    /// The calibration; nil: the probabilities are those of the networks.
    package var calibration: Calibration?
    /// The decision threshold; nil if there is none.
    package var threshold: ModelDecisions.Threshold?
    /// Whether calibration, threshold and abstention come from out-of-fold predictions; see
    /// `ModelDecisions.areOutOfFold`.
    package var areDecisionsOutOfFold = false
    /// The predictions that are certain enough; nil without a rule of abstention.
    package var abstention: Abstention?
    /// The number of bootstrap samples.
    package var replicates: Int
    /// The unit that the bootstrap draws: `images` or `patients`.
    package var unit: String
    /// The metrics with the class of the largest probability predicted, by name.
    package var metrics: [String: Figure]
    /// The metrics of decisions at the threshold, by name; empty without a threshold.
    package var decided: [String: Figure]
    /// The number of images by actual and predicted class, `[K][K]`, with the class of the largest
    /// probability predicted.
    package var confusion: [[Int]]
    /// The same of decisions at the threshold; nil without a threshold.
    package var decidedConfusion: [[Int]]?
    /// The fraction of images of the positive class; nil without one.
    package var prevalence: Double?
    /// The mean probability of the positive class; nil without one.
    package var meanProbability: Double?
    /// The same model on the internal test images; nil if they are among the evaluated ones or
    /// unknown.
    package var shift: Internal?
    /// The metrics of the ensemble minus the mean of its members', by name; empty for one trial.
    package var gains: [String: Figure]
    /// The comparisons with somebody else's predictions, in the order of the files.
    package var comparisons: [Comparison] = []
    /// The area under the ROC curve by DeLong's method; nil without a positive class.
    package var area: Area?
    /// The calibration slope and intercept; nil without a positive class.
    package var recalibration: Recalibration?
    /// The predictive values at stated prevalences, of decisions at the threshold if there is one.
    package var predictive: [Predictive]
    /// The metrics by subgroups of the images; nil without attributes.
    package var subgroups: Subgroups?
    /// The figures of each label if images can have several; otherwise nil. `metrics` are then the
    /// means over the labels ("macro") of decisions at the thresholds, with the exact match ratio
    /// and the Hamming loss.
    package var labels: Labels?
    /// The program's version.
    package var program: String
    /// The SHA-256 of the files of the folder, by name.
    package var files: [String: String]

    /// Creates the record of an evaluation.
    package init(
        name: String, model: [Member], classes: [String], positiveClass: String?,
        precision: ComputePrecision, images: Images, overlaps: [Overlap]?,
        calibration: Calibration? = nil,
        threshold: ModelDecisions.Threshold?, replicates: Int, unit: String,
        metrics: [String: Figure], decided: [String: Figure],
        confusion: [[Int]], prevalence: Double?, meanProbability: Double?, shift: Internal?,
        gains: [String: Figure] = [:], area: Area? = nil, predictive: [Predictive] = [],
        program: String, files: [String: String]
    ) {
        self.name = name
        self.model = model
        self.classes = classes
        self.positiveClass = positiveClass
        self.precision = precision
        self.images = images
        self.overlaps = overlaps
        self.calibration = calibration
        self.threshold = threshold
        self.replicates = replicates
        self.unit = unit
        self.metrics = metrics
        self.decided = decided
        self.confusion = confusion
        self.prevalence = prevalence
        self.meanProbability = meanProbability
        self.shift = shift
        self.gains = gains
        self.area = area
        self.predictive = predictive
        self.program = program
        self.files = files
    }

    /// True if images of the evaluation are also training or validation images.
    package var isContaminated: Bool {
        (overlaps ?? []).contains { $0.split != .test && $0.images > 0 }
    }
}
