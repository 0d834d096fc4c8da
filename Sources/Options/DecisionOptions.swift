package import ArgumentParser
import Evaluation
import Foundation
package import Studies
import Vocabulary

/// The options for decisions that are made from validation predictions.
///
/// `settings` reads and checks their values.
package struct DecisionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The decision threshold: youden, sensitivity:0.95, specificity:0.9, cost:FP,FN, or a probability of the positive class (default: the most probable class; study evaluate: that of the study, otherwise youden).",
            valueName: "rule"))
    var threshold: String?
    @Option(
        help: ArgumentHelp(
            "The calibration, fitted to the validation predictions: none, temperature, platt, isotonic, auto (default: none; study evaluate: that of the study).",
            valueName: "method"))
    var calibrate: String?
    @Option(
        help: ArgumentHelp(
            "Test-time augmentation: average the probabilities of the image and of its transformed copies: horizontalFlip, verticalFlip, rotate90, rotate180, rotate270; separated by commas; or none (default: none; study evaluate: that of the study).",
            valueName: "names"))
    var tta: String?
    @Option(
        help: ArgumentHelp(
            "Make no prediction if it is less certain than this fraction of the validation predictions, such as 0.2; 0: make all predictions (default: 0; study evaluate: that of the study).",
            valueName: "fraction"))
    var abstain: Double?

    /// The folder of the study's data; nil: that in the lock.
    @Option(
        help: ArgumentHelp(
            "The folder of the study's data, which --tta needs with --calibrate, --abstain or a threshold rule (default: that in the lock).",
            valueName: "dir"))
    package var data: String?

    /// Creates the options for the parser of the command line.
    package init() {}

    /// Checks the values.
    /// - Throws: `ValidationError` for a value that is not one.
    package func validate() throws { _ = try settings }

    /// The settings that the options give.
    /// - Throws: `ValidationError` for a value that is not one.
    package var settings: DecisionSettings {
        get throws { try settings(otherwise: DecisionSettings()) }
    }

    /// The settings that the options give.
    /// - Parameter others: the settings of options that are not given.
    /// - Throws: `ValidationError` for a value that is not one.
    package func settings(otherwise others: DecisionSettings) throws -> DecisionSettings {
        if let abstain, !(abstain >= 0 && abstain < 1) {
            throw ValidationError(
                "--abstain \(abstain): expected a fraction between 0 and 1, such as 0.2")
        }
        var settings = others
        if tta != nil { settings.augmentation = try augmentation }
        if calibrate != nil { settings.calibration = try calibration }
        if threshold != nil { settings.threshold = try thresholdSetting }
        if let abstain { settings.abstention = abstain > 0 ? abstain : nil }
        return settings
    }

    private var thresholdSetting: ThresholdSetting? {
        get throws {
            guard let threshold else { return nil }
            guard let setting = ThresholdSetting(threshold) else {
                throw ValidationError(
                    "--threshold \(threshold): expected \(ThresholdSetting.expected)")
            }
            return setting
        }
    }

    private var calibration: CalibrationSetting {
        get throws {
            let name = calibrate ?? "none"
            guard let setting = CalibrationSetting(name) else {
                throw ValidationError(
                    "--calibrate \(name): expected \(CalibrationSetting.expected)")
            }
            return setting
        }
    }

    private var augmentation: [TestTimeAugmentation] {
        get throws {
            if tta == "none" { return [] }
            let names = tta?.split(separator: ",", omittingEmptySubsequences: false) ?? []
            let all = try names.map { part in
                let name = part.trimmingCharacters(in: .whitespaces)
                guard let found = TestTimeAugmentation(rawValue: name) else {
                    let known = TestTimeAugmentation.allCases.map(\.rawValue)
                    throw ValidationError("--tta \(name): \(Names(known).suggestion(for: name))")
                }
                return found
            }
            guard Set(all).count == all.count else {
                throw ValidationError("--tta \(tta ?? ""): names an image twice")
            }
            return all
        }
    }
}
