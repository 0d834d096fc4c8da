import Results

/// Two groups, the better one first, and the tests whether its lead is more than chance.
struct Duel {
    /// A probability that so large a difference comes about by chance, and how it was found.
    struct Test: Hashable {
        let name: String
        let probability: Double
    }

    let best: Comparison.Score
    let other: Comparison.Score
    let tests: [Test]

    /// A fraction of all images.
    var lead: Double { best.mean - other.mean }

    /// Whether every test finds the lead to be more than chance.
    var isClear: Bool {
        lead > 0 && !tests.isEmpty && tests.allSatisfy { $0.probability < Comparison.level }
    }

    /// With several seeds or folds, their spread counts; the choice of test images always does.
    init(
        _ best: Comparison.Score, _ other: Comparison.Score, split: MetricSplit, images: Int,
        repeats: String
    ) {
        self.best = best
        self.other = other
        let welch = Statistics.welch(best.accuracies, other.accuracies)
            .map { Test(name: "Welch's t-test over the \(repeats)", probability: $0) }
        let overImages =
            Self.paired(best.group, other.group, split)
            ?? Self.unpaired(best.mean, other.mean, images)
        tests = [welch, overImages].compactMap { $0 }
    }

    /// On the same images: McNemar's test for two trials, a paired z-test for means of several.
    private static func paired(
        _ first: TrialGroup, _ second: TrialGroup, _ split: MetricSplit
    ) -> Test? {
        guard let (filesA, a) = shares(first, split), let (filesB, b) = shares(second, split),
            filesA == filesB
        else { return nil }
        if first.trials.count == 1, second.trials.count == 1 {
            let onlyFirst = zip(a, b).count { $0 > $1 }
            let onlySecond = zip(a, b).count { $0 < $1 }
            return Test(
                name: "McNemar's exact test on the predictions, \(onlyFirst) against \(onlySecond)",
                probability: Statistics.mcNemar(onlyFirst: onlyFirst, onlySecond: onlySecond))
        }
        let differences = zip(a, b).map { $0 - $1 }
        guard let mean = Statistics.mean(differences),
            let deviation = Statistics.deviation(differences), deviation > 0
        else { return nil }
        let error = deviation / Double(differences.count).squareRoot()
        return Test(
            name: "a paired z-test over the images", probability: Statistics.normal(mean / error))
    }

    /// For every image, the share of the group's trials that have it right; nil without all predictions.
    private static func shares(
        _ group: TrialGroup, _ split: MetricSplit
    ) -> (files: [String], right: [Double])? {
        let all = group.trials.compactMap { trial in
            trial.matchingPredictions(split)?.rows.sorted { $0.file < $1.file }
        }
        guard all.count == group.trials.count, let first = all.first else { return nil }
        let files = first.map(\.file)
        guard all.allSatisfy({ $0.map(\.file) == files }) else { return nil }
        let right = files.indices.map { index in
            Double(all.count { $0[index].isRight }) / Double(all.count)
        }
        return (files, right)
    }

    /// From the accuracies alone, as if the images of the two were others.
    private static func unpaired(_ a: Double, _ b: Double, _ images: Int) -> Test? {
        guard images > 0 else { return nil }
        let (first, second) = (
            Statistics.binomialError(a, count: images), Statistics.binomialError(b, count: images)
        )
        let error = (first * first + second * second).squareRoot()
        guard error > 0 else { return nil }
        return Test(
            name: "a z-test with binomial standard errors",
            probability: Statistics.normal((a - b) / error))
    }
}
