import Vocabulary

/// Studies that many tests use.
extension Synthetic {
    /// A study with a name that test reports show.
    package struct Shape: Sendable, CustomStringConvertible {
        package let name: String
        package let study: Synthetic
        package var description: String { name }

        init(_ name: String, _ study: Synthetic) {
            self.name = name
            self.study = study
        }
    }

    /// Few and many groups, seeds and epochs, diverged trainings, a grid, and a study without a
    /// validation split.
    package static let shapes: [Shape] =
        [
            (1, 1, 1), (1, 3, 5), (4, 1, 5), (4, 3, 1), (7, 3, 5), (7, 1, 100), (12, 3, 5),
            (12, 1, 1), (4, 3, 100), (12, 1, 100),
        ].map { groups, seeds, epochs in
            Shape(
                "\(groups)-groups-\(seeds)-seeds-\(epochs)-epochs",
                Synthetic(schedules: Array(twelve.prefix(groups)), seeds: seeds, epochs: epochs))
        } + [
            Shape("diverged", Synthetic(seeds: 3, epochs: 8, diverges: 2)),
            Shape("all-diverged", Synthetic(schedules: ["constant"], epochs: 1, diverges: 0)),
            Shape("decades", Synthetic(epochs: 30, lossDecades: 4)),
            Shape(
                "grid",
                Synthetic(
                    networks: ["vgg16", "alexnet", "resnet50", "densenet201"],
                    schedules: ["step", "cosine", "naturalExponential"], seeds: 2, gap: 0.03)),
            Shape(
                "many",
                Synthetic(networks: ["vgg16", "alexnet", "resnet50"], schedules: twelve)),
            Shape(
                "no-validation", Synthetic(counts: [.train: [600, 600], .test: [50, 50]])),
        ]

    /// The studies whose reports and charts are recorded in `Tests/Goldens`.
    package static let recorded: [Shape] = [
        Shape("seeds", Synthetic(seeds: 3, diverges: 2, failed: ["vgg16-step-s3"])),
        Shape("single", Synthetic(schedules: ["step", "cosine"], epochs: 2)),
    ]
}
