import Engine
import Results
import Studies
import Vocabulary

extension Trial {
    /// The trial in the number format that this processor supports.
    ///
    /// `auto` becomes the number format of an existing result, so that it stays valid on another
    /// processor; without one it becomes bf16 where the processor has instructions for it.
    /// - Parameter folder: the folder of the trial's result.
    /// - Returns: the trial, and a note for the user on what `auto` became.
    /// - Throws: `UnsupportedSetting` if the processor does not support the number format.
    func inSupportedPrecision(_ folder: TrialFolder) throws -> (Trial, note: String?) {
        let isSupported = OneDNNLibrary.supports(.bf16)
        // A damaged record is reported with the trial's state.
        let record = folder.isComplete ? try? folder.readRecord() : nil
        let recorded = (record?.settings.training?.precision).flatMap {
            ComputePrecision(rawValue: $0.rawValue)
        }
        switch settings.training.precision {
        case .fp32: return (self, nil)
        case .bf16:
            // A finished trial is only read.
            guard isSupported || recorded == .bf16 else {
                let error = EngineError.precision(
                    .bf16, instructions: OneDNNLibrary.instructionSet)
                throw UnsupportedSetting(path: "training.precision", message: "\(error)")
            }
            return (self, nil)
        case .auto:
            let precision = recorded ?? PrecisionSetting.auto.resolved(hasBFloat16: isSupported)
            var trial = self
            trial.settings.training.precision = precision == .bf16 ? .bf16 : .fp32
            let reason =
                recorded != nil
                ? "as in the existing results"
                : "the processor has \(isSupported ? "" : "no ")AVX512_BF16 instructions"
            return (trial, "training.precision auto: \(precision.rawValue), \(reason)")
        }
    }
}
