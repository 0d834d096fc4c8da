import JSON
package import Vocabulary

/// The settings of training.
package struct TrainingSettings: DeclaredSettings, Hashable {
    /// The number of passes over the training images.
    package var epochs = 0
    /// The number of images in a minibatch.
    package var batchSize = 32
    /// True if the training images are shuffled again in every epoch.
    package var shuffle = true
    /// The number format of the computation.
    package var precision = PrecisionSetting.fp32
    /// The number of threads; 0: one thread for every core.
    package var threads = 0
    /// The optimizer, with `learningRate` among its values.
    package var optimizer = Configuration(kind: "", values: SettingValues([:]))
    /// The loss function that training minimizes.
    package var loss = Configuration(kind: "crossEntropy", values: SettingValues([:]))
    /// The metric that selects the best epoch, such as `val_accuracy` or `val_auroc`; `none`: the
    /// last epoch is used.
    package var monitor = "val_accuracy"
    /// The number of epochs without improvement of the monitored metric after which a trial ends;
    /// nil: never.
    package var patience: Int?
    /// The maximum norm of the gradient with respect to all parameters that train; nil: none.
    package var clipNorm: Double?
    /// The number of minibatches whose gradients a step averages.
    package var accumulate = 1
    /// The decay of the moving average of the weights, with which the network is evaluated and
    /// saved; nil: there is no average.
    package var ema: Double?
    /// The rule that chooses the training images of an epoch; nil: every image once.
    package var sampler: Configuration?
    /// The rule that stops poor trials early; nil: none.
    package var pruning: Configuration?

    static let fields: [Field<Self>] = [
        Field(
            "epochs", \.epochs, in: 1...1_000_000, isRequired: true, written: .always,
            "The number of passes over the training images."),
        Field(
            "batchSize", \.batchSize, in: 1...65_536, written: .always,
            "The number of images in a minibatch."),
        Field(
            "shuffle", \.shuffle, written: .always,
            "Whether the training images are shuffled again in every epoch."),
        Field(
            "precision", \.precision, written: .always,
            "The number format of the computation. fp32: 32-bit floats. bf16: bfloat16 for activations, "
                + "their gradients and the weights that kernels read; this requires a processor with "
                + "AVX512_BF16 instructions. auto: bf16 on such processors, otherwise fp32."),
        Field(
            "threads", \.threads, in: 0...4096, written: .always, effect: .none,
            "The number of threads of a trial; 0: the cores are divided among the trials that run at once."
        ),
        Field(
            "optimizer", \.optimizer, kindOf: .optimizer, written: .always,
            "The optimizer and its learning rate."),
        Field(
            "loss", \.loss, kindOf: .loss, written: .always,
            "The loss function that training minimizes."),
        Field(
            "monitor", \.monitor, oneOf: \.metrics, written: .always,
            "The metric that selects the best epoch of a trial and the best configuration; patience, "
                + "plateau and pruning follow it; none: the last epoch is used, as without a validation "
                + "split."),
        Field(
            "patience", \.patience, in: 1...Int.max, written: .always,
            "The number of epochs without improvement of the monitored metric after which a trial ends; "
                + "null: a trial never ends early."),
        Field(
            "clipNorm", \.clipNorm, within: .positive,
            "The maximum Euclidean norm of the gradient over all trained parameters; the gradient of a "
                + "step with a larger norm is scaled down to it; null: none."),
        Field(
            "accumulate", \.accumulate, in: 1...65_536,
            "The number of consecutive minibatches whose gradients one step averages, each with the same "
                + "weight; the last step of an epoch averages those that are left."),
        Field(
            "ema", \.ema,
            within: NumberRange(0, 1, includesLower: false, includesUpper: false),
            "The decay of the exponential moving average of the weights after each step; the averaged "
                + "weights are evaluated, saved and used for predictions; null: there is no average."
        ),
        Field(
            "sampler", \.sampler, kindOf: .sampler,
            "The rule that chooses the training images of an epoch; null: every image once."),
        // The setting decides when a trial ends, but not its results until then.
        Field(
            "pruning", \.pruning, kindOf: .pruningRule, effect: .none,
            "The rule that stops poor trials early; null: no trial is stopped."),
    ]
}
