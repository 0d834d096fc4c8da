import Datasets
import Engine
import Files
import Foundation
import Inference
import JSON
import Networks
import Phantom
import Processes
package import Results
package import Studies
import Tensors
package import Training
import Vocabulary

/// The plan of a run: the trials of a study with their data opened, their settings checked, and
/// their states in the results folder.
package struct StudyPlan: Sendable {
    /// A trial with its data opened.
    package struct Entry: Sendable {
        /// The trial; its monitored metric is `none` if the data have no validation split.
        package let trial: Trial
        /// The digest of everything that determines the trial's results.
        package let key: String
        /// The state in the results folder when the plan was made: whether the trial must be
        /// trained, and why.
        package let state: State
        /// The platform on which a finished trial was trained; nil if it is like this one, or if
        /// the trial is not done.
        package let madeOn: Platform?
        /// The decoded data set, shared by all trials with equal data settings.
        package let data: TrialData
        /// The checkpoint from which the trial starts; nil for random initialization.
        package let weights: WeightsRecord?
        /// The number of threads that train the trial.
        package let threads: Int
        /// The division of an epoch's training images into minibatches.
        package let batches: EpochBatches
        /// The number of training steps over all epochs.
        package let steps: Int
        /// True if the trial resumes from a checkpoint.
        package var resumes: Bool { if case .resumes = state { true } else { false } }
        /// The floating-point operations of all training steps, evaluation excluded.
        package let trainingFLOPs: Double
    }

    /// The study as it was read; the entries contain the settings that depend on the data.
    package let study: Study
    /// The folder of the results.
    package let folder: ResultsFolder
    /// The trials, in the study's order.
    package let entries: [Entry]
    /// Notes for the user on the data, the checkpoints and the settings.
    package let notes: [String]
    /// Settings that contradict each other; the report lists them, too.
    package let contradictions: [String]
    /// The keys of all trials.
    package var keys: Set<String> { Set(entries.map(\.key)) }

    /// Opens and decodes the data, and checks all trials against the data and the existing results.
    /// - Parameters:
    ///   - jobs: the number of trials that train at the same time, on equal parts of the cores.
    ///   - cores: the number of cores; nil: that of this machine.
    ///   - threads: the numbers of threads by trial id, which override the study's.
    ///   - phantoms: the folder in which a missing phantom data set is drawn.
    ///   - contradictionPolicy: the treatment of settings that contradict each other.
    ///   - progress: called with the name of a preparation, the number of items done and the total.
    /// - Throws: `StudyErrors` with all validation errors; `FileError`.
    package init(
        _ study: Study, folder: ResultsFolder, jobs: Int = 1, cores: Int? = nil,
        threads: [String: Int] = [:], phantoms: PhantomLocation = .dataset,
        contradictionPolicy: ContradictionPolicy = .reject,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        var opened: [DatasetSettings: TrialData] = [:]
        var entries: [Entry] = []
        var diagnostics: [Diagnostic] = []
        var notes: [String] = []
        var contradictions = Contradictions(contradictionPolicy)
        let layouts = Layouts()
        let platform = Platform.current(threads: 0)
        let replaced = ReplacedIndex(folder)
        for trial in study.trials {
            let settings = trial.settings.dataset
            do {
                let data =
                    try opened[settings]
                    ?? TrialData(settings, phantoms: phantoms, progress: progress)
                opened[settings] = data
                notes += data.notes
                let (trial, remark) = try trial.monitored(on: data)
                notes += [remark].compactMap { $0 }
                let (graph, weights) = try layouts.layout(trial.settings, data, progress)
                notes += weights?.notes ?? []
                if weights == nil, trial.settings.network.train != .all {
                    notes.append(
                        "\(trial.settings.network.configuration.kind): the frozen layers have random "
                            + "weights; set \"weights\" to a checkpoint or \"imagenet\"")
                }
                notes += trial.settings.augmentationNotes
                diagnostics += try contradictions.add(
                    trial.settings.contradictions(
                        classes: data.dataset.classes.count,
                        isFrozen: trial.settings.network.split(graph) != nil), of: trial, in: study)
                let candidates = try trial.inPossiblePrecisions(folder.trial(trial.id))
                    .map { trial, note in
                        let entry = try Self.entry(
                            trial, data, folder, replaced, graph, weights, platform, jobs: jobs,
                            cores: cores ?? AvailableCores.count, threads: threads[trial.id])
                        return (entry: entry, note: note)
                    }
                guard
                    let (entry, note) = candidates.first(where: { $0.entry.isPossibleHere })
                else { throw UnsupportedSetting.bfloat16 }
                notes += [note].compactMap { $0 }
                entries.append(entry)
                notes += entry.batchNotes
            } catch let error as UnsupportedSetting {
                diagnostics.append(study.diagnostic(at: error.path, of: trial, error.message))
            } catch let error as ShapeError {
                diagnostics.append(study.diagnostic(at: "network", of: trial, "\(error)"))
            } catch let error as DatasetError {
                diagnostics.append(study.diagnostic(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as FileError where error.isInside(settings.path) {
                diagnostics.append(study.diagnostic(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as LeakError {
                diagnostics.append(study.diagnostic(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as TableError {
                diagnostics.append(study.diagnostic(at: "dataset.table", of: trial, "\(error)"))
            } catch let error as SplitError {
                diagnostics.append(
                    study.diagnostic(at: "dataset.\(error.setting)", of: trial, "\(error)"))
            } catch let error as PhantomError {
                diagnostics.append(study.diagnostic(at: "dataset.path", of: trial, "\(error)"))
            }
        }
        diagnostics += contradictions.addSameTrials(study, entries)
        // For existing results, the classes are accepted as they are.
        if contradictionPolicy == .reject { diagnostics += Self.otherClasses(study, entries) }
        guard diagnostics.isEmpty else { throw StudyErrors(diagnostics) }
        try contradictions.addSameRates(entries)
        self.study = study
        self.folder = folder
        self.entries = entries
        self.contradictions = contradictions.texts(of: study.trials.count)
        self.notes = (notes + self.contradictions).unique
    }

    /// A cache of the networks' graphs for one image and the checkpoints from which they start,
    /// since many trials have the same ones.
    private final class Layouts {
        private struct Key: Hashable {
            let network: NetworkSettings
            /// The data settings, with which a checkpoint's description is compared.
            let dataset: DatasetSettings
        }

        private let checkpoints = Checkpoints()
        private var known: [Key: (Graph, InitialWeights?)] = [:]

        func layout(
            _ settings: TrialSettings, _ data: TrialData, _ progress: (String, Int, Int) -> Void
        ) throws -> (Graph, InitialWeights?) {
            let classes = data.dataset.classes.count
            let key = Key(network: settings.network, dataset: settings.dataset)
            if let layout = known[key] { return layout }
            let graph = try settings.graph(classes: classes, batch: 1)
            let weights = try checkpoints.weights(
                of: settings, data, for: graph, progress: progress)
            known[key] = (graph, weights)
            return (graph, weights)
        }
    }

    private static func entry(
        _ trial: Trial, _ data: TrialData, _ folder: ResultsFolder, _ replaced: ReplacedIndex,
        _ graph: Graph, _ weights: InitialWeights?, _ platform: Platform, jobs: Int, cores: Int,
        threads wanted: Int?
    ) throws -> Entry {
        let settings = trial.settings
        let parts = try settings.network.split(graph)
        try check(settings, isFrozen: parts != nil)
        let epochs = settings.training.epochs
        try settings.checkAugmentation(isFrozen: parts != nil)
        let frozen = parts == nil ? 0 : settings.network.unfreezeEpoch ?? epochs
        let passing = settings.hasPassingFeatures ? parts?.backbone.forwardFLOPs ?? 0 : 0
        let perImage =
            Double(frozen) * (passing + (parts?.tail.trainingFLOPs ?? 0))
            + Double(epochs - frozen) * graph.trainingFLOPs
        let key = TrialKey.key(
            RecordedSettings(settings), fingerprint: data.fingerprint,
            weights: weights?.record.sha256)
        let images = data.splits[.train]?.count ?? 0
        let batches = try settings.batches(graph, parts, examples: images)
        let trialFolder = folder.trial(trial.id)
        let canResume = canResume(trialFolder, settings.training)
        let position = canResume ? SavedState.position(in: trialFolder, key: key) : nil
        // A resumed trial keeps its number of threads, which affects the rounding of some kernels.
        let threads =
            wanted
            ?? (settings.training.threads > 0
                ? settings.training.threads : position?.threads ?? max(1, cores / jobs))
        var (found, record) = state(of: trialFolder, key: key) {
            StaleReason.changes(
                since: $0, settings: settings, fingerprint: data.fingerprint,
                weights: weights?.record)
        }
        var resumed = position.map { State.resumes(epochs: $0.epoch, steps: $0.step) }
        // A pruning rule has stopped the trial, and the study now has a different rule.
        let isOfOtherRule = canResume && found == .done
        if isOfOtherRule { (found, record) = (.new, nil) }
        // A failed trial stays failed until it is trained, even if an earlier result of the same
        // key is kept.
        if found != .done, !found.isFailed,
            let old = replaced.latest(
                trial.id, key: key, where: { hasEnded($0, settings.training) })
        {
            found = .replaced(old.name)
            // The complete result is preferred to the checkpoint of the stopped trial.
            if isOfOtherRule { resumed = nil }
        }
        let madeOn = record.map(\.platform)
        return Entry(
            trial: trial, key: key, state: resumed ?? found,
            madeOn: madeOn.flatMap { $0.isLike(platform) ? nil : $0 }, data: data,
            weights: weights?.record, threads: threads,
            batches: batches, steps: batches.steps * settings.training.epochs,
            trainingFLOPs: perImage * Double(images))
    }

    /// True if a trial may resume from a checkpoint in its folder: it is not finished, or a pruning
    /// rule other than the study's has stopped it.
    package static func canResume(_ folder: TrialFolder, _ training: TrainingSettings) -> Bool {
        guard folder.isComplete else { return true }
        return (try? folder.readRecord()).map { !hasEnded($0, training) } ?? false
    }

    /// True if a finished trial needs no more training: it has all of its epochs, or the study's
    /// pruning rule has stopped it.
    package static func hasEnded(_ record: TrialRecord, _ training: TrainingSettings) -> Bool {
        guard let pruned = record.pruned else { return true }
        return pruned.settings.canonical == training.pruning?.json.canonical
    }

    /// - Throws: `UnsupportedSetting` if pruning never compares trials, or if no layer is ever
    ///   unfrozen.
    private static func check(
        _ settings: TrialSettings, isFrozen: Bool
    ) throws {
        let training = settings.training
        if let pruning = training.pruning, let rule = try PruningRules.all.make(pruning),
            rule.rungs(epochs: training.epochs).isEmpty
        {
            throw UnsupportedSetting(
                path: "training.pruning.minEpochs",
                message: "must be less than training.epochs (\(training.epochs)), else no trial is "
                    + "ever stopped; got \(pruning.values.integer("minEpochs"))")
        }
        guard let epochs = settings.network.unfreezeEpoch else { return }
        let path = "network.unfreezeEpoch"
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
}
