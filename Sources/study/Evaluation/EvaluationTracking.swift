import ArgumentParser
import Options
import Results
import Terminal
import Tracking

/// The options of `study evaluate` that name the registry of a registered model, and the MLflow
/// server of a tracked study.
struct EvaluationTracking: ParsableArguments {
    @OptionGroup var registry: RegistryOption

    /// Sends the evaluations of a results folder to the server that the option or the environment
    /// names, if the study was tracked. A server that does not respond delays the command by a few
    /// seconds only. The caller must have locked the folder.
    /// - Throws: `ValidationError` for a bad address; `FileError`, `TrackingError`, `ResultsError`,
    ///   `JSONError` for a folder that cannot be read.
    func send(_ folder: ResultsFolder, _ console: Console) throws {
        let server = try registry.server.server(console.warn)
        let push = "study track push \(folder.path)"
        guard folder.isTracked else {
            if server != nil {
                console.note(
                    "note: the study was not tracked, so nothing is sent to the server; see '\(push)'"
                )
            }
            return
        }
        guard let server else {
            return console.note("note: to send the evaluation to the server of the study: \(push)")
        }
        let report: @Sendable (String) -> Void = { console.warn("tracking: \($0)") }
        let tracking = try StudyTracking(
            folder, server, experiment: nil, stepInterval: 0, report: report)
        tracking.addEvaluations(of: try folder.readLock())
        if let reason = Sender(folder, server, report: report).finish() {
            console.warn("tracking: \(reason)\nto send what is missing: \(push)")
        }
    }
}
