import JSON
package import Vocabulary

/// How a network is trained.
package struct TrainingSettings: DeclaredSettings, Hashable {
    /// Passes over the training images.
    package var epochs = 0
    /// Images a step.
    package var batchSize = 32
    /// Whether each epoch has an order of its own.
    package var shuffle = true
    /// The type of numbers that the engine computes with, such as `fp32`.
    package var precision = "fp32"
    /// 0: one for every core.
    package var threads = 0
    /// With `learningRate` among its values.
    package var optimizer = Configuration(kind: "", values: SettingValues([:]))
    /// What training minimises.
    package var loss = Configuration(kind: "crossEntropy", values: SettingValues([:]))
    /// The metric that decides which epoch counts, such as `val_accuracy` or `val_auroc`; `none`:
    /// the last one counts.
    package var monitor = "val_accuracy"
    /// Epochs without a better value of that metric after which a trial ends; nil: it never ends
    /// early.
    package var patience: Int?
    /// Which images an epoch visits; nil: all of them.
    package var sampler: Configuration?
    /// What stops trials that do worse than others of the study; nil: nothing does.
    package var pruning: Configuration?

    static let fields: [Field<Self>] = [
        Field(
            "epochs", \.epochs, in: 1...1_000_000, isRequired: true, written: .always,
            "Passes over the training images."),
        Field(
            "batchSize", \.batchSize, in: 1...65_536, written: .always, "Images a step."),
        Field(
            "shuffle", \.shuffle, written: .always, "A new order of the images every epoch."),
        Field(
            "precision", \.precision, oneOf: \.precisions, written: .always,
            "The type of numbers that the engine computes with."),
        Field(
            "threads", \.threads, in: 0...4096, written: .always, effect: .none,
            "Threads to use; 0: one for every core."),
        Field("optimizer", \.optimizer, kindOf: .optimizer, written: .always),
        Field("loss", \.loss, kindOf: .loss, written: .always),
        Field(
            "monitor", \.monitor, oneOf: \.metrics, written: .always,
            "The metric that decides which epoch of a trial counts, which configuration is chosen, "
                + "and what patience, plateau and pruning follow; none: the last epoch counts, as it "
                + "does without a validation split."),
        Field(
            "patience", \.patience, in: 1...Int.max, written: .always,
            "Epochs without a better value of that metric after which a trial ends; null: never."),
        Field("sampler", \.sampler, kindOf: .sampler),
        // It decides where a trial ends, not what it is until there.
        Field(
            "pruning", \.pruning, kindOf: .pruningRule, effect: .none,
            "What stops trials that do worse than others of the study; null: nothing."),
    ]
}
