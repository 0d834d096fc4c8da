import Analysis
import Markup
import Terminal

/// The notes on configurations whose folds do not predict each image exactly once.
struct OutOfFoldOmissions {
    private static let most = 12
    private static let mostFolds = 6

    private let omissions: [OutOfFoldPredictions.Omission]
    /// Whether the notes name the seed.
    private let hasSeeds: Bool

    init(_ outOfFold: OutOfFoldAnalysis) {
        omissions = outOfFold.omissions
        let seeds = omissions.map(\.seed) + outOfFold.configurations.flatMap(\.sets).map(\.seed)
        hasSeeds = Set(seeds).count > 1
    }

    /// One note for each configuration and seed that is left out; with very many, the last one
    /// counts the others.
    var notes: [Markdown] {
        let rest = omissions.count - Self.most
        return omissions.prefix(Self.most).map(note)
            + (rest > 0 ? ["\(Formatting.count(rest)) more are left out."] : [])
    }

    private func note(_ omission: OutOfFoldPredictions.Omission) -> Markdown {
        let seed = hasSeeds ? " with seed \(omission.seed)" : ""
        return "\(omission.label)\(seed) is left out: \(reason(omission.reason))."
    }

    private func reason(_ reason: OutOfFoldPredictions.Omission.Reason) -> Markdown {
        switch reason {
        case .missingFolds(let folds, let count):
            let rest = folds.count - Self.mostFolds
            let names = Formatting.list(
                Array(folds.prefix(Self.mostFolds)) + (rest > 0 ? ["\(rest) more"] : []))
            let (noun, verb) = folds.count == 1 ? ("fold", "has") : ("folds", "have")
            return
                "\(Formatting.count(folds.count)) of \(Formatting.count(count)) folds (\(noun) \(names)) \(verb) no usable predictions, so some images are not predicted"
        case .repeatedImages(let count, let example):
            let verb = count == 1 ? "is" : "are"
            return
                "\(Formatting.plural(count, "image")) \(verb) predicted more than once, such as \(Markdown.code(example))"
        case .otherCount(let found, let expected):
            return
                "its folds have \(Formatting.plural(found, "image")), but the training and validation images of the study are \(Formatting.count(expected))"
        case .limited(let limit):
            return
                "\(Markdown.code("dataset.limit.val")) keeps \(Formatting.count(limit)) images of each fold, so the others are not predicted"
        case .otherClasses:
            return "its folds have different classes"
        case .otherImages(let seed):
            return "its images or their classes are not those of seed \("\(seed)" as String)"
        }
    }
}
