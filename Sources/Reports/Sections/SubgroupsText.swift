import Evaluation
import Markup
import Terminal

/// The tables and sentences on the subgroups of evaluated images.
struct SubgroupsText {
    let subgroups: Subgroups
    /// The names of the classes.
    let classes: [String]
    /// The positive class of two; nil if it is unknown or there are more.
    let positive: String?
    /// The number of all images of each class.
    let counts: [Int]
    /// The number of all patients; nil if they are unknown.
    let patients: Int?
    /// The unit of the intervals: `images` or `patients`.
    let unit: String
    /// Whether classes are predicted by a threshold, otherwise by the largest probability.
    let hasThreshold: Bool

    private static let shown: [any Metric] = [
        Accuracy(), BalancedAccuracy(), Sensitivity(), Specificity(), AreaUnderROC(),
        CalibrationError(),
    ]
    /// The largest number of differences that the conclusion names.
    private static let mostNamed = 6

    var markdown: Markdown {
        [introduction, values, within, gaps, conclusion, intersections].compactMap { $0 }
            .joined(separator: "\n\n")
    }

    /// The metrics of the tables.
    private var metrics: [any Metric] {
        let known = Set(subgroups.all.flatMap(\.figures.keys))
        return Self.shown.filter {
            subgroups.overall[$0.name] != nil || known.contains($0.name)
        }
    }

    private var introduction: Markdown {
        let names = subgroups.attributes.map(\.attribute)
        let decisions = hasThreshold ? "at the threshold" : "of the most probable class"
        return
            "Images divided by \(Formatting.list(names)), with the predictions \(decisions) and 95% intervals over \(unit). A metric is given from \(Subgroups.minimumOfClass) \(unit) of each class that it needs on, the accuracy from \(Subgroups.minimumOfAll) \(unit) on, and the calibration error from \(Subgroups.minimumForCalibration) \(unit) on; below, there are too few to say.\(exact)"
    }

    /// The sentence on intervals that are not those of the bootstrap; empty if there are none.
    private var exact: Markdown {
        let all = subgroups.all.flatMap { $0.figures.values.map(\.own) } + subgroups.overall.values
        return all.contains { $0.method != nil }
            ? " An interval with the name of its method is that of a fraction of the \(unit), because all bootstrap samples are equal or too many undefined."
            : ""
    }

    // MARK: - The metrics

    private var values: Markdown {
        let metrics = metrics
        let header: [Markdown] =
            ["subgroup", "images"] + (hasPatients ? ["patients"] : [])
            + [positive.map { "\($0)" } ?? "images by class"]
            + metrics.map { Markdown($0.title) }
        let all =
            [Markdown("all images")] + numbers(counts, patients)
            + metrics.map { text(subgroups.overall[$0.name], $0) ?? "–" }
        var rows = [all]
        for attribute in subgroups.attributes {
            for subgroup in subgroups.subgroups
            where subgroup.terms[0].attribute == attribute.attribute {
                rows.append(row(subgroup, metrics))
            }
            if attribute.images > 0 {
                let name = Markdown("\(attribute.attribute): no value")
                let blank = [Markdown](repeating: "", count: header.count - 2)
                rows.append([name, Markdown(Formatting.count(attribute.images))] + blank)
            }
        }
        rows += subgroups.intersections.map { row($0, metrics) }
        return Markdown.table(header, rows: rows)
    }

    private var hasPatients: Bool { subgroups.all.contains { $0.patients != nil } }

    private func numbers(_ counts: [Int], _ patients: Int?) -> [Markdown] {
        let total = counts.reduce(0, +)
        var cells = [Markdown(Formatting.count(total))]
        if hasPatients { cells.append(patients.map { Markdown(Formatting.count($0)) } ?? "–") }
        if let column = positive.flatMap({ classes.firstIndex(of: $0) }) {
            let fraction = total > 0 ? Double(counts[column]) / Double(total) : 0
            cells.append(
                "\(Formatting.count(counts[column])) (\(Formatting.percent(fraction)))")
        } else {
            let parts = zip(classes, counts).filter { $0.1 > 0 }.map { "\($0.1) \($0.0)" }
            cells.append(Markdown(parts.joined(separator: ", ")))
        }
        return cells
    }

    private func row(_ subgroup: Subgroups.Subgroup, _ metrics: [any Metric]) -> [Markdown] {
        [Markdown(subgroup.name)] + numbers(subgroup.counts, subgroup.patients)
            + metrics.map { metric in
                text(subgroup.figures[metric.name]?.own, metric)
                    ?? (isDefined(metric, subgroup) ? "too few" : "–")
            }
    }

    /// Whether a metric would be defined for a subgroup with more images.
    private func isDefined(_ metric: any Metric, _ subgroup: Subgroups.Subgroup) -> Bool {
        guard let column = subgroup.onlyClass else { return true }
        let recall =
            positive != nil && classes[column] != positive
            ? Specificity().name : Sensitivity().name
        return [recall, AreaUnderROC().name].contains(metric.name)
    }

    private func text(_ estimate: Estimate?, _ metric: any Metric) -> Markdown? {
        guard let estimate else { return nil }
        let format = MetricFormat(metric, estimate.interval)
        let method = estimate.method.map { ", \($0.name)" } ?? ""
        let interval = estimate.interval.map { " (\(format.text($0))\(method))" } ?? ""
        return Markdown(format.text(estimate.value) + interval)
    }

