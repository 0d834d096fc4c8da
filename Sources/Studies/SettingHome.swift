import Vocabulary

/// The place of settings in a study file, for names that other programs use, such as `lr`, and for
/// settings that were written into another section.
package enum SettingHome {
    /// The names of other programs in lower case, without separators, by the path of the setting.
    private static let synonyms = [
        "training.optimizer.learningRate": ["lr", "learningrate", "baselr", "rate", "initlr"],
        "training.optimizer.weightDecay": ["weightdecay", "decay", "wd"],
        "training.optimizer.momentum": ["momentum"],
        "training.optimizer": ["optim", "solver"],
        "training.loss": ["criterion", "lossfunction", "lossfn"],
        "training.batchSize": ["batch", "batchsize", "bs", "minibatch"],
        "training.epochs": ["epochs", "nepochs", "maxepochs", "numepochs"],
        "training.threads": ["nthreads", "numthreads", "workers", "numworkers", "njobs"],
        "dataset.resize and dataset.crop": ["imagesize", "imgsz", "size", "inputsize"],
        "dataset.augment": ["augmentation", "augmentations", "transforms", "transform"],
        "dataset.path": ["path", "root", "dataroot", "datapath", "datadir", "datafolder"],
        "network": ["model", "arch", "architecture", "backbone"],
        "network.weights": ["pretrained", "checkpoint"],
        "dataset": ["data"],
        "seed": ["randomstate", "randomseed"],
        "schedule": ["scheduler", "lrscheduler", "lrschedule"],
        "evaluate": ["evaluation", "evaluations", "external", "externalvalidation"],
        "subgroups": ["subgroup", "groups", "fairness", "strata", "attributes"],
        "sweep": ["grid", "gridsearch", "parameters", "searchspace"],
    ]

    private static let sections = [
        ("training", TrainingSettings.names), ("dataset", DatasetSettings.names),
        ("network", NetworkSettings.names), ("executor", ExecutorSettings.names),
    ]

    /// The path of the setting that a name means; nil for an unknown name.
    package static func path(of name: String) -> String? {
        let plain = name.lowercased().filter(\.isLetter)
        if let known = synonyms.first(where: { $0.value.contains(plain) })?.key { return known }
        for (section, names) in sections {
            if let found = names.first(where: { $0.lowercased() == plain }) {
                return "\(section).\(found)"
            }
        }
        return nil
    }

    /// The text "did you mean ...?"; nil for an unknown name.
    /// - Parameters:
    ///   - known: the keys of the object that has the name.
    ///   - isSection: true if the object is a section of the study; false for the settings of a
    ///     kind.
    static func suggestion(for name: String, known: [String], isSection: Bool) -> String? {
        guard let path = path(of: name) else { return nil }
        // A key of this object is named in quotes.
        let last = path.split(separator: ".").last.map(String.init) ?? path
        if known.contains(path) { return "did you mean '\(path)'?" }
        if known.contains(last) { return "did you mean '\(last)'?" }
        return isSection ? "did you mean \(path)?" : nil
    }
}
