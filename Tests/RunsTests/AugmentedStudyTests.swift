import Datasets
import Foundation
import JSON
import Results
import Runs
import Studies
import Testing
import TestSupport
import Training
import Vocabulary

/// Studies with augmentation, on a tiny phantom data set.
@Suite(.serialized) struct AugmentedStudyTests {
    private static let cnn = #"{ "kind": "cnn4", "channels": 8 }"#
    private static let frozen =
        #"{ "kind": "cnn4", "channels": 8, "train": "head", "head": "linear" }"#
    private static let augment =
        #""augment": ["horizontalFlip", { "kind": "rotation", "degrees": 20 }, "mixup"]"#

    private static func study(
        _ folder: String, _ network: String = cnn, _ dataset: String = "", training: String = "",
        seeds: String = "[1]"
    ) -> PhantomStudy {
        var study = PhantomStudy(
            folder, network: network, epochs: 3,
            sweep: #"{ "schedule": ["constant", "cosine"], "seed": \#(seeds) }"#)
        study.dataset = dataset
        study.training = training
        return study
    }

    private static func losses(_ results: StudyResults, _ trial: Int = 0) -> [EpochRecord] {
        results.trials[trial].epochs
    }

    @Test func onlyTrainingIsAugmented() throws {
        try withTemporaryFolder { folder in
            let plain = try Self.study(folder).run("plain")
            let augmented = try Self.study(folder, Self.cnn, Self.augment).run("augmented")
            #expect(plain.trials[0].record.key != augmented.trials[0].record.key)
            #expect(
                Self.losses(plain)[0].metrics[.train] != Self.losses(augmented)[0].metrics[.train])
            // Augmentations that change no image give identical results.
            let none = Self.study(
                folder, Self.cnn, #""augment": [{ "kind": "noise", "probability": 0 }]"#)
            let untouched = try none.run("untouched")
            for (trial, other) in zip(plain.trials, untouched.trials) {
                #expect(
                    trial.record.files["steps.csv"] == other.record.files["steps.csv"])
                #expect(
                    trial.record.files["predictions-test.csv"]
                        == other.record.files["predictions-test.csv"])
            }
        }
    }

    /// With as many views as epochs, each epoch uses the images that it would use without views.
    @Test func viewsAreTheImagesOfTheEpochs() throws {
        try withTemporaryFolder { folder in
            let passing = Self.study(folder, Self.frozen, Self.augment)
            let alone = try passing.run("passing")
            #expect(passing.store.entries().count == 2)
            #expect(
                alone.lock.features.map { Set($0.keys.keys) }
                    == [[.init(split: .val), .init(split: .test)]])
            #expect(alone.lock.features[0].images == 40)

            let cached = Self.study(folder, Self.frozen, Self.augment + #", "views": 3"#)
            let views = try cached.run("views")
            #expect(passing.store.entries().count == 5)
            #expect(views.lock.features[0].images == 160)
            #expect(
                Set(views.lock.features[0].keys.keys)
                    == [
                        .init(split: .val), .init(split: .test), .init(split: .train, view: 0),
                        .init(split: .train, view: 1), .init(split: .train, view: 2),
                    ])
            for (first, second) in zip(alone.trials, views.trials) {
                #expect(first.epochs.count == 3 && second.epochs.count == 3)
                for (one, other) in zip(first.epochs, second.epochs) {
                    for split in [Split.train, .test] {
                        let loss = try #require(one.metrics[split]?.loss)
                        let again = try #require(other.metrics[split]?.loss)
                        #expect(abs(loss - again) < 1e-5 * loss)
                    }
                }
            }

            // Fewer views are repeated; another seed has different views.
            let two = try Self.study(folder, Self.frozen, Self.augment + #", "views": 2"#).run(
                "two")
            #expect(Self.losses(two)[1].metrics[.train] == Self.losses(views)[1].metrics[.train])
            #expect(Self.losses(two)[2].metrics[.train] != Self.losses(views)[2].metrics[.train])
            #expect(passing.store.entries().count == 5)
            let seeds = Self.study(
                folder, Self.frozen, Self.augment + #", "views": 1"#, seeds: "[1, 2]")
            #expect(try seeds.run("seeds").lock.features.count == 2)
        }
    }

    @Test func trialsTrainedTogetherOrAloneAreIdentical() throws {
        try withTemporaryFolder { folder in
            let study = Self.study(
                folder, Self.frozen, Self.augment, training: #""sampler": "balanced""#)
            let together = InProcess(store: study.store)
            let results = try study.run("results", together)
            #expect(together.jobs == [2])
            var alone: [String: [String: String]] = [:]
            for id in results.trials.map(\.entry.id) {
                try study.run("alone-\(id)", only: [id])
                alone.merge(try study.files("alone-\(id)")) { $1 }
            }
            #expect(try alone == study.files())
        }
    }

    @Test func thePlanNotesFeaturesThatAreNotStored() throws {
        try withTemporaryFolder { folder in
            let plan = try Self.study(folder, Self.frozen, Self.augment).plan()
            #expect(
                plan.notes.contains {
                    $0.contains(
                        "the frozen layers process them again in every epoch; set "
                            + "\"dataset.views\"")
                })
            let kept = try Self.study(folder, Self.frozen, Self.augment + #", "views": 2"#).plan()
            #expect(!kept.notes.contains { $0.contains("dataset.views") })
            #expect(kept.entries[0].trainingFLOPs < plan.entries[0].trainingFLOPs)
        }
    }

    @Test func theStudysSamplerAndLossAreUsed() throws {
        try withTemporaryFolder { folder in
            let plain = try Self.study(folder).run("plain")
            let key = plain.trials[0].record.key
            for (index, training) in [
                #""sampler": "balanced""#, #""loss": "focal""#,
                #""loss": { "kind": "crossEntropy", "labelSmoothing": 0.1 }"#,
            ].enumerated() {
                let other = try Self.study(folder, Self.cnn, "", training: training).run(
                    "other-\(index)")
                #expect(other.trials[0].record.key != key)
                #expect(
                    Self.losses(other)[0].metrics[.train] != Self.losses(plain)[0].metrics[.train])
            }
            // A setting that is null has no effect.
            let null =
                #""sampler": null, "loss": { "kind": "crossEntropy", "labelSmoothing": null }"#
            let same = try Self.study(folder, Self.cnn, #""views": null"#, training: null).plan(
                "plain")
            #expect(same.entries.map(\.state) == [.done, .done])
        }
    }

    @Test func previewsAreTheImagesOfTheEpochs() throws {
        try withTemporaryFolder { folder in
            let entry = try Self.study(folder, Self.cnn, Self.augment).plan().entries[0]
            let preview = try AugmentationPreview(
                entry.trial.settings, entry.data, count: 4, epochs: 3, side: 32)
            #expect(preview.rows.count == 4)
            #expect(Set(preview.rows.map(\.label)).count == 2)
            for row in preview.rows {
                #expect(Set(row.epochs.map(\.pixels)).count == 3)
                #expect(row.original.caption.isEmpty)
                #expect(row.epochs.allSatisfy { $0.caption.contains("% ") })
                #expect(row.original.pixels.count == 32 * 32 * 3)
            }
            let train = try #require(entry.data.splits[.train])
            let first = try #require(train.samples.firstIndex { $0.path == preview.rows[0].file })
            let pixels = try train.withPixels(at: first) { Array($0) }
            #expect(pixels == preview.rows[0].original.pixels)
        }
    }

    @Test(arguments: [
        (
            #""views": 2"#, frozen, "",
            #"dataset.views: has no effect without augmentation; add "augment" or remove "views""#
        ),
        (
            augment + #", "views": 2"#, cnn, "",
            #"dataset.views: has no effect, because no layer is frozen; set network.train to "head" or {"from": ...}, or remove "views""#
        ),
        (
            "", cnn, #""shuffle": false, "sampler": "balanced""#,
            #"training.sampler: determines the order of the images; remove "shuffle": false"#
        ),
        (
            "", cnn,
            #""sampler": "balanced", "loss": { "kind": "focal", "classWeights": "balanced" }"#,
            "training.sampler: balances the classes, and so does training.loss.classWeights; remove one of them"
        ),
        (
            #""augment": ["noise", { "kind": "randomResizedCrop", "minimumArea": 0.5, "maximumArea": 0.25 }]"#,
            cnn, "",
            "dataset.augment[1].minimumArea: must be at most maximumArea, which is 0.25; got 0.5"
        ),
        (
            #""augment": ["rotate"]"#, cnn, "",
            #"dataset.augment[0]: unknown augmentation "rotate";"#
        ),
        (
            #""augment": [{ "kind": "mixup", "alpha": 0 }]"#, cnn, "",
            "dataset.augment[0].alpha: must be in [0.05, 100]; got 0"
        ),
        (
            "", cnn, #""loss": { "kind": "crossEntropy", "labelSmoothing": 1 }"#,
            "training.loss.labelSmoothing: must be in [0, 1); got 1"
        ),
    ])
    func mistakesAreFoundBeforeTraining(
        _ dataset: String, _ network: String, _ training: String, _ message: String
    ) throws {
        try withTemporaryFolder { folder in
            let error = try #require(throws: StudyErrors.self) {
                try Self.study(folder, network, dataset, training: training).plan()
            }
            #expect("\(error)".contains(message), "\(error)")
            #expect(error.diagnostics.allSatisfy { $0.line != nil })
        }
    }
}