    /// The sentence on subgroups whose images all have one class.
    private var within: Markdown? {
        let ofClasses = Dictionary(grouping: subgroups.all) { $0.onlyClass }
        let sentences = classes.indices.compactMap { column -> Markdown? in
            guard let members = ofClasses[column], members.contains(where: { !$0.isTooSmall })
            else { return nil }
            let names = Formatting.list(members.filter { !$0.isTooSmall }.map(\.name))
            let recall =
                positive != nil && classes[column] != positive ? "specificity" : "sensitivity"
            return
                "All images of \(names) are \(classes[column]), so their \(recall) is compared within this class, and their AUROC is that of these images against all images of other classes."
        }
        return sentences.isEmpty ? nil : sentences.joined(separator: " ")
    }

    // MARK: - The differences

    private var gaps: Markdown? {
        let rows = subgroups.all.flatMap { subgroup in
            metrics.compactMap { metric -> [Markdown]? in
                guard let figure = subgroup.figures[metric.name], let gap = figure.gap else {
                    return nil
                }
                let format = MetricFormat(metric, gap.interval)
                let cells = [
                    subgroup.name, metric.title, format.text(figure.own.value),
                    format.text(figure.rest), difference(gap, format),
                    figure.ratio.map(ratio) ?? "–",
                    figure.pValue.map(Formatting.shortProbability) ?? "not tested",
                    figure.correctedP.map(Formatting.shortProbability) ?? "–",
                ]
                return cells.map { Markdown($0) }
            }
        }
        guard !rows.isEmpty else { return nil }
        let tested =
            positive == nil
            ? "the balanced accuracy and the AUROC"
            : "the sensitivity, the specificity and the AUROC; accuracy and balanced accuracy follow from these and the prevalence"
        let table = Markdown.table(
            [
                "subgroup", "metric", "value", "rest", "difference (95%)", "ratio (95%)", "p",
                "p (Holm)",
            ],
            rows: rows)
        return
            "Each subgroup minus the rest, which is all other images whose value is known. Tested are \(tested). The permutation test exchanges the values among the \(unit) with images of the same classes; Holm's method corrects for \(Formatting.plural(subgroups.tests, "test")).\n\n\(table)"
    }

    private func difference(_ gap: Estimate, _ format: MetricFormat) -> String {
        func signed(_ value: Double) -> String {
            Formatting.signed(format.inPercent ? 100 * value : value, format.decimals)
        }
        let unit = format.inPercent ? " points" : ""
        guard let interval = gap.interval else { return signed(gap.value) + unit }
        let (low, high) = (signed(interval.lowerBound), signed(interval.upperBound))
        return "\(signed(gap.value))\(unit) (\(low) to \(high))"
    }

    private func ratio(_ ratio: Estimate) -> String {
        let value = Formatting.fixed(ratio.value, 2)
        guard let interval = ratio.interval else { return value }
        return "\(value) (\(Formatting.plainRange(interval, decimals: 2)))"
    }

    // MARK: - The conclusion

    private var conclusion: Markdown {
        if subgroups.tests == 0 {
            return
                "No difference was tested, because no subgroup and its rest both have enough images."
        }
        let tests = Formatting.plural(subgroups.tests, "test")
        let found = significant
        guard !found.isEmpty else {
            return
                "No difference is significant at 0.05 after Holm's correction for \(tests). Differences as large as the intervals show are not excluded."
        }
        let named = found.prefix(Self.mostNamed).map { subgroup, metric, figure in
            let format = MetricFormat(metric, figure.gap?.interval)
            let p = figure.correctedP.map { ", corrected \(Formatting.pValue($0))" } ?? ""
            return
                "the \(metric.title) of \(subgroup.name) (\(format.text(figure.own.value)), the rest \(format.text(figure.rest))\(p))"
        }
        let more = found.count - named.count
        let list = Formatting.list(named + (more > 0 ? ["\(more) more"] : []))
        return
            "Significant at 0.05 after Holm's correction for \(tests): the difference from the rest of \(list). A difference does not show its cause: subgroups can differ in other respects as well. Where no difference was found, subgroups need not be equal."
    }

    /// The differences that are more than chance. Of the two values of an attribute, which are
    /// compared with each other, only the first is named.
    private var significant:
        [(subgroup: Subgroups.Subgroup, metric: any Metric, figure: Subgroups.Figure)]
    {
        var found: [(subgroup: Subgroups.Subgroup, metric: any Metric, figure: Subgroups.Figure)] =
            []
        for subgroup in subgroups.all {
            for metric in metrics {
                guard let figure = subgroup.figures[metric.name], figure.isSignificant else {
                    continue
                }
                let isMirrored = found.contains { other in
                    other.metric.name == metric.name
                        && other.subgroup.terms.map(\.attribute)
                            == subgroup.terms.map(\.attribute)
                        && other.figure.own.value == figure.rest
                        && other.figure.rest == figure.own.value
                }
                if !isMirrored { found.append((subgroup, metric, figure)) }
            }
        }
        return found
    }

    private var intersections: Markdown? {
        let count = subgroups.smallIntersections
        guard count > 0 else { return nil }
        return
            "\(Formatting.plural(count, "intersection")) of two attributes \(count == 1 ? "has" : "have") too few images for any metric and \(count == 1 ? "is" : "are") not listed."
    }
}
