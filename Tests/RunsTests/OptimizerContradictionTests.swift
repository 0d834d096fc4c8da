import JSON
import Runs
import Studies
import Testing
import TestSupport
import Vocabulary

/// Settings of the optimizer, the network, the loss and the augmentation that contradict each
/// other.
@Suite struct OptimizerContradictionTests {
    private static let cnn = #"{ "kind": "cnn4", "channels": 8 }"#

    private static func study(
        _ folder: String, _ optimizer: String = #""sgd""#, network: String = cnn,
        schedule: String = #""constant""#
    ) -> PhantomStudy {
        PhantomStudy(
            folder, network: network, optimizer: optimizer, epochs: 4,
            sweep: "{ \"schedule\": [\(schedule)], \"seed\": [1] }")
    }

    @Test(arguments: [
        (#"{ "kind": "sgd", "learningRate": 1e-60 }"#, "learningRate: must be at least 1e-45"),
        (#"{ "kind": "sgd", "learningRate": 1e60 }"#, "learningRate: must be at most 3.4e38"),
        (
            #"{ "kind": "adam", "backboneLearningRate": 1e-60 }"#,
            "backboneLearningRate: must be at least 1e-45"
        ),
        (
            #"{ "kind": "sgd", "learningRate": 0.5, "weightDecay": 2 }"#,
            "weightDecay: times the learning rate (0.5) must be less than 1"
        ),
        (
            #"{ "kind": "adamw", "backboneLearningRate": 0.1, "weightDecay": 10 }"#,
            "weightDecay: times the learning rate (0.1) must be less than 1"
        ),
        (
            #"{ "kind": "lion", "learningRate": 0.5, "weightDecay": 2 }"#,
            "weightDecay: times the learning rate (0.5) must be less than 1"
        ),
        (#"{ "kind": "adam", "epsilon": 1e-60 }"#, "epsilon: must be at least 1e-45"),
        (#"{ "kind": "rmsprop", "epsilon": 1e-60 }"#, "epsilon: must be at least 1e-45"),
    ])
    func aContradictoryOptimizerIsAnError(_ optimizer: String, _ expected: String) throws {
        try withTemporaryFolder { folder in
            let found = Self.study(folder, optimizer).planErrors
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("training.optimizer.\(expected)") == true, "\(found)")
        }
    }

    @Test(arguments: [
        (#"{ "kind": "sgd", "learningRate": 1e-30 }"#, "learningRate: is 1e-30, too small"),
        (#"{ "kind": "adam", "weightDecay": 1 }"#, "weightDecay: is 1: the penalty outweighs"),
        (#"{ "kind": "rmsprop", "weightDecay": 5 }"#, "weightDecay: is 5: the penalty outweighs"),
        (
            #"{ "kind": "adam", "beta1": 0.999, "beta2": 0.9 }"#,
            "beta1: is 0.999, greater than beta2 (0.9)"
        ),
        (
            #"{ "kind": "adamw", "weightDecay": 0, "decayNormsAndBiases": false }"#,
            "decayNormsAndBiases: has no effect, because weightDecay is 0"
        ),
        (
            #"{ "kind": "lion", "decayNormsAndBiases": false }"#,
            "decayNormsAndBiases: has no effect, because weightDecay is 0"
        ),
    ])
    func anOptimizerThatHardlyLearnsGivesANote(_ optimizer: String, _ expected: String) throws {
        try withTemporaryFolder { folder in
            let found = try Self.study(folder, optimizer).plan().contradictions
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("training.optimizer.\(expected)") == true, "\(found)")
        }
    }

    @Test(arguments: [
        #"{ "kind": "adamw", "weightDecay": 1 }"#, #"{ "kind": "sgd", "weightDecay": 0.5 }"#,
        #"{ "kind": "adam", "backboneLearningRate": 0.0001 }"#, #""rmsprop""#,
    ])
    func usefulSettingsGiveNoNote(_ optimizer: String) throws {
        try withTemporaryFolder { (folder) throws in
            #expect(try Self.study(folder, optimizer).plan().contradictions == [])
        }
    }

    private static let twoRates =
        #"{ "kind": "sgd", "learningRate": 0.01, "backboneLearningRate": 0.001 }"#

    /// A minimum below the head's learning rate can be above the backbone's.
    @Test func theMinimumIsComparedWithTheBackbonesRate() throws {
        try withTemporaryFolder { folder in
            func study(_ schedule: String) -> PhantomStudy {
                Self.study(folder, Self.twoRates, schedule: schedule)
            }
            for (kind, effect) in [
                ("cosine", "the rate would rise"), ("cosineRestarts", "the rate would rise"),
                ("plateau", "the rate would never be reduced"),
            ] {
                let found = study("{ \"kind\": \"\(kind)\", \"minimum\": 0.005 }").planErrors
                #expect(found.count == 1)
                #expect(
                    found.first
                        == "sweep.schedule[0].minimum: must not be above the backbone's learning rate "
                        + "(training.optimizer.backboneLearningRate), which is 0.001 (otherwise \(effect)); got 0.005",
                    "\(found)")
            }
            let equal = try study(#"{ "kind": "cosine", "minimum": 0.001 }"#).plan().contradictions
            #expect(equal.count == 1)
            #expect(
                equal.first?.hasPrefix("schedule.minimum: is 0.001, equal to the backbone's")
                    == true)
            // A note that does not depend on the rate appears once.
            let late = try study(#"{ "kind": "step", "every": 9 }"#).plan().contradictions
            #expect(late.count == 1)
            #expect(try study(#""cosine""#).plan().contradictions == [])
        }
    }

    @Test(arguments: [
        #""train": "head""#, #""train": { "from": "classifier" }"#,
        #""train": "head", "head": "linear""#,
    ])
    func theRateOfAFrozenBackboneGivesANote(_ train: String) throws {
        try withTemporaryFolder { folder in
            func found(_ more: String) throws -> [String] {
                let network = "{ \"kind\": \"cnn4\", \"channels\": 8, \(train)\(more) }"
                return try Self.study(folder, Self.twoRates, network: network).plan()
                    .contradictions
            }
            let notes = try found("")
            #expect(notes.count == 1)
            #expect(
                notes.first?.hasPrefix(
                    "training.optimizer.backboneLearningRate: is 0.001 and has no effect") == true,
                "\(notes)")
            #expect(try found(#", "unfreezeEpoch": 2"#) == [])
        }
    }

    /// The backbone's rate has an effect if a part of the backbone is trained.
    @Test func theRateOfAPartlyFrozenBackboneHasAnEffect() throws {
        try withTemporaryFolder { (folder) throws in
            let network = #"{ "kind": "cnn4", "channels": 8, "train": { "from": "features.5" } }"#
            let study = Self.study(folder, Self.twoRates, network: network)
            #expect(try study.plan().contradictions == [])
        }
    }

    @Test func aDropoutWithoutALayerGivesANote() throws {
        try withTemporaryFolder { folder in
            func found(_ settings: String) throws -> [String] {
                try Self.study(folder, network: "{ \"kind\": \"vgg11\", \(settings) }").plan()
                    .contradictions
            }
            let replaced = try found(#""head": "linear", "dropout": 0.3"#)
            #expect(replaced.count == 1)
            #expect(
                replaced.first?.hasPrefix("network.dropout: is 0.3 and has no effect") == true)
            #expect(try found(#""dropout": 0.3"#) == [])
            #expect(try found(#""head": "linear""#) == [])
        }
    }

    @Test func aPatienceShorterThanThePlateausGivesANote() throws {
        try withTemporaryFolder { folder in
            var study = Self.study(folder, schedule: #"{ "kind": "plateau", "patience": 1 }"#)
            study.training = #""patience": 2"#
            let found = try study.plan().contradictions
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("training.patience: is 2, but the plateau") == true)
            study.sweep = #"{ "schedule": [{ "kind": "plateau", "patience": 0 }], "seed": [1] }"#
            #expect(try study.plan().contradictions == [])
        }
    }

    @Test(arguments: [
        (#"{ "kind": "horizontalFlip", "probability": 0 }"#, "probability: is 0"),
        (#"{ "kind": "rotation", "degrees": 0 }"#, "degrees: is 0"),
        (#"{ "kind": "affine", "translation": 0, "scale": 0 }"#, "translation: is 0"),
        (#"{ "kind": "brightness", "strength": 0 }"#, "strength: is 0"),
        (#"{ "kind": "contrast", "strength": 0 }"#, "strength: is 0"),
        (#"{ "kind": "gamma", "most": 1 }"#, "most: is 1"),
        (#"{ "kind": "noise", "std": 0 }"#, "std: is 0"),
        (
            #"{ "kind": "randomResizedCrop", "minimumArea": 1, "maximumArea": 1, "aspect": 1 }"#,
            "minimumArea: is 1"
        ),
    ])
    func anAugmentationWithoutEffectGivesANote(_ step: String, _ expected: String) throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(folder)
            study.dataset = "\"augment\": [\"horizontalFlip\", \(step)]"
            let found = try study.plan().contradictions
            #expect(found.count == 1)
            #expect(found.first?.hasPrefix("dataset.augment[1].\(expected)") == true, "\(found)")
        }
    }

    @Test func unusedViewsGiveANote() throws {
        try withTemporaryFolder { (folder) throws in
            func found(_ views: Int, _ more: String = "") throws -> [String] {
                let network = "{ \"kind\": \"cnn4\", \"channels\": 8, \"train\": \"head\"\(more) }"
                var study = Self.study(folder, network: network)
                study.dataset = "\"augment\": [\"rotation\"], \"views\": \(views)"
                return try study.plan().contradictions
            }
            #expect(try found(4) == [])
            let many = try found(6)
            #expect(many.count == 1 && many[0].hasPrefix("dataset.views: is 6"), "\(many)")
            #expect(try found(4, #", "unfreezeEpoch": 2"#).count == 1)
        }
    }

    @Test func aFocalLossWithGamma0EqualsCrossEntropy() throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(folder)
            study.training = #""loss": { "kind": "focal", "gamma": 0 }"#
            let found = try study.plan().contradictions
            #expect(found == ["training.loss.gamma: is 0, so this loss equals crossEntropy"])
        }
    }

    /// A rule that compares too few configurations stops none; seeds are repetitions of a
    /// configuration.
    @Test func pruningOfTooFewConfigurationsGivesANote() throws {
        try withTemporaryFolder { (folder) throws in
            var study = Self.study(folder)
            study.pruning = #""median""#
            func found(_ rates: String) throws -> [String] {
                study.sweep = """
                    { "training.optimizer.learningRate": [\(rates)], "seed": [1, 2] }
                    """
                return try study.plan().contradictions
            }
            #expect(
                try found("0.1, 0.2") == [
                    "training.pruning: median compares 2 configurations here, too few to stop any"
                ])
            #expect(try found("0.1, 0.2, 0.3") == [])
            study.pruning = #""successiveHalving""#
            #expect(try found("0.1").count == 1)
            #expect(try found("0.1, 0.2") == [])
        }
    }
}
