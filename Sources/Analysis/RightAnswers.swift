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
    /// Nil where nothing says which images are of one patient, and where no patient has several.
    private let patients: PatientClusters?

    /// Nil without predictions of all trials that match their accuracy.
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

    /// Of predicting one class for every image of another's.
    private init(always name: String, on other: RightAnswers) {
        trials = 1
        (files, labels, patients) = (other.files, other.labels, other.patients)
        right = other.labels.map { $0 == name ? 1 : 0 }
    }

    /// The fraction of the images that are of a class.
    package func share(of name: String) -> Double? {
        Statistics.mean(labels.map { $0 == name ? 1 : 0 })
    }

    /// The test against predicting one class for every image, as against another group.
    package func test(againstAlways name: String) -> Duel.Test? {
        test(against: RightAnswers(always: name, on: self))
    }

    /// Where patients are known, a permutation test over them; else McNemar's test for two trials,
    /// a paired z-test for means of several. Nil when the images are others, or without any spread
    /// in what is not equal.
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

    /// Swaps the two for whole patients, whose images are alike: the sign-flip test of the
    /// differences in correct images of each patient. With one trial each, and one image a patient,
    /// it is McNemar's exact test.
    private func test(against other: RightAnswers, by patients: PatientClusters) -> Duel.Test {
        var sums = [Double](repeating: 0, count: patients.count)
        for (place, patient) in patients.ofImages.enumerated() {
            sums[patient] += right[place] - other.right[place]
        }
        // Patients on whom both are equally good change no sum.
        let differing = sums.filter { abs($0) > 1e-12 }
        return Duel.Test(
            name: "a permutation test over \(Numbers.plural(patients.count, "patient"))",
            probability: Statistics.signFlip(differing) ?? 1)
    }
}
