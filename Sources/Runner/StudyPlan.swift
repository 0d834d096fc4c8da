import Datasets
import Engine
import Files
import Foundation
import Networks
package import Results
package import Settings
package import Studies
import Tensors
import Training

/// What a run of a study has to do: its data at hand, everything checked, and what each trial is.
package struct StudyPlan: Sendable {
    /// Whether a trial must be trained.
    package enum State: Sendable, Hashable {
        /// Trained before, with the same key.
        case done
        case new
        /// It was interrupted; so many epochs and, of the next one, steps are done.
        case resumes(epochs: Int, steps: Int)
        /// There is a result of other settings or other data.
        case stale

        /// For people.
        package var word: String {
            switch self {
            case .done: "done"
            case .new: "new"
            case .resumes(let epochs, 0): "goes on after epoch \(epochs)"
            case .resumes(let epochs, let steps):
                "goes on in epoch \(epochs + 1), after step \(steps)"
            case .stale: "stale: trained with other settings or data"
            }
        }
    }

    /// A trial with its data at hand.
    package struct Entry: Sendable {
        package let trial: Trial
        /// The digest of all that decides its outcome.
        package let key: String
        package let state: State
        package let data: TrialData
        /// The checkpoint that it starts from; nil for random initialisation.
        package let weights: WeightsRecord?
        /// Threads that it trains on.
        package let threads: Int
        /// Training steps in all.
        package let steps: Int
        /// Whether it goes on from a saved state.
        package var resumes: Bool { if case .resumes = state { true } else { false } }
        /// Floating-point operations of the training steps of what trains.
        package let operations: Double
    }

    package let study: Study
    /// Where the results go.
    package let folder: ResultsFolder
    /// In the study's order.
    package let entries: [Entry]
    /// What the reader should know about the data and the checkpoints.
    package let notes: [String]

    /// Checks all trials against their data, which is made ready, and the results that are there.
    /// - Parameters:
    ///   - jobs: trials at the same time, which share the cores.
    ///   - progress: what is being prepared, with items done and in all.
    /// - Throws: `StudyErrors` with everything that is wrong; `FileError`.
    package init(
        _ study: Study, folder: ResultsFolder, jobs: Int = 1,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        var opened: [DatasetSettings: TrialData] = [:]
        var entries: [Entry] = []
        var problems: [Problem] = []
        var notes: [String] = []
        let checkpoints = Checkpoints()
        for trial in study.trials {
            let settings = trial.settings.dataset
            do {
                let data = try opened[settings] ?? TrialData(settings, progress: progress)
                opened[settings] = data
                notes += data.notes
                let graph = try trial.settings.graph(
                    classes: data.dataset.classes.count, batch: 1)
                let weights = try checkpoints.weights(
                    trial.settings.network, for: graph, progress: progress)
                notes += weights?.notes ?? []
                if weights == nil, trial.settings.network.train != .all {
                    notes.append(
                        "\(trial.settings.network.configuration.kind): its frozen layers have random weights; "
                            + "\"weights\" names a checkpoint, or \"imagenet\"")
                }
                notes += trial.settings.augmentationNotes
                entries.append(
                    try Self.entry(trial, data, folder, graph, weights, jobs: jobs))
            } catch let error as UnsupportedSetting {
                problems.append(study.problem(at: error.path, of: trial, error.message))
            } catch let error as ShapeError {
                problems.append(study.problem(at: "network", of: trial, "\(error)"))
            } catch let error as DatasetError {
                problems.append(study.problem(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as SplitError {
                problems.append(
                    study.problem(at: "dataset.\(error.setting)", of: trial, "\(error)"))
            } catch let error as PhantomError {
                problems.append(study.problem(at: "dataset.path", of: trial, "\(error)"))
            }
        }
        guard problems.isEmpty else { throw StudyErrors(problems) }
        self.study = study
        self.folder = folder
        self.entries = entries
        var seen: Set<String> = []
        self.notes = notes.filter { seen.insert($0).inserted }
    }

    private static func entry(
        _ trial: Trial, _ data: TrialData, _ folder: ResultsFolder, _ graph: Graph,
        _ weights: InitialWeights?, jobs: Int
    ) throws -> Entry {
        let settings = trial.settings
        let cut = try settings.network.cut(graph)
        try check(settings, isFrozen: cut != nil)
        let epochs = settings.training.epochs
        try settings.checkAugmentation(isFrozen: cut != nil)
        let frozen = cut == nil ? 0 : settings.network.unfreezeAt ?? epochs
        let passing = settings.hasPassingFeatures ? cut?.front.forwardOperations ?? 0 : 0
        let perImage =
            Double(frozen) * (passing + (cut?.rear.trainingOperations ?? 0))
            + Double(epochs - frozen) * graph.trainingOperations
        let key = TrialKey.key(
            settings, fingerprint: data.fingerprint, weights: weights?.record.sha256)
        let images = data.splits[.train]?.count ?? 0
        let batch = max(1, min(settings.training.batchSize, images))
        let trialFolder = folder.trial(trial.id)
        let place =
            trialFolder.isComplete ? nil : SavedState.position(in: trialFolder, key: key)
        let cores = ProcessInfo.processInfo.activeProcessorCount
        // Kept where a trial goes on: some kernels round differently on another number of threads.
        let threads =
            settings.training.threads > 0
            ? settings.training.threads : place?.threads ?? max(1, cores / jobs)
        return Entry(
            trial: trial, key: key,
            state: place.map { .resumes(epochs: $0.epoch, steps: $0.step) }
                ?? state(of: trial, key: key, folder), data: data,
            weights: weights?.record, threads: threads,
            steps: (images + batch - 1) / batch * settings.training.epochs,
            operations: perImage * Double(images))
    }

    private static func check(
        _ settings: TrialSettings, isFrozen: Bool
    ) throws(UnsupportedSetting) {
        guard let epochs = settings.network.unfreezeAt else { return }
        let path = "network.unfreezeAt"
        guard isFrozen else {
            throw UnsupportedSetting(
                path: path,
                message: "nothing is frozen; set \"train\" to \"head\" or {\"from\": ...} too")
        }
        guard epochs < settings.training.epochs else {
            throw UnsupportedSetting(
                path: path,
                message: "must be less than training.epochs (\(settings.training.epochs)), else "
                    + "nothing is ever unfrozen; got \(epochs)")
        }
    }

    /// A trial is done when its record has the key and its files are there.
    private static func state(of trial: Trial, key: String, _ folder: ResultsFolder) -> State {
        let trialFolder = folder.trial(trial.id)
        guard trialFolder.isComplete else { return .new }
        guard let record = try? trialFolder.readRecord(), record.key == key else { return .stale }
        let isWhole = record.files.keys.allSatisfy {
            $0.hasSuffix(".safetensors")
                || FileManager.default.fileExists(atPath: "\(trialFolder.path)/\($0)")
        }
        return isWhole ? .done : .new
    }

    /// The study's first data set, as the lock describes it.
    package var datasetRecord: DatasetRecord? {
        guard let first = entries.first else { return nil }
        let path = study.resolved["dataset"]?["path"]?.text ?? first.data.dataset.root
        return first.data.record(
            path: path, isPhantom: first.trial.settings.dataset.phantom != nil)
    }

    /// For programs: one object per trial.
    /// - Parameter plannedBytes: memory by trial, as `plannedBytes(kernels:)` says it.
    package func json(plannedBytes: [String: Int]) -> JSON {
        [
            "study": .string(study.name), "folder": .string(folder.path),
            "trials": .array(
                entries.map { entry in
                    [
                        "id": .string(entry.trial.id), "key": .string(entry.key),
                        "state": .string(entry.state == .done ? "done" : "to train"),
                        "reason": .string(entry.state.word),
                        "steps": .number(Double(entry.steps)),
                        "operations": .number(entry.operations),
                        "plannedBytes": .number(Double(plannedBytes[entry.trial.id] ?? 0)),
                    ]
                }),
        ]
    }
}
