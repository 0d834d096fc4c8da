import Foundation
import Analysis
import Results
import Terminal
import Vocabulary

/// The live view: the part of a study's page that changes while the study runs.
struct LiveView: PageView {
    static let template = "live"

    let state: String
    let isRunning: Bool
    /// The number of trials that are done.
    let done: Int
    let total: Int
    /// The fraction of the study that is done.
    let fraction: Double
    /// The remaining time; nil if it is unknown.
    let left: String?
    let activity: String?
    /// True if test metrics are shown.
    let hasTest: Bool
    let trials: [Trial]
    let plots: [Curves.View]
    /// The sentence on trials that the charts leave out; nil if there are none.
    let plotsNote: String?

    /// A row of the table of trials.
    struct Trial {
        let id: String
        /// The study's name.
        let study: String
        let state: String
        let hasEpochs: Bool
        let epochs: String
        /// The completed fraction of a running trial; nil for other trials. The name differs from
        /// that of the study's fraction, which the template would show instead of nil.
        let trialFraction: Double?
        let metricsEpoch: String
        let loss: String
        let val: String
        let test: String
        let time: String
        let message: String
    }

    /// Reads the status of a study.
    /// - Throws: `ProblemDetails`.
    init(_ entry: StudyIndex.Entry) throws(ProblemDetails) {
        let status: StudyStatus
        do { status = try StudyStatus(entry.results).withoutEarlyTest } catch {
            throw ProblemDetails(.broken, "the study's results cannot be read", cause: error)
        }
        state = status.word
        isRunning = status.isRunning
        done = status.done
        total = status.trials.count
        fraction = status.fraction ?? Double(status.done) / Double(max(1, status.trials.count))
        left = status.secondsLeft.map(Formatting.duration)
        activity = status.activity
        hasTest = status.isFinished
        trials = status.trials.map { Trial($0, study: entry.name) }
        let (drawn, omitted) = Self.drawn(status.trials)
        let order = drawn.contains(where: \.isActive) ? ", running ones first" : ""
        plotsNote =
            omitted > 0
            ? "The charts show \(drawn.count) of \(drawn.count + omitted) trials\(order)." : nil
        plots = Self.plots(drawn.map { ($0.id, entry) })
    }

    /// The trials of the charts in the study's order: those that run, and others up to the maximum
    /// number of curves; and the number of those that the charts leave out.
    private static func drawn(
        _ trials: [TrialStatus]
    ) -> (trials: [TrialStatus], omitted: Int) {
        let begun = trials.filter { $0.epoch > 0 }
        let chosen = Set(
            (begun.filter(\.isActive) + begun.filter { !$0.isActive }).prefix(Curves.mostCurves)
                .map(\.id))
        return (begun.filter { chosen.contains($0.id) }, begun.count - chosen.count)
    }

    /// The charts of training loss and validation accuracy of trials by epoch. The trials of one
    /// study have the names and marks of its report.
    static func plots(_ trials: [(id: String, study: StudyIndex.Entry)]) -> [Curves.View] {
        let isOneStudy = Set(trials.map(\.study.name)).count == 1
        let marks = isOneStudy ? trials.first?.study.marks : nil
        let drawn = trials.enumerated().map { index, trial in
            let mark = marks?.of(trial.id)
            return (
                label: mark?.name ?? "\(trial.study.name) / \(trial.id)",
                mark: mark?.mark ?? ChartMarks.Mark(index),
                epochs: (try? trial.study.results.trial(trial.id).readEpochs()) ?? []
            )
        }
        func curves(_ title: String, isFraction: Bool, _ value: (EpochRecord) -> Double?) -> Curves
        {
            Curves(
                title: title,
                curves: drawn.filter { !$0.epochs.isEmpty }.map { trial in
                    Curves.Curve(
                        label: trial.label, mark: trial.mark,
                        values: trial.epochs.map { value($0) ?? .nan })
                }, isFraction: isFraction)
        }
        return [
            curves("Training loss", isFraction: false) { $0.metrics[.train]?.loss }.view,
            curves("Validation accuracy", isFraction: true) { $0.metrics[.val]?.accuracy }.view,
        ].compactMap { $0 }
    }
}

extension StudyIndex.Entry {
    /// The names and marks of the trials of a study.
    fileprivate struct Marks {
        let lock: StudyLock
        let marks: ChartMarks

        /// The name and mark of a trial; nil for an unknown one.
        func of(_ id: String) -> (name: String, mark: ChartMarks.Mark)? {
            lock.trials.first { $0.id == id }.map { (marks.name($0), marks.mark($0)) }
        }
    }

    /// The names and marks of the study's charts; nil if it cannot be read.
    fileprivate var marks: Marks? {
        (try? results.readLock()).map { Marks(lock: $0, marks: ChartMarks(results, $0)) }
    }
}

extension TrialStatus {
    /// Whether a run trains the trial now.
    fileprivate var isActive: Bool { state == .running || state == .paused }
}

extension LiveView.Trial {
    fileprivate init(_ trial: TrialStatus, study: String) {
        id = trial.id
        self.study = study
        state = trial.state.rawValue
        hasEpochs = trial.epoch > 0
        epochs = trial.epoch > 0 ? "\(trial.epoch)" + (trial.epochs.map { " of \($0)" } ?? "") : "–"
        trialFraction = trial.isActive ? trial.fraction : nil
        metricsEpoch = trial.metricsEpoch.map { "\($0)" } ?? "–"
        loss = trial.loss.map { String(format: "%.4g", $0) } ?? "–"
        val = Self.percent(trial.valAccuracy)
        test = Self.percent(trial.testAccuracy)
        time =
            trial.seconds.map(Formatting.duration)
            ?? trial.secondsLeft.map { "\(Formatting.duration($0)) left" } ?? "–"
        message = trial.message ?? ""
    }

    private static func percent(_ fraction: Double?) -> String {
        fraction.map { $0.isFinite ? Formatting.percent($0) : "–" } ?? "–"
    }
}
