package import Evaluation
package import Results
package import Terminal
package import Vocabulary

/// For every image, the fraction of a group's trials whose prediction of it is correct.
package struct RightAnswers {
    private let trials: Int
    private let files: [String]
    /// The actual class of each image.
    private let labels: [String]
    private let right: [Double]
    /// The patients of the images; nil if they are not recorded, or if no patient has several
    /// images.
    private let patients: PatientClusters?

    /// Counts the correct predictions of a group's trials on a split. Nil if a trial has no
    /// predictions, or if they do not match its accuracy.
    package init?(_ group: TrialGroup, _ split: Split) {
        var counts: [String: (right: Int, all: Int, label: String)] = [:]
        for trial in group.trials {
            guard let predictions = trial.matchingPredictions(split) else { return nil }
            for row in predictions.rows {
                var count = counts[row.file] ?? (0, 0, row.label)
                count.all += 1
                if row.isRight { count.right += 1 }
                counts[row.file] = count
            }
        }
        let sorted = counts.sorted { $0.key < $1.key }
        trials = group.trials.count
        files = sorted.map(\.key)
        labels = sorted.map(\.value.label)
        right = sorted.map { Double($0.value.right) / Double($0.value.all) }
        patients = PatientClusters(
            files, group.trials.map { $0.predictions[split]?.rows ?? [] })
    }

    /// The correct predictions of a constant classifier, which predicts the class `name` for every
    /// image that `other` has.
    private init(always name: String, on other: RightAnswers) {
        trials = 1
        (files, labels, patients) = (other.files, other.labels, other.patients)
        right = other.labels.map { $0 == name ? 1 : 0 }
    }

    /// The fraction of the images whose actual class is `name`, in [0, 1]; nil without images.
    package func share(of name: String) -> Double? {
        Statistics.mean(labels.map { $0 == name ? 1 : 0 })
    }

    /// The test of the group against a constant classifier, which predicts the class `name` for
    /// every image.
    package func test(againstAlways name: String) -> Duel.Test? {
        test(against: RightAnswers(always: name, on: self))
    }

    /// The test of this group against another one on the same images: a permutation test over the
    /// patients if they are known; otherwise McNemar's test if both groups have one trial, and a
    /// paired z-test over the images if one has several. Nil if the groups have different images,
    /// or if the differences of all images are equal but not 0.
    package func test(against other: RightAnswers?) -> Duel.Test? {
        guard let other, other.files == files else { return nil }
        if let patients, other.patients == patients { return test(against: other, by: patients) }
        if trials == 1, other.trials == 1 {
            let onlyFirst = zip(right, other.right).count { $0 > $1 }
            let onlySecond = zip(right, other.right).count { $0 < $1 }
            return Duel.Test(
                name: "McNemar's exact test on the predictions, \(onlyFirst) against \(onlySecond)",
                probability: Statistics.mcNemar(onlyFirst: onlyFirst, onlySecond: onlySecond))
        }
        let name = "a paired z-test over the images"
        let differences = zip(right, other.right).map { $0 - $1 }
        if differences.allSatisfy({ abs($0) < 1e-12 }) {
            return Duel.Test(name: name, probability: 1)
        }
        guard let mean = Statistics.mean(differences),
            let deviation = Statistics.deviation(differences), deviation > 0
        else { return nil }
        let error = deviation / Double(differences.count).squareRoot()
        return Duel.Test(name: name, probability: Statistics.normal(mean / error))
    }

    /// The sign-flip test of the differences in correct predictions, summed over the images of
    /// each patient: images of one patient are correlated, so the groups are swapped for whole
    /// patients. With one trial in each group and one image per patient it is McNemar's exact test.
    private func test(against other: RightAnswers, by patients: PatientClusters) -> Duel.Test {
        var sums = [Double](repeating: 0, count: patients.count)
        for (place, patient) in patients.ofImages.enumerated() {
            sums[patient] += right[place] - other.right[place]
        }
        // A difference of 0 is the same with either sign, so such patients can be left out.
        let differing = sums.filter { abs($0) > 1e-12 }
        return Duel.Test(
            name: "a permutation test over \(Numbers.plural(patients.count, "patient"))",
            probability: Statistics.signFlip(differing) ?? 1)
    }
}
