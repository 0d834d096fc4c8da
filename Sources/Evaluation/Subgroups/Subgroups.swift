/// The metrics of a model by subgroups of images, with their differences from the other images.
///
/// A subgroup is compared with the rest: all other images whose value of the attribute is known.
/// Intervals are those of the bootstrap of the overall metrics. Differences of the sensitivity, the
/// specificity and the AUROC are tested (`SubgroupPermutation`); with more than two classes, or if
/// the positive class is unknown, those of the balanced accuracy and the AUROC. Accuracy, and the
/// balanced accuracy of two classes, follow from these and the prevalence, so they are not tested
/// as well. Holm's method corrects for the number of all tests.
package struct Subgroups: Sendable, Hashable {
    /// The smallest number of units (patients if they are known, otherwise images) of a class for a
    /// metric that needs the class: the positive class for the sensitivity, every class for the
    /// AUROC.
    package static let minimumOfClass = 10
    /// The smallest number of units for the accuracy.
    package static let minimumOfAll = 20
    /// The smallest number of units for the calibration error, whose fifteen bins would otherwise
    /// be almost empty. It is larger for fewer images even if the model is equally calibrated, so
    /// it is not compared with the rest.
    package static let minimumForCalibration = 100
    /// The level of the tests, after the correction.
    package static let level = 0.05

    /// A metric of a subgroup, compared with the rest.
    package struct Figure: Sendable, Hashable {
        /// The metric of the subgroup.
        package var own: Estimate
        /// The metric of the rest; nil if the rest has too few images, and for the calibration
        /// error.
        package var rest: Double?
        /// The metric of the subgroup minus that of the rest.
        package var gap: Estimate?
        /// The metric of the subgroup divided by that of the rest; nil also if that is 0.
        package var ratio: Estimate?
        /// The p-value of the hypothesis that both are equal; nil if it was not tested.
        package var pValue: Double?
        /// The p-value after Holm's correction for all tests.
        package var correctedP: Double?

        /// Creates the figures of a metric.
        package init(
            own: Estimate, rest: Double? = nil, gap: Estimate? = nil, ratio: Estimate? = nil,
            pValue: Double? = nil, correctedP: Double? = nil
        ) {
            self.own = own
            self.rest = rest
            self.gap = gap
            self.ratio = ratio
            self.pValue = pValue
            self.correctedP = correctedP
        }

        /// True if the difference from the rest is more than chance, after the correction.
        package var isSignificant: Bool { correctedP.map { $0 < Subgroups.level } ?? false }
    }

    /// A value of an attribute.
    package struct Term: Sendable, Hashable {
        /// The name of the attribute.
        package var attribute: String
        /// The value.
        package var value: String

        /// Creates a value of an attribute.
        package init(attribute: String, value: String) {
            self.attribute = attribute
            self.value = value
        }
    }

    /// The images with a value of one attribute, or of two.
    package struct Subgroup: Sendable, Hashable {
        /// The value; two values for an intersection.
        package var terms: [Term]
        /// The number of images of each class, `[K]`.
        package var counts: [Int]
        /// The number of patients; nil if they are unknown, or if each has one image.
        package var patients: Int?
        /// The class of all images; nil if there are several. Such a subgroup is compared within
        /// the class: the fraction of correct predictions of its images with that of the other
        /// images of the class, and the AUROC of either against all images of other classes.
        package var onlyClass: Int?
        /// The metrics by name; those with too few images are left out.
        package var figures: [String: Figure]

        /// Creates the figures of a subgroup.
        package init(
            terms: [Term], counts: [Int], patients: Int?, onlyClass: Int?,
            figures: [String: Figure]
        ) {
            self.terms = terms
            self.counts = counts
            self.patients = patients
            self.onlyClass = onlyClass
            self.figures = figures
        }

        /// The number of images.
        package var images: Int { counts.reduce(0, +) }
        /// True if no metric has enough images.
        package var isTooSmall: Bool { figures.isEmpty }
        /// The name, such as `sex: F, age: >= 60`.
        package var name: String {
            terms.map { "\($0.attribute): \($0.value)" }.joined(separator: ", ")
        }
    }

    /// The number of images whose value of an attribute is unknown.
    package struct Unknown: Sendable, Hashable {
        /// The name of the attribute.
        package var attribute: String
        /// The number of images.
        package var images: Int

        /// Creates the number of images of unknown value.
        package init(attribute: String, images: Int) {
            self.attribute = attribute
            self.images = images
        }
    }

    /// The metrics of all images, also those of unknown value, by name.
    package var overall: [String: Estimate]
    /// The attributes, with the number of images whose value is unknown.
    package var attributes: [Unknown]
    /// The subgroups of each attribute, in the order of the attributes and of their values.
    package var subgroups: [Subgroup]
    /// The intersections of two attributes that have enough images for a metric.
    package var intersections: [Subgroup]
    /// The number of intersections that have images, but too few.
    package var smallIntersections: Int
    /// The number of tests that the p-values are corrected for.
    package var tests: Int

    /// Creates the figures of all subgroups.
    package init(
        overall: [String: Estimate], attributes: [Unknown], subgroups: [Subgroup],
        intersections: [Subgroup], smallIntersections: Int, tests: Int
    ) {
        self.overall = overall
        self.attributes = attributes
        self.subgroups = subgroups
        self.intersections = intersections
        self.smallIntersections = smallIntersections
        self.tests = tests
    }

    /// The subgroups and the intersections.
    package var all: [Subgroup] { subgroups + intersections }
}
