import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// A suggested validation split that would give a study enough images, or patients if they are
/// known, to choose by.
struct SplitRemedy {
    /// The fractions for validation that leave enough images to train on.
    private static let fractions = [0.1, 0.15, 0.2, 0.3]
    private static let folds = 5

    private let results: StudyResults
    /// The data set's settings in the first trial.
    private let settings: DatasetSettings?

    init(_ results: StudyResults) {
        self.results = results
        settings = results.trials.first?.record.settings.dataset
    }

    private var dataset: DatasetRecord { results.lock.dataset }
    private var unit: String { dataset.patients?[.train] == nil ? "image" : "patient" }

    /// The suggestion as a clause of a sentence; nil if the study has too few images for any split.
    var markdown: Markdown? {
        if let limit = settings?.limit[Split.val.rawValue], dataset.total(.val) == limit {
            return "a higher \(Markdown.code("dataset.limit.val")) may keep more of them"
        }
        switch settings?.split.kind ?? "official" {
        case "official", "grouped":
            let current = settings?.split.values.optionalNumber("validation") ?? 0
            let fractions = dividesPool ? Self.fractions.filter { $0 > current } : []
            guard let pool else { return fractions.first.map(grouped) ?? larger }
            let fraction = fractions.first { Int($0 * Double(pool)) >= StudyChoice.fewImages }
            if let fraction {
                return "\(grouped(fraction)), here about \(count(fraction * Double(pool)))"
            }
            return pool < StudyChoice.fewImages ? nil : crossValidation(pool)
        case "folds": return nil
        default: return larger
        }
    }

    private var larger: Markdown {
        "a larger validation split (\(Markdown.code("dataset.split"))) may separate them"
    }

    /// Whether a new split would divide the existing training and validation images.
    private var dividesPool: Bool {
        guard let split = settings?.split.values.values else { return true }
        let from = split["from"]?.elements?.compactMap(\.text)
        return from.map { Set($0) == ["train", "val"] } ?? true
            && split["test"].map(\.isNull) ?? true
    }

    /// The number of images, or patients, that a new split would divide; nil if it is unknown,
    /// because a limit takes images from every split after it is made.
    private var pool: Int? {
        let isLimited = results.trials.contains {
            $0.record.settings.dataset?.limit.isEmpty == false
        }
        let count = [Split.train, .val].reduce(0) {
            $0 + (dataset.patients?[$1] ?? dataset.total($1))
        }
        return isLimited || dataset.varies || !dividesPool || count == 0 ? nil : count
    }

    private func count(_ number: Double) -> String {
        Formatting.plural(Int(number.rounded()), unit)
    }

    private var images: String {
        dataset.total(.val) > 0 ? "training and validation images" : "training images"
    }

    private func grouped(_ fraction: Double) -> Markdown {
        let fraction = JSONValue.text(of: fraction)
        let setting = Markdown.code(
            "\"dataset\": { \"split\": { \"kind\": \"grouped\", \"validation\": \(fraction) } }")
        return "\(setting) takes a validation split from the \(images)"
    }

    private func crossValidation(_ pool: Int) -> Markdown {
        let folds = (0..<Self.folds).map(String.init).joined(separator: ", ")
        let split = Markdown.code(
            "\"dataset\": { \"split\": { \"kind\": \"folds\", \"k\": \(Self.folds) } }")
        let sweep = Markdown.code("\"sweep\": { \"dataset.split.fold\": [\(folds)] }")
        let all = count(Double(pool))
        return "\(split) with \(sweep) validates on all \(images) in turn, here \(all)"
    }
}
