import Results

/// What the best trial takes for what.
struct ConfusionSection {
    let comparison: Comparison

    private static let mostClasses = 12

    var markdown: String? {
        guard let trial = comparison.bestTrial,
            let predictions = trial.matchingPredictions(comparison.split),
            predictions.classes.count <= Self.mostClasses
        else { return nil }
        let split = comparison.split
        let file = "trials/\(trial.entry.id)/predictions-\(split.rawValue).csv"
        let group = comparison.best?.group
        let choice =
            (group?.trials.count ?? 1) > 1
            ? ", the trial of \(group?.label ?? "") with the best \(Markdown.code(trial.record.select))"
            : ""
        return Markdown.section(
            "The best trial's answers",
            [
                """
                \(Markdown.code(trial.entry.id))\(choice), at epoch \(trial.record.bestEpoch), on \
                the \(Numbers.plural(predictions.rows.count, "\(split.title) image")) \
                ([\(file)](\(file))).
                """,
                matrix(predictions),
                predictions.classes.count == 2 ? binary(predictions) : nil,
            ])
    }

    private func matrix(_ predictions: Predictions) -> String {
        let classes = predictions.classes
        let rows = classes.map { label in
            let own = predictions.rows.filter { $0.label == label }
            let right = own.count(where: \.isRight)
            return ["is \(label)"]
                + classes.map { name in Numbers.count(own.count { $0.predicted == name }) }
                + [own.isEmpty ? "–" : Numbers.percent(Double(right) / Double(own.count))]
        }
        return Markdown.table([""] + classes.map { "called \($0)" } + ["right"], rows: rows)
    }

    private func binary(_ predictions: Predictions) -> String? {
        let positive = predictions.classes.firstIndex(of: "PNEUMONIA") ?? 1
        let name = predictions.classes[positive]
        let sick = predictions.rows.filter { $0.label == name }
        let well = predictions.rows.filter { $0.label != name }
        guard !sick.isEmpty, !well.isEmpty else { return nil }
        let sensitivity = Double(sick.count(where: \.isRight)) / Double(sick.count)
        let specificity = Double(well.count(where: \.isRight)) / Double(well.count)
        func interval(_ share: Double, _ count: Int) -> String {
            let range = Statistics.wilson(share, count: count)
            return
                "\(Numbers.percent(share)) (95% interval \(Numbers.percent(range.lowerBound)) to "
                + "\(Numbers.percent(range.upperBound)))"
        }
        var items = [
            "sensitivity (\(name) found): \(interval(sensitivity, sick.count))",
            "specificity (no false alarm): \(interval(specificity, well.count))",
            "balanced accuracy: \(Numbers.percent((sensitivity + specificity) / 2))",
        ]
        func scores(_ rows: [Prediction]) -> [Double] { rows.map { $0.probabilities[positive] } }
        let isFinite = (scores(sick) + scores(well)).allSatisfy(\.isFinite)
        if isFinite,
            let area = Statistics.areaUnderCurve(positives: scores(sick), negatives: scores(well))
        {
            items.append("area under the ROC curve: \(Numbers.fixed(area, 3))")
        }
        return "With \(name) as the positive class:\n\n" + Markdown.bullets(items)
    }
}
