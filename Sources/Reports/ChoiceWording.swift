import Evaluation
package import Results
package import Settings

/// What is chosen and why not, in words that all pages, reports and commands share.
package struct ChoiceWording: Sendable {
    package let choice: StudyChoice
    private let results: StudyResults

    package init(_ results: StudyResults) { self.init(results, StudyChoice(results)) }

    init(_ results: StudyResults, _ choice: StudyChoice) {
        (self.results, self.choice) = (results, choice)
    }

    /// A line for lists: what is chosen with its means over its trials, or why nothing is; nil before all trials are done,
    /// and where files of some are missing.
    package var line: String? {
        guard results.missing.isEmpty,
            results.lock.trials.allSatisfy({ $0.state == .complete })
        else { return nil }
        guard choice.undecided == nil, let first = choice.winners.first else {
            let last =
                EpochWording(results).isLast ? "; figures are those of the last epoch" : ""
            return choice.undecided.map { "nothing chosen: \(Self.reason($0))\(last)" }
        }
        let names = Numbers.list(choice.winners.map(\.group.label))
        let shown = choice.winners.map { figures($0) }.joined(separator: "; ")
        if results.groups.count == 1 { return shown }
        let verb = choice.winners.count > 1 ? "share the first place on" : "chosen on"
        let split = choice.metric?.part == .train ? "training figures" : "validation"
        let count = first.values.count
        let mean = count > 1 ? ", means of \(count) \(results.repeatNoun)s" : ", one seed"
        return "\(names) \(verb) \(split): \(shown)\(mean)"
    }

    /// `val_accuracy 94.2%, test accuracy 84.1%`
    private func figures(_ candidate: StudyChoice.Candidate) -> String {
        let monitored = choice.metric.map { "\($0.name) \(Self.value(candidate.mean, $0))" }
        let test = Statistics.mean(candidate.group.bestAccuracies(.test)).map {
            "test accuracy \(Numbers.percent($0))"
        }
        return [monitored, test].compactMap { $0 }.joined(separator: ", ")
    }

    /// For programs: what is chosen or why nothing is, and every configuration with its means over its trials.
    package var json: JSON {
        let chosen = Set(choice.winners.map(\.group.name))
        return [
            "chosen": .array(choice.winners.map { .string($0.group.name) }),
            "reason": choice.undecided.map { .string(Self.reason($0)) } ?? .null,
            "metric": choice.metric.map { .string($0.name) } ?? .null,
            "validationImages": .number(Double(results.lock.dataset.total(.val))),
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

    /// A value of a metric, with the spread over trials where there is one.
    static func value(
        _ mean: Double, _ metric: MonitoredMetric, deviation: Double? = nil, decimals: Int = 1
    ) -> String {
        if metric.isShare { return Numbers.percent(mean, deviation, decimals: decimals) }
        if metric.metric == "loss" {
            return Numbers.significant(mean)
                + (deviation.map { " ± \(Numbers.significant($0))" } ?? "")
        }
        return Numbers.fixed(mean, 3) + Numbers.spread(deviation, 3)
    }

    /// Why nothing is chosen, as in "nothing is chosen: ...".
    package static func reason(_ reason: StudyChoice.Reason) -> String {
        switch reason {
        case .noTrials: "no trial is complete"
        case .noValidation: "there is no validation split"
        case .noMetric: "training.monitor is none"
        case .severalMetrics(let names): "trials monitor different metrics (\(Numbers.list(names)))"
        case .severalLosses:
            "trials minimize different losses, whose values cannot be compared"
        case .otherImages: "the configurations are not validated on the same images"
        case .fewImages(let count):
            "\(Numbers.plural(count, "validation image")) are too few to tell configurations apart"
        case .withinError:
            "validation cannot tell the configurations apart, for all lie within one standard error of the first"
        }
    }

    /// What would let validation choose; nil where no split would.
    var remedy: Markdown? {
        switch choice.undecided {
        case .noValidation, .fewImages:
            let pool = results.lock.dataset.total(.train) + results.lock.dataset.total(.val)
            let count = Int((0.1 * Double(pool)).rounded())
            let size = pool > 0 ? ", here about \(Numbers.plural(count, "image"))" : ""
            return
                "\(Markdown.code("\"dataset\": { \"split\": { \"kind\": \"grouped\", \"validation\": 0.1 } }")) "
                + "takes a validation split from the training images\(size)"
        case .withinError:
            return
                "more seeds, or a larger validation split (\(Markdown.code("dataset.split"))), could tell more"
        case .noMetric: return "\(Markdown.code("training.monitor")) names a metric"
        default: return nil
        }
    }
}
