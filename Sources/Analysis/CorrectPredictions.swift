package import Evaluation
package import Results
package import Terminal
package import Vocabulary

/// For every image, the fraction of a group's trials whose prediction of it is correct.
package struct CorrectPredictions {
    private let trials: Int
    private let files: [String]
    /// The actual class of each image.
    private let labels: [String]
    /// The fraction of the trials with a correct prediction, of each image.
    private let correct: [Double]
    /// Nil where nothing says which images are of one patient, and where no patient has several.
    private let patients: PatientClusters?

    /// Nil without predictions of all trials that match their accuracy.
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

    /// Of predicting one class for every image of another's.
    private init(always name: String, on other: CorrectPredictions) {
        trials = 1
        (files, labels, patients) = (other.files, other.labels, other.patients)
        correct = other.labels.map { $0 == name ? 1 : 0 }
    }

    /// The fraction of the images that are of a class.
    package func share(of name: String) -> Double? {
        Statistics.mean(labels.map { $0 == name ? 1 : 0 })
    }

    /// The test against predicting one class for every image, as against another group.
    package func test(againstAlways name: String) -> Duel.Test? {
        test(against: CorrectPredictions(always: name, on: self))
    }

    /// Where patients are known, a permutation test over them; else McNemar's test for two trials,
    /// a paired z-test for means of several. Nil when the images are others, or without any spread
    /// in what is not equal.
    package func test(against other: CorrectPredictions?) -> Duel.Test? {
        guard let other, other.files == files else { return nil }
        if let patients, other.patients == patients { return test(against: other, by: patients) }
        if trials == 1, other.trials == 1 {
            let onlyFirst = zip(correct, other.correct).count { $0 > $1 }
            let onlySecond = zip(correct, other.correct).count { $0 < $1 }
            return Duel.Test(
                name: "McNemar's exact test on the predictions, \(onlyFirst) against \(onlySecond)",
                probability: Statistics.mcNemar(onlyFirst: onlyFirst, onlySecond: onlySecond))
        }
        let name = "a paired z-test over the images"
        let differences = zip(correct, other.correct).map { $0 - $1 }
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
    private func test(against other: CorrectPredictions, by patients: PatientClusters) -> Duel.Test
    {
        var sums = [Double](repeating: 0, count: patients.count)
        for (place, patient) in patients.ofImages.enumerated() {
            sums[patient] += correct[place] - other.correct[place]
        }
        // Patients on whom both are equally good change no sum.
        let differing = sums.filter { abs($0) > 1e-12 }
        return Duel.Test(
            name: "a permutation test over \(Numbers.plural(patients.count, "patient"))",
            probability: Statistics.signFlip(differing) ?? 1)
    }
}
