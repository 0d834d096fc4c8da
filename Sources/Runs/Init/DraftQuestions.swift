import Datasets
import Studies
package import Terminal
import Vocabulary
import Weights

/// The questions of `study init`: every setting that no option gives is asked, with its default.
package struct DraftQuestions {
    private let dialog: Dialog

    /// Creates the questions for a dialog.
    package init(_ dialog: Dialog) { self.dialog = dialog }

    /// Asks for the data folder until one can be used.
    /// - Parameter open: reads the folder that a person typed; its error is shown.
    /// - Throws: `EndOfInput`.
    package func dataset<Data>(open: (String) throws -> Data) throws(EndOfInput) -> Data {
        try dialog.ask("Data folder, with train/<class>/<image>", default: nil, accept: open)
    }

    /// Asks for the name of the study.
    /// - Parameters:
    ///   - fallback: the default.
    ///   - obstacle: returns the reason why no study with this name can be written; nil if it can.
    /// - Throws: `EndOfInput`.
    package func name(
        default fallback: String, obstacle: (String) -> String?
    ) throws(EndOfInput) -> String {
        try dialog.ask("Name of the study", default: fallback) { name in
            guard StudyName.isValid(name) else {
                throw InvalidAnswer(
                    "a name has letters, digits, '.', '_' and '-', and begins with a letter or a "
                        + "digit")
            }
            if let reason = obstacle(name) { throw InvalidAnswer(reason) }
            return name
        }
    }

    /// Asks for all settings that the options leave open, but the name.
    /// - Parameters:
    ///   - classes: the names of the classes.
    ///   - images: the number of training images.
    /// - Throws: `EndOfInput`.
    package func complete(
        _ options: inout DraftOptions, classes: [String], images: Int
    ) throws(EndOfInput) {
        if options.positiveClass == nil, classes.count == 2, PositiveClass.known(classes) == nil {
            options.positiveClass = try dialog.ask(
                "Positive class, \(classes[0]) or \(classes[1])", default: nil
            ) { answer in
                guard classes.contains(answer) else {
                    throw InvalidAnswer(Names(classes).correction(of: answer))
                }
                return answer
            }
        }
        if options.networks == nil {
            let networks = try dialog.ask(
                "Networks, separated by commas",
                default: DraftTraining.usualNetworks.joined(separator: ","),
                accept: { try DraftOptions.networks($0) })
            options.networks = networks
            if !options.startsFromImageNet,
                networks.contains(where: { TorchvisionFile(kind: $0) != nil })
            {
                options.startsFromImageNet = try yesOrNo(
                    "Train only the heads, on ImageNet weights that are downloaded, yes or no",
                    default: "no")
            }
        }
        if options.epochs == nil {
            options.epochs = try number(
                "Epochs", in: DraftOptions.epochRange,
                default: DraftTraining.usualEpochs(images: images))
        }
        if options.schedules == nil {
            let usual = DraftTraining.usualSchedules(epochs: options.epochs ?? 1)
            options.schedules = try dialog.ask(
                "Learning-rate schedules, separated by commas",
                default: usual.joined(separator: ","),
                accept: { try DraftOptions.schedules($0) })
        }
        if options.seeds == nil {
            options.seeds = try number(
                "Seeds, which repeat every configuration", in: DraftOptions.seedRange,
                default: DraftTraining.usualSeeds)
        }
    }

    private func number(
        _ question: String, in range: ClosedRange<Int>, default fallback: Int
    ) throws(EndOfInput) -> Int {
        try dialog.ask(question, default: "\(fallback)") { answer in
            guard let number = Int(answer), range.contains(number) else {
                throw InvalidAnswer(
                    "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
            }
            return number
        }
    }

    private func yesOrNo(
        _ question: String, default fallback: String
    ) throws(EndOfInput) -> Bool {
        try dialog.ask(question, default: fallback) { answer in
            switch answer.lowercased() {
            case "yes", "y": return true
            case "no", "n": return false
            default: throw InvalidAnswer("answer yes or no")
            }
        }
    }
}

/// The reason why an answer is not accepted.
private struct InvalidAnswer: Error, CustomStringConvertible {
    let description: String

    init(_ description: String) { self.description = description }
}
