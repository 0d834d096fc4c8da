import Networks
import Studies
import Training
package import Vocabulary

/// The settings of a new study that the user chooses; a setting that is nil gets a default that
/// depends on the data.
package struct DraftOptions: Sendable {
    /// The name of the study; nil: that of the data folder.
    package var name: String?
    /// The kinds of the networks; nil: `cnn4`.
    package var networks: [String]?
    /// True if networks start from torchvision's ImageNet weights, if available, and only their
    /// heads are trained.
    package var startsFromImageNet = false
    /// The kinds of the schedules; nil: `constant` and `cosine`.
    package var schedules: [String]?
    /// The number of seeds of every configuration; nil: 3.
    package var seeds: Int?
    /// The number of epochs; nil: more for fewer images.
    package var epochs: Int?
    /// The positive class of two; nil: that of a known data set.
    package var positiveClass: String?
    /// The pattern that finds a patient in a file name; nil: a known pattern, if it fits.
    package var groupPattern: String?

    /// Creates options without choices.
    package init() {}

    /// The numbers of seeds that are accepted.
    package static let seedRange = 1...100
    /// The numbers of epochs that are accepted.
    package static let epochRange = 1...10_000

    /// Reads a list of networks, such as `cnn4,resnet18`.
    /// - Throws: `DraftError` for an unknown network.
    package static func networks(_ text: String) throws(DraftError) -> [String] {
        try kinds(text, of: "network", known: NetworkRegistry.descriptions.map(\.kind))
    }

    /// Reads a list of schedules, such as `constant,cosine`.
    /// - Throws: `DraftError` for an unknown schedule.
    package static func schedules(_ text: String) throws(DraftError) -> [String] {
        try kinds(text, of: "schedule", known: Schedules.all.descriptions.map(\.kind))
    }

    private static func kinds(
        _ text: String, of noun: String, known: [String]
    ) throws(DraftError) -> [String] {
        let names = text.split { ",; ".contains($0) }.map(String.init)
        guard !names.isEmpty else { throw .noKind(noun, known: known) }
        for name in names where !known.contains(name) {
            throw .unknownKind(name, noun: noun, known: known)
        }
        return names.unique
    }
}

/// An error of drafting a study.
package enum DraftError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A list without a name.
    case noKind(String, known: [String])
    /// A list with an unknown name.
    case unknownKind(String, noun: String, known: [String])
    /// Two classes, of which neither is known to be the positive class.
    case positiveClassNeeded([String])
    /// A positive class that is not a class of the data.
    case positiveClass(PositiveClassError)

    /// The message for the user.
    package var description: String {
        switch self {
        case .noKind(let noun, let known):
            "name at least one \(noun) of \(known.joined(separator: ", "))"
        case .unknownKind(let name, let noun, let known):
            "no \(noun) '\(name)'; \(Names(known).suggestion(for: name))"
        case .positiveClassNeeded(let classes):
            "the positive class is required: "
                + classes.map { "--positive-class '\($0)'" }.joined(separator: " or ")
        case .positiveClass(let error): "the positive class \(error)"
        }
    }
}
