import Engine
import Results
import Studies
import Vocabulary

extension Trial {
    /// The trial in each number format that its settings allow, the preferred one first.
    ///
    /// `auto` is the number format of an existing result, so that the result stays valid on another
    /// processor, then bf16 where the processor has instructions for it, else fp32.
    /// - Parameter folder: the folder of the trial's result.
    /// - Returns: for each number format, the trial and a note for the user on what `auto` became.
    func inPossiblePrecisions(_ folder: TrialFolder) -> [(trial: Trial, note: String?)] {
        guard settings.training.precision == .auto else { return [(self, nil)] }
        // A damaged record is reported with the trial's state.
        let record = folder.isComplete ? try? folder.readRecord() : nil
        let recorded = (record?.settings.training?.precision).flatMap {
            ComputePrecision(rawValue: $0.rawValue)
        }
        let hasBFloat16 = OneDNNLibrary.supports(.bf16)
        let preferred = PrecisionSetting.auto.resolved(hasBFloat16: hasBFloat16)
        var choices = [
            (preferred, "the processor has \(hasBFloat16 ? "" : "no ")AVX512_BF16 instructions")
        ]
        if let recorded { choices.insert((recorded, "as in the existing results"), at: 0) }
        return choices.map { precision, reason in
            var trial = self
            trial.settings.training.precision = precision == .bf16 ? .bf16 : .fp32
            return (trial, "training.precision auto: \(precision.rawValue), \(reason)")
        }
    }
}

extension StudyPlan.Entry {
    /// True if this processor can train the trial in its number format, or if the result exists.
    var isPossibleHere: Bool {
        switch state {
        case .done, .replaced: true
        case .new, .resumes, .stale, .damaged, .failed:
            trial.settings.training.precision != .bf16 || OneDNNLibrary.supports(.bf16)
        }
    }
}

extension UnsupportedSetting {
    /// The error that this processor has no instructions for bf16.
    static var bfloat16: UnsupportedSetting {
        let error = EngineError.precision(.bf16, instructions: OneDNNLibrary.instructionSet)
        return UnsupportedSetting(path: "training.precision", message: "\(error)")
    }
}
