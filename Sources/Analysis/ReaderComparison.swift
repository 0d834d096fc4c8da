package import Evaluation
package import Results

extension EvaluationRecord.Comparison {
    /// Compares a model with somebody else's predictions for the same images.
    ///
    /// The decisions of the other are those of its file, or else its most probable classes. They
    /// are compared with the most probable classes of the model, and with its decisions at its
    /// threshold if it has one. Nothing is chosen or fitted.
    ///
    /// Tests: McNemar (1947) in its exact form for accuracies, and within the images of each of two
    /// classes for sensitivities and specificities; DeLong, DeLong and Clarke-Pearson
    /// (1988) for paired areas under ROC curves; Cohen's kappa (1960) for the agreement of
    /// decisions.
    /// - Parameters:
    ///   - all: the predictions of the model.
    ///   - reader: the other predictions, of some or all of these images in the same order.
    ///   - source: the file of the other predictions.
    ///   - evaluation: the figures of all predictions of the model, with the same seed and number
    ///     of replicates, if they are known.
    ///   - positive: the positive class of two; nil if it is unknown or there are more.
    ///   - threshold: the decision threshold of the model; nil: none.
    /// - Throws: `EvaluationError` for probabilities that are not numbers, and without images.
    package init(
        of all: PredictionTable, with reader: ReaderPredictions, source: Source,
        evaluation: ModelEvaluation? = nil, positive: String?, threshold: Double?,
        replicates: Int = StudyAnalysis.replicates
    ) throws(EvaluationError) {
        let common = Set(reader.table.files)
        let table = all.keeping { common.contains(all.files[$0]) }
        precondition(table.files == reader.table.files)
        let isWhole = table.files.count == all.files.count
        let own =
            if isWhole, let evaluation {
                evaluation
            } else {
                try ModelEvaluation(
                    table, positive: positive, threshold: threshold, replicates: replicates)
            }
        let other = try ModelEvaluation(
            reader.table, positive: positive, threshold: nil, replicates: replicates)
        let (first, second) = (
            try table.weighted(positive: positive), try reader.table.weighted(positive: positive)
        )
        let known = Set(
            (reader.hasProbabilities ? EvaluationMetrics.all : ModelEvaluation.ofDecisions)
                .map(\.name))
        func decisions(_ predictions: WeightedPredictions, atThreshold: Bool) -> Decisions {
            let (labels, ours, theirs) = (
                predictions.labels, predictions.predicted, second.predicted
            )
            /// The numbers of the images of one class, or of all, that only one decides correctly.
            func single(_ column: Int? = nil) -> (images: Int, onlyModel: Int, onlyOther: Int) {
                let images = labels.indices.filter { column == nil || labels[$0] == column }
                func count(_ first: [Int], _ second: [Int]) -> Int {
                    images.count { first[$0] == labels[$0] && second[$0] != labels[$0] }
                }
                return (images.count, count(ours, theirs), count(theirs, ours))
            }
            func test(_ column: Int?) -> ClassTest? {
                guard let column else { return nil }
                let (images, onlyModel, onlyOther) = single(column)
                guard images > 0 else { return nil }
                let pValue = Statistics.mcNemar(onlyFirst: onlyModel, onlySecond: onlyOther)
                return ClassTest(
                    images: images, onlyModel: onlyModel, onlyOther: onlyOther, pValue: pValue,
                    correctedP: pValue)
            }
            let (_, onlyModel, onlyOther) = single()
            let positive = predictions.isBinary ? predictions.positive : nil
            return Decisions(
                metrics: atThreshold ? own.decided : own.metrics,
                differences: own.paired(minus: other, atThreshold: atThreshold)
                    .filter { known.contains($0.key) },
                equal: labels.indices.count { ours[$0] == theirs[$0] }, onlyModel: onlyModel,
                onlyOther: onlyOther,
                pValue: Statistics.mcNemar(onlyFirst: onlyModel, onlySecond: onlyOther),
                sensitivity: test(positive), specificity: test(positive.map { 1 - $0 }),
                kappa: Kappa(ours, theirs).map(\.figure),
                modelKappa: Kappa(labels, ours).map(\.figure))
        }
        let areas =
            reader.hasProbabilities
            ? own.area.flatMap { one in other.area.flatMap { DeLong.paired(one, $0) } } : nil
        self.init(
            source: source, images: table.files.count, unit: own.unit,
            metrics: other.metrics.filter { known.contains($0.key) },
            kappa: Kappa(second.labels, second.predicted).map(\.figure),
            mostProbable: decisions(first, atThreshold: false),
            atThreshold: own.decided.isEmpty
                ? nil : threshold.map { decisions(first.decided(at: $0), atThreshold: true) },
            area: areas.map { test in
                Area(
                    difference: .init(value: test.difference, interval: test.interval),
                    pValue: test.pValue)
            })
        self = Self.corrected([self])[0]
    }

    /// The comparisons with p-values corrected by Holm's method (1979): those of accuracies, and
    /// those of areas, for the number of files if there are several; those of sensitivities and
    /// specificities together, for both tests of all files.
    package static func corrected(_ comparisons: [Self]) -> [Self] {
        var comparisons = comparisons
        let mostProbable = Decisions.corrected(comparisons.map(\.mostProbable))
        let atThreshold = Decisions.corrected(comparisons.map(\.atThreshold))
        for index in comparisons.indices {
            comparisons[index].mostProbable = mostProbable[index] ?? comparisons[index].mostProbable
            comparisons[index].atThreshold = atThreshold[index]
        }
        guard comparisons.count > 1 else { return comparisons }
        func correct(_ value: (Self) -> Double?, _ set: (inout Self, Double) -> Void) {
            let tested = comparisons.indices.filter { value(comparisons[$0]) != nil }
            let corrected = Statistics.holm(tested.compactMap { value(comparisons[$0]) })
            for (index, probability) in zip(tested, corrected) {
                set(&comparisons[index], probability)
            }
        }
        correct({ $0.mostProbable.pValue }, { $0.mostProbable.correctedP = $1 })
        correct({ $0.atThreshold?.pValue }, { $0.atThreshold?.correctedP = $1 })
        correct({ $0.area?.pValue }, { $0.area?.correctedP = $1 })
        return comparisons
    }
}

extension EvaluationRecord.Comparison.Decisions {
    /// The decisions with the tests of sensitivities and specificities corrected together.
    fileprivate static func corrected(_ all: [Self?]) -> [Self?] {
        let values = all.flatMap { [$0?.sensitivity?.pValue, $0?.specificity?.pValue] }
        var corrected = Statistics.holm(values.compactMap { $0 })[...]
        return all.map { decisions in
            var decisions = decisions
            if decisions?.sensitivity != nil {
                decisions?.sensitivity?.correctedP = corrected.removeFirst()
            }
            if decisions?.specificity != nil {
                decisions?.specificity?.correctedP = corrected.removeFirst()
            }
            return decisions
        }
    }
}

extension Kappa {
    fileprivate var figure: EvaluationRecord.Figure { .init(value: value, interval: interval) }
}
