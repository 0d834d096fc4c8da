package import Evaluation
package import JSON
package import Markup
package import Results
import Terminal
import Vocabulary

/// The text on which configuration is chosen, or why none is, shared by all pages, reports and
/// commands.
package struct ChoiceWording: Sendable {
    /// The choice that is described.
    let choice: StudyChoice
    private let results: StudyResults

    /// Describes the choice that follows from the results.
    package init(_ results: StudyResults) { self.init(results, StudyChoice(results)) }

    /// Describes a choice that was already computed from the results.
    package init(_ results: StudyResults, _ choice: StudyChoice) {
        (self.results, self.choice) = (results, choice)
    }

    /// A line for lists: the chosen configuration with its means over trials, or why none is
    /// chosen.
    package var line: String {
        if let reason = choice.undecided {
            let last = EpochWording(results).isLast ? "; results are those of the last epoch" : ""
            return "nothing chosen: \(Self.reason(reason))\(last)"
        }
        let names = Formatting.list(choice.winners.map(\.group.label))
        let shown = choice.winners.map { means($0) }.joined(separator: "; ")
        if results.groups.count == 1 { return shown }
        let verb = choice.winners.count > 1 ? "share the first place" : "chosen"
        let source = choice.metric?.part == .train ? "by a training metric" : "on validation"
        let counts = Set(choice.winners.map(\.values.count)).sorted()
        let mean =
            counts == [1]
            ? "one \(results.repeatNoun)"
            : "means of \(counts.map(String.init).joined(separator: " or ")) \(results.repeatNoun)s"
        return "\(names) \(verb) \(source): \(shown), \(mean)"
    }

    /// The means of the monitored metric and the test accuracy: `val_accuracy 94.2%, test accuracy
    /// 84.1%`.
    private func means(_ candidate: StudyChoice.Candidate) -> String {
        let monitored = choice.metric.map { "\($0.name) \(Self.value(candidate.mean, $0))" }
        let test = Statistics.mean(candidate.group.bestAccuracies(.test)).map {
            "test accuracy \(Formatting.percent($0))"
        }
        return [monitored, test].compactMap { $0 }.joined(separator: ", ")
    }

    /// The choice as JSON: the chosen configurations or the reason why there is none, and every
    /// configuration with its means over trials.
    package var json: JSONValue {
        let chosen = Set(choice.winners.map(\.group.name))
        let (images, patients) = (results.lock.dataset.total(.val), results.lock.dataset.patients)
        return [
            "chosen": .array(choice.winners.map { .string($0.group.name) }),
            "reason": choice.undecided.map { .string(Self.reason($0)) } ?? .null,
            "metric": choice.metric.map { .string($0.name) } ?? .null,
            "validationImages": .number(Double(images)),
            "validationPatients": (patients?[.val]).map { .number(Double($0)) } ?? .null,
            "configurations": .array(
                results.groups.map { group in
                    let candidate = choice.candidates.first { $0.group.name == group.name }
                    let test = Statistics.mean(group.bestAccuracies(.test))
                    return [
                        "name": .string(group.name), "label": .string(group.label),
                        "trials": .number(Double(group.trials.count)),
                        "chosen": .boolean(chosen.contains(group.name)),
                        "monitored": candidate.map { .number($0.mean) } ?? .null,
                        "testAccuracy": test.map { .number($0) } ?? .null,
                    ]
                }),
        ]
    }

    /// A value of a metric, with the standard deviation over trials if there is one.
    package static func value(
        _ mean: Double, _ metric: MonitoredMetric, std: Double? = nil, decimals: Int = 1
    ) -> String {
        let number =
            metric.isFraction
            ? Formatting.percent(mean, decimals: decimals)
            : metric.metric == "loss" ? Formatting.significant(mean) : Formatting.fixed(mean, 3)
        return number + spread(std, metric, decimals: decimals)
    }

    /// The standard deviation of a metric over trials, as in ` ± 0.4`; empty if there is none.
    package static func spread(_ std: Double?, _ metric: MonitoredMetric, decimals: Int)
        -> String
    {
        if metric.isFraction { return Formatting.spread(std.map { 100 * $0 }, decimals) }
        if metric.metric == "loss" {
            return std.map { " ± \(Formatting.significant($0))" } ?? ""
        }
        return Formatting.spread(std, 3)
    }

    /// The reason why nothing is chosen, as in "nothing is chosen: ...".
    package static func reason(_ reason: StudyChoice.Reason) -> String {
        switch reason {
        case .noTrials: "no trial is complete"
        case .noValidation: "there is no validation split"
        case .noMetric: "training.monitor is none"
        case .severalMetrics(let names):
            "trials monitor different metrics (\(Formatting.list(names)))"
        case .severalLosses:
            "trials minimize different losses, whose values cannot be compared"
        case .otherImages: "the configurations have different validation images"
        case .otherClass:
            "the configurations have different positive classes, on which the monitored metric depends"
        case .fewImages(let count): few(count, "validation image")
        case .fewPatients(let count): few(count, "validation patient")
        case .unfinished(let count, of: let all):
            "\(count) of \(Formatting.plural(all, "trial")) \(count == 1 ? "has" : "have") no complete result "
                + "(not finished, failed or missing), and the choice needs all trials"
        case .notDefined(let labels):
            "the monitored metric has no value for \(Formatting.list(labels))"
        case .withinError:
            "all configurations lie within one standard error of the best on validation"
        case .notMeasured(let labels, let split):
            "\(Formatting.list(labels)), the best by the monitored metric, \(labels.count == 1 ? "has" : "have") "
                + "no \(split.title) accuracy"
        }
    }

    private static func few(_ count: Int, _ unit: String) -> String {
        "\(Formatting.plural(count, unit)) \(count == 1 ? "is" : "are") too few to choose a configuration"
    }

    /// A change to the study that could let validation choose; nil if no split could, or if another
    /// program trained the networks.
    package var remedy: Markdown? {
        guard results.lock.origin == nil else { return nil }
        switch choice.undecided {
        case .noValidation, .fewImages, .fewPatients: return SplitRemedy(results).markdown
        case .withinError:
            return
                "more seeds or a larger validation split (\(Markdown.code("dataset.split"))) may separate them"
        case .noMetric:
            return
                "set \(Markdown.code("training.monitor")) to a metric, such as \(Markdown.code("val_accuracy"))"
        default: return nil
        }
    }
}
