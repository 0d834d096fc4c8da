import Datasets
import Engine
import Files
import Foundation
import Inference
import JSON
import Networks
import Phantom
package import Results
package import Studies
import Tensors
package import Training
import Vocabulary

/// What a run of a study has to do: its data at hand, everything checked, and what each trial is.
package struct StudyPlan: Sendable {
    /// A trial with its data at hand.
    package struct Entry: Sendable {
        package let trial: Trial
        /// The digest of all that decides its outcome.
        package let key: String
        package let state: State
        /// The machine on which a trial was trained that is done; nil where it is of this kind.
        package let madeOn: Platform?
        package let data: TrialData
        /// The checkpoint that it starts from; nil for random initialisation.
        package let weights: WeightsRecord?
        /// Threads that it trains on.
        package let threads: Int
        /// How an epoch's training images are divided into steps.
        package let batches: EpochBatches
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
    /// What of the settings makes little sense together, which the report says, too.
    package let contradictions: [String]
    /// The keys of all trials.
    package var keys: Set<String> { Set(entries.map(\.key)) }

    /// Checks all trials against their data, which is made ready, and the results that are there.
    /// - Parameters:
    ///   - jobs: trials at the same time, which share the cores.
    ///   - cores: that there are; nil: those of this machine.
    ///   - threads: of trials, by id, whatever the study says.
    ///   - phantoms: where a set of phantoms is drawn that is not there yet.
    ///   - contradictory: what becomes of settings that make no sense together.
    ///   - progress: what is being prepared, with items done and in all.
    /// - Throws: `StudyErrors` with everything that is wrong; `FileError`.
    package init(
        _ study: Study, folder: ResultsFolder, jobs: Int = 1, cores: Int? = nil,
        threads: [String: Int] = [:], phantoms: PhantomPlace = .dataset,
        contradictory: ContradictionPolicy = .stop,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws {
        var opened: [DatasetSettings: TrialData] = [:]
        var entries: [Entry] = []
        var problems: [Problem] = []
        var notes: [String] = []
        var contradictions = Contradictions(contradictory)
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
                notes += remark.map { [$0] } ?? []
                let (graph, weights) = try layouts.layout(trial.settings, data, progress)
                notes += weights?.notes ?? []
                if weights == nil, trial.settings.network.train != .all {
                    notes.append(
                        "\(trial.settings.network.configuration.kind): its frozen layers have random weights; "
                            + "\"weights\" names a checkpoint, or \"imagenet\"")
                }
                notes += trial.settings.augmentationNotes
                problems += try contradictions.add(
                    trial.settings.contradictions(
                        classes: data.dataset.classes.count,
                        isFrozen: trial.settings.network.cut(graph) != nil), of: trial, in: study)
                let entry = try Self.entry(
                    trial, data, folder, replaced, graph, weights, platform, jobs: jobs,
                    cores: cores ?? ProcessInfo.processInfo.activeProcessorCount,
                    threads: threads[trial.id])
                entries.append(entry)
                notes += entry.batchNotes
            } catch let error as UnsupportedSetting {
                problems.append(study.problem(at: error.path, of: trial, error.message))
            } catch let error as ShapeError {
                problems.append(study.problem(at: "network", of: trial, "\(error)"))
            } catch let error as DatasetError {
                problems.append(study.problem(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as LeakError {
                problems.append(study.problem(at: "dataset.path", of: trial, "\(error)"))
            } catch let error as SplitError {
                problems.append(
                    study.problem(at: "dataset.\(error.setting)", of: trial, "\(error)"))
            } catch let error as PhantomError {
                problems.append(study.problem(at: "dataset.path", of: trial, "\(error)"))
            }
        }
        problems += contradictions.addSameTrials(study, entries)
        // Results that are there already are said as they are.
        if contradictory == .stop { problems += Self.otherClasses(study, entries) }
        guard problems.isEmpty else { throw StudyErrors(problems) }
        try contradictions.addSameRates(entries)
        self.study = study
        self.folder = folder
        self.entries = entries
        self.contradictions = contradictions.texts(of: study.trials.count)
        self.notes = (notes + self.contradictions).unique
    }

    /// Networks laid out for one image, with the checkpoints that they start from: many trials
    /// share one.
    private final class Layouts {
        private struct Key: Hashable {
            let network: NetworkSettings
            /// What a checkpoint says of itself is compared with all of it.
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
        let batches = try settings.batches(graph, cut, examples: images)
        let trialFolder = folder.trial(trial.id)
        let goesOn = goesOn(trialFolder, settings.training)
        let place = goesOn ? SavedState.position(in: trialFolder, key: key) : nil
        // Kept where a trial goes on: some kernels round differently on another number of threads.
        let threads =
            wanted
            ?? (settings.training.threads > 0
                ? settings.training.threads : place?.threads ?? max(1, cores / jobs))
        var (found, record) = state(of: trialFolder, key: key) {
            KeyChange.changes(
                since: $0, settings: settings, fingerprint: data.fingerprint,
                weights: weights?.record)
        }
        var resumed = place.map { State.resumes(epochs: $0.epoch, steps: $0.step) }
        // A pruning rule ended it, and the study has another one.
        let isOfOtherRule = goesOn && found == .done
        if isOfOtherRule { (found, record) = (.new, nil) }
        // What failed is known as such until it is trained, also where an earlier result of the
        // same key is kept.
        if found != .done, !found.isFailed,
            let old = replaced.latest(
                trial.id, key: key, where: { hasEnded($0, settings.training) })
        {
            found = .replaced(old.name)
            // A whole result is more than the state that another rule has left.
            if isOfOtherRule { resumed = nil }
        }
        let madeOn = record.map(\.platform)
        return Entry(
            trial: trial, key: key, state: resumed ?? found,
            madeOn: madeOn.flatMap { $0.isLike(platform) ? nil : $0 }, data: data,
            weights: weights?.record, threads: threads,
            batches: batches, steps: batches.steps * settings.training.epochs,
            operations: perImage * Double(images))
    }

    /// Whether a state in the folder is to be taken up: the trial has not ended, or by another
    /// pruning rule than this one.
    package static func goesOn(_ folder: TrialFolder, _ training: TrainingSettings) -> Bool {
        guard folder.isComplete else { return true }
        return (try? folder.readRecord()).map { !hasEnded($0, training) } ?? false
    }

    /// Whether a finished trial has its end: all of its epochs, or the end that the study's pruning
    /// rule gives it.
    package static func hasEnded(_ record: TrialRecord, _ training: TrainingSettings) -> Bool {
        guard let pruned = record.pruned else { return true }
        return pruned.settings.canonical == training.pruning?.json.canonical
    }

    private static func check(
        _ settings: TrialSettings, isFrozen: Bool
    ) throws {
        let training = settings.training
        if let pruning = training.pruning, let rule = try PruningRules.all.make(pruning),
            rule.rungs(epochs: training.epochs).isEmpty
        {
            throw UnsupportedSetting(
                path: "training.pruning.first",
                message: "must be less than training.epochs (\(training.epochs)), else no trial is "
                    + "ever stopped; got \(pruning.values.integer("first"))")
        }
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
}
