import Evaluation
package import Results
import Terminal
package import Vocabulary

/// For every image, the fraction of a group's trials whose prediction of it is correct.
package struct CorrectPredictions {
    private let trials: Int
    private let files: [String]
    /// The actual class of each image.
    private let labels: [String]
    /// The fraction of the trials with a correct prediction, of each image.
    private let correct: [Double]
    /// The patients of the images; nil if they are not recorded, or if no patient has several
    /// images.
    private let patients: PatientClusters?

    /// Counts the correct predictions of a group's trials on a split. Nil if a trial has no
    /// predictions, or if they do not match its accuracy.
    package init?(_ group: TrialGroup, _ split: Split) {
        var counts: [String: (correct: Int, all: Int, label: String)] = [:]
        var tables: [PredictionTable] = []
        for trial in group.trials {
            guard let table = trial.matchingPredictions(split) else { return nil }
            tables.append(table)
            for (image, file) in table.files.enumerated() {
                let label = table.classes[table.predictions.labels[image]]
                var count = counts[file] ?? (0, 0, label)
                count.all += 1
                if table.predictions.isCorrect(image) { count.correct += 1 }
                counts[file] = count
            }
        }
        let sorted = counts.sorted { $0.key < $1.key }
        trials = group.trials.count
        files = sorted.map(\.key)
        labels = sorted.map(\.value.label)
        correct = sorted.map { Double($0.value.correct) / Double($0.value.all) }
        patients = PatientClusters(files, tables)
    }

    /// The correct predictions of a constant classifier, which predicts the class `name` for every
    /// image that `other` has.
    private init(always name: String, on other: CorrectPredictions) {
        trials = 1
        (files, labels, patients) = (other.files, other.labels, other.patients)
        correct = other.labels.map { $0 == name ? 1 : 0 }
    }

    /// The fraction of the images whose actual class is `name`, in [0, 1]; nil without images.
    package func fraction(of name: String) -> Double? {
        Statistics.mean(labels.map { $0 == name ? 1 : 0 })
    }

    /// The test of the group against a constant classifier, which predicts the class `name` for
    /// every image.
    package func test(againstAlways name: String) -> PairwiseComparison.Test? {
        test(against: CorrectPredictions(always: name, on: self))
    }

    /// The test of this group against another one on the same images: a permutation test over the
    /// patients if they are known; otherwise McNemar's test if both groups have one trial, and a
    /// paired z-test over the images if one has several. Nil if the groups have different images,
    /// or if the differences of all images are equal but not 0.
    package func test(against other: CorrectPredictions?) -> PairwiseComparison.Test? {
        guard let other, other.files == files else { return nil }
        if let patients, other.patients == patients { return test(against: other, by: patients) }
        let differences = zip(correct, other.correct).map { $0 - $1 }
        let effect = ObservedEffect(of: differences, unit: .images)
        if trials == 1, other.trials == 1 {
            let onlyFirst = zip(correct, other.correct).count { $0 > $1 }
            let onlySecond = zip(correct, other.correct).count { $0 < $1 }
            return PairwiseComparison.Test(
                name: "McNemar's exact test on the predictions, \(onlyFirst) against \(onlySecond)",
                probability: Statistics.mcNemar(onlyFirst: onlyFirst, onlySecond: onlySecond),
                effect: effect)
        }
        let name = "a paired z-test over the images"
        if differences.allSatisfy({ abs($0) < 1e-12 }) {
            return PairwiseComparison.Test(name: name, probability: 1)
        }
        guard let mean = Statistics.mean(differences),
            let std = Statistics.std(differences), std > 0
        else { return nil }
        let error = std / Double(differences.count).squareRoot()
        return PairwiseComparison.Test(
            name: name, probability: Statistics.normal(mean / error), effect: effect)
    }

    /// The sign-flip test of the differences in correct predictions, summed over the images of
    /// each patient: images of one patient are correlated, so the groups are swapped for whole
    /// patients. With one trial in each group and one image per patient it is McNemar's exact test.
    private func test(against other: CorrectPredictions, by patients: PatientClusters)
        -> PairwiseComparison.Test
    {
        var sums = [Double](repeating: 0, count: patients.count)
        for (index, patient) in patients.ofImages.enumerated() {
            sums[patient] += correct[index] - other.correct[index]
        }
        // A difference of 0 is the same with either sign, so such patients can be left out.
        let differing = sums.filter { abs($0) > 1e-12 }
        return PairwiseComparison.Test(
            name: "a permutation test over \(Formatting.plural(patients.count, "patient"))",
            probability: Statistics.signFlip(differing) ?? 1,
            effect: ObservedEffect(of: sums, unit: .patients))
    }
}
