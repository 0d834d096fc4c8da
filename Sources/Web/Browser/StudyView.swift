import Analysis
import Foundation
import Results
import Terminal
import Vocabulary

/// What pages say of a study.
struct StudyView {
    let entry: StudyShelf.Entry

    /// Curves that one chart shows.
    private static let mostCurves = Curves.colours

    private static func percent(_ share: Double?) -> String {
        share.map { $0.isFinite ? Wording.percent($0) : "–" } ?? "–"
    }

    private static func number(_ value: Double?) -> String {
        value.map { String(format: "%.4g", $0) } ?? "–"
    }

    private static func word(_ status: StudyStatus) -> String {
        let done = status.trials.count { $0.state == .done || $0.state == .stopped }
        if status.isRunning { return "running" }
        if status.hasDied { return "interrupted" }
        if done == status.trials.count { return "complete" }
        return status.trials.contains { $0.state == .failed }
            ? "some trials failed" : "not complete"
    }

    /// A line in the list of all studies.
    var line: [String: Any] {
        guard let lock = try? entry.results.readLock(), let status = try? StudyStatus(entry.results)
        else {
            return ["path": entry.path, "title": entry.name, "state": "cannot be read", "done": ""]
        }
        let done = status.trials.count { $0.state == .done || $0.state == .stopped }
        let choice =
            status.isFinished
            ? (try? StudyResults(entry.results, hasPredictions: false)).flatMap {
                ChoiceWording($0).line
            } : nil
        return [
            "path": entry.path, "title": lock.title, "name": entry.name,
            "state": Self.word(status), "isRunning": status.isRunning,
            "done": "\(done) of \(status.trials.count)", "choice": choice ?? "–",
            "images": lock.dataset.path,
        ]
    }

    /// The page of a study.
    /// - Throws: `Problem`.
    func page() throws(Problem) -> [String: Any] {
        let (lock, status) = try read()
        var values: [String: Any] = [
            "path": entry.path, "title": lock.title, "question": lock.question,
            "live": try live(status),
            "hasReport": FileManager.default.fileExists(atPath: entry.results.reportPath),
            "charts": entry.charts.map { file in
                [
                    "file": StudyShelf.Entry.escaped(file), "path": entry.path,
                    "title": file.dropLast(4).replacing("_", with: " "),
                ]
            },
        ]
        values["hasCharts"] = !entry.charts.isEmpty
        return values
    }

    /// - Throws: `Problem`.
    func read() throws(Problem) -> (StudyLock, StudyStatus) {
        do { return (try entry.results.readLock(), try StudyStatus(entry.results)) } catch {
            throw Problem(.broken, "the study's results cannot be read", cause: error)
        }
    }

    /// The part of the page that changes while the study runs.
    func live(_ all: StudyStatus) throws(Problem) -> [String: Any] {
        let status = all.withoutEarlyTest
        let rows = status.trials.map { trial -> [String: Any] in
            let epochs = trial.epochs.map { " of \($0)" } ?? ""
            let share = trial.state == .running || trial.state == .paused ? trial.fraction : nil
            return [
                "id": trial.id, "study": entry.name, "state": trial.state.rawValue,
                "epochs": trial.epoch > 0 ? "\(trial.epoch)\(epochs)" : "–",
                "share": share.map { "\($0)" } ?? "", "hasShare": share != nil,
                "metricsEpoch": trial.metricsEpoch.map { "\($0)" } ?? "–",
                "loss": Self.number(trial.loss), "val": Self.percent(trial.valAccuracy),
                "test": Self.percent(trial.testAccuracy),
                "time": (trial.seconds ?? trial.secondsLeft).map(Wording.duration).map {
                    trial.seconds == nil ? "\($0) left" : $0
                } ?? "–",
                "message": trial.message ?? "", "hasEpochs": trial.epoch > 0,
            ]
        }
        let done = status.trials.count { $0.state == .done || $0.state == .stopped }
        var values: [String: Any] = [
            "state": Self.word(status), "isRunning": status.isRunning, "trials": rows,
            "hasTest": status.isFinished,
            "done": "\(done)", "total": "\(status.trials.count)",
            "fraction": "\(status.fraction ?? Double(done) / Double(max(1, status.trials.count)))",
        ]
        values["left"] = status.secondsLeft.map(Wording.duration)
        values["activity"] = status.activity
        let shown = status.trials.filter { $0.state == .running || $0.state == .paused }
        let ids = (shown.isEmpty ? status.trials : shown).map(\.id).prefix(Self.mostCurves)
        values["plots"] = Self.plots(ids.map { (label: $0, folder: entry.results.trial($0)) })
        return values
    }

    /// Loss and accuracy of some trials by epochs, as far as they are.
    static func plots(_ trials: [(label: String, folder: TrialFolder)]) -> [[String: Any]] {
        let epochs = trials.map { ($0.label, (try? $0.folder.readEpochs()) ?? []) }
        func curves(_ title: String, isShare: Bool, _ value: (EpochRecord) -> Double?) -> Curves {
            Curves(
                title: title,
                curves: epochs.compactMap { label, epochs in
                    epochs.isEmpty
                        ? nil : Curves.Curve(label: label, values: epochs.map { value($0) ?? .nan })
                }, isShare: isShare)
        }
        return [
            curves("Training loss", isShare: false) { $0.metrics[.train]?.loss }.values,
            curves("Validation accuracy", isShare: true) { $0.metrics[.val]?.accuracy }.values,
        ].compactMap { $0 }
    }
}
