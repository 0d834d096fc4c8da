import Analysis
import Evaluation
import Markup
import Results
import Terminal
import Vocabulary

/// The sentences on the model and the images of an evaluation, and on what was decided before it.
struct EvaluatedSetText {
    let record: EvaluationRecord

    /// The trials of the model.
    var members: Markdown {
        record.model.map { Markdown.code($0.id) }.joined(separator: ", ")
    }

    var markdown: Markdown {
        let images = record.images
        let counts = zip(images.counts, record.classes).map {
            "\(Formatting.count($0)) \($1)"
        }
        let patients = images.patients.map { ", of \(Formatting.plural($0, "patient"))" } ?? ""
        let split = images.split.map { " (split \($0.rawValue))" } ?? ""
        let model: Markdown =
            record.model.count == 1
            ? members
            : "The ensemble of \(members) (the mean of their probabilities)"
        var sentences: [Markdown] = [
            "\(model) on \(Formatting.plural(images.total, "image")) of \(Markdown.code(images.path))\(split)\(record.labels == nil ? ": \(Formatting.list(counts))" : "")\(patients)."
        ]
        sentences.append(overlap)
        if !record.augmentation.isEmpty {
            let names = Formatting.list(record.augmentation.map(\.rawValue))
            sentences.append(
                "Probabilities are means over each image and its transformed images (test-time augmentation: \(names))."
            )
        }
        if let text = calibration { sentences.append(text) }
        if let threshold = record.threshold {
            let value = Formatting.fixed(threshold.value, 3)
            sentences.append(
                threshold.images.map {
                    "The threshold \(value) was fixed before, by \(rule(threshold)) on the \(Formatting.plural($0, "validation image")) of the study."
                } ?? "The threshold \(value) was given.")
        } else if record.positiveClass != nil {
            sentences.append(
                record.model.count == 1
                    ? "There is no threshold, because the model has no validation predictions of both classes."
                    : "There is no threshold, because the members have no validation predictions of the same images."
            )
        }
        if record.areDecisionsOutOfFold {
            sentences.append(Markdown(ModelDecisions.outOfFoldCaution))
        }
        let absent = zip(images.counts, record.classes).filter { $0.0 == 0 }.map(\.1)
        if !absent.isEmpty, record.labels == nil {
            sentences.append(
                "There are no images of \(Formatting.list(absent)), so metrics that need every class are left out."
            )
        }
        if images.repeats > 0 {
            sentences.append(
                "\(Formatting.plural(images.repeats, "image")) \(images.repeats == 1 ? "repeats" : "repeat") another one (identical files); the intervals treat them as different images, so they are too narrow."
            )
        }
        if let first = images.unread.first {
            sentences.append(
                "Files that look like images were not read: \(first)\(images.unread.count > 1 ? " and others" : "")."
            )
        }
        sentences += images.notes.map { "\($0)." }
        if record.precision != .fp32 {
            sentences.append("The network computed in \(record.precision.rawValue).")
        }
        if !images.skipped.isEmpty {
            sentences.append(
                "\(Formatting.plural(images.skipped.count, "image")) could not be read and \(images.skipped.count == 1 ? "is" : "are") left out, such as \(images.skipped[0])."
            )
        }
        return sentences.joined(separator: " ")
    }

    private func rule(_ threshold: ModelDecisions.Threshold) -> Markdown {
        let parts = threshold.rule.split(separator: ":")
        guard parts.count == 2 else { return "Youden's index" }
        switch parts[0] {
        case "cost":
            return "the smallest expected cost (false positive, false negative: \(parts[1]))"
        default: return "a \(parts[0]) of at least \(parts[1])"
        }
    }

    /// The sentence on the calibration.
    private var calibration: Markdown? {
        guard let calibration = record.calibration else { return nil }
        let name =
            switch calibration.map {
            case .temperature(let map):
                "temperature scaling (T = \(Formatting.fixed(map.temperature, 3))\(TemperatureScaling.range.lowerBound < map.temperature && map.temperature < TemperatureScaling.range.upperBound ? "" : ", the limit of the search"))"
            case .platt: "Platt scaling"
            case .isotonic: "isotonic regression"
            }
        let shown: [any Metric] = [LogLoss(), BrierScore(), CalibrationError()]
        let changes = shown.compactMap { metric -> String? in
            guard let before = calibration.before[metric.name],
                let after = record.metrics[metric.name]?.value
            else { return nil }
            return
                "\(metric.title) \(Formatting.fixed(before, 3)) before and \(Formatting.fixed(after, 3)) after"
        }
        return
            "The probabilities are calibrated by \(name), fitted to the \(Formatting.plural(calibration.images, "validation image")) of the study. On these images: \(Formatting.list(changes))."
    }

    private var overlap: Markdown {
        guard let overlaps = record.overlaps else {
            return
                "The images of the study were not available, so copies of training images would not have been noticed, and the comparison with the internal test images assumes that none is among these."
        }
        guard !overlaps.isEmpty else {
            return "No file is identical to an image of the study, and none looks the same."
        }
        let parts = overlaps.map {
            "\(Formatting.count($0.images)) \($0.images == 1 ? "is a" : "are") \($0.split.title) \($0.images == 1 ? "image" : "images") of the study (\($0.areIdentical ? "identical files" : "they look the same, as copies in another size do"))"
        }
        let shared: Markdown =
            overlaps.contains { $0.split == .test }
            ? " The two sets are therefore not compared." : ""
        let warning: Markdown =
            record.isContaminated
            ? " **The model has seen images of this evaluation, so its figures are too good.**" : ""
        return
            "Of these images, \(Formatting.list(parts)), such as \(overlaps[0].examples[0]).\(shared)\(warning)"
    }
}
