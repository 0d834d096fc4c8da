extension Subgroups {
    /// Computes the metrics of all subgroups, and of the intersections of every two attributes.
    /// - Parameters:
    ///   - predictions: the predictions of N images, each with weight 1.
    ///   - threshold: the probability from which the positive class is predicted; nil: the most
    ///     probable class is predicted. The calibration error does not depend on it.
    ///   - attributes: the attributes, each with N values.
    ///   - bootstrap: the bootstrap of the overall metrics.
    ///   - indices: the index of each image in the bootstrap, `[N]`.
    package init(
        _ predictions: WeightedPredictions, threshold: Double? = nil,
        _ attributes: [ImageAttribute], bootstrap: Bootstrap, indices: [Int]
    ) {
        precondition(indices.count == predictions.count)
        precondition(attributes.allSatisfy { $0.values.count == predictions.count })
        let decided = threshold.map { predictions.decided(at: $0) } ?? predictions
        let images = SubgroupImages(
            predictions: decided, units: indices.map { bootstrap.clusters?[$0] ?? $0 })
        let single = attributes.flatMap { Candidate.all($0) }
        let pairs = attributes.indices.flatMap { first in
            attributes[(first + 1)...].flatMap { Candidate.all(attributes[first], $0) }
        }
        let candidates: [Candidate] = single + pairs
        let comparisons = candidates.map { images.comparisons($0.own, $0.rest) }
        var samples = SubgroupSamples(predictions, decided: decided)
        let whole = Self.whole(predictions)
        for (_, measure) in whole { samples.add(Array(predictions.labels.indices), measure) }
        for comparison in comparisons.joined() {
            samples.add(comparison.own, comparison.measure)
            if let others = comparison.others { samples.add(others, comparison.measure) }
        }
        samples.draw(bootstrap, indices)
        let (ofTests, order) = Self.tests(images, candidates, comparisons)
        let corrected = Dictionary(
            uniqueKeysWithValues: zip(order, Statistics.holm(order.map { ofTests[$0] ?? 1 })))
        let hasPatients = bootstrap.clusters != nil
        let subgroups = zip(candidates, comparisons).map { candidate, comparisons in
            Subgroup(
                terms: candidate.terms, counts: images.counts(candidate.own),
                patients: hasPatients ? images.units(of: candidate.own) : nil,
                onlyClass: images.onlyClass(candidate.own),
                figures: Dictionary(
                    uniqueKeysWithValues: comparisons.compactMap { comparison in
                        var figure = samples.figure(comparison)
                        figure?.pValue = comparison.test.flatMap { ofTests[$0] }
                        figure?.correctedP = comparison.test.flatMap { corrected[$0] }
                        return figure.map { (comparison.name, $0) }
                    }))
        }
        let crossed = subgroups[single.count...]
        self.init(
            overall: Dictionary(
                uniqueKeysWithValues: whole.compactMap { name, measure in
                    samples.estimate(Array(predictions.labels.indices), measure).map { (name, $0) }
                }),
            attributes: attributes.map { Unknown(attribute: $0.name, images: $0.unknown) },
            subgroups: Array(subgroups[..<single.count]),
            intersections: crossed.filter { !$0.isTooSmall },
            smallIntersections: crossed.count { $0.isTooSmall }, tests: order.count)
    }

    /// A subgroup with the rest that it is compared with.
    private struct Candidate {
        var terms: [Term]
        var own: [Int]
        var rest: [Int]

        private init(_ terms: [Term], _ known: [Int], _ isOwn: (Int) -> Bool) {
            self.terms = terms
            own = known.filter(isOwn)
            rest = known.filter { !isOwn($0) }
        }

        /// The subgroups of an attribute that have images.
        static func all(_ attribute: ImageAttribute) -> [Candidate] {
            let known = attribute.values.indices.filter { attribute.values[$0] != nil }
            return attribute.levels.enumerated().map { level, value in
                Candidate([Term(attribute: attribute.name, value: value)], known) {
                    attribute.values[$0] == level
                }
            }.filter { !$0.own.isEmpty }
        }

        /// The intersections of two attributes that have images.
        static func all(_ first: ImageAttribute, _ second: ImageAttribute) -> [Candidate] {
            let known = first.values.indices.filter {
                first.values[$0] != nil && second.values[$0] != nil
            }
            return first.levels.enumerated().flatMap { one, value in
                second.levels.enumerated().map { other, another in
                    Candidate(
                        [
                            Term(attribute: first.name, value: value),
                            Term(attribute: second.name, value: another),
                        ], known
                    ) { first.values[$0] == one && second.values[$0] == other }
                }
            }.filter { !$0.own.isEmpty }
        }
    }

    /// The metrics of all images.
    private static func whole(
        _ predictions: WeightedPredictions
    ) -> [(name: String, measure: SubgroupMeasure)] {
        var list: [(String, SubgroupMeasure)] = [
            ("accuracy", .accuracy), ("balanced_accuracy", .balancedAccuracy),
            ("auroc", .areaUnderROC), ("ece", .calibrationError),
        ]
        if predictions.isBinary, let positive = predictions.positive {
            list += [("sensitivity", .recall(positive)), ("specificity", .recall(1 - positive))]
        }
        return list
    }

    /// The p-values of all tests, and the tests in the order of the subgroups.
    private static func tests(
        _ images: SubgroupImages, _ candidates: [Candidate], _ comparisons: [[SubgroupComparison]]
    ) -> (pValues: [SubgroupComparison.Test: Double], order: [SubgroupComparison.Test]) {
        var pValues: [SubgroupComparison.Test: Double] = [:]
        var order: [SubgroupComparison.Test] = []
        for (candidate, comparisons) in zip(candidates, comparisons) {
            let open = comparisons.filter { $0.test.map { pValues[$0] == nil } ?? false }
            guard !open.isEmpty else { continue }
            let labels = images.predictions.labels
            let column = images.onlyClass(candidate.own)
            let permutation = SubgroupPermutation(
                images, own: candidate.own,
                rest: column.map { column in candidate.rest.filter { labels[$0] == column } }
                    ?? candidate.rest,
                both: column.map { column in labels.indices.filter { labels[$0] != column } }
                    ?? [])
            let name =
                "subgroup "
                + candidate.terms.map { "\($0.attribute)=\($0.value)" }.joined(separator: ",")
            let found = permutation.pValues(open.map(\.measure), name: name)
            for (comparison, value) in zip(open, found) {
                guard let test = comparison.test, let value else { continue }
                pValues[test] = value
                order.append(test)
            }
        }
        return (pValues, order)
    }
}
