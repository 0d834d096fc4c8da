import ArgumentParser
import Files
import Foundation
import Results
import Terminal
import Tracking

/// The command `study track push`, which sends results to a tracking server.
struct TrackPushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send the results of a folder to an MLflow server.",
        discussion: """
            Sends events that were recorded while the server was unavailable, complete trials that were never tracked, and \
            evaluations that 'study evaluate' made later. A run whose process has died is marked as killed. Sending the same results again creates no duplicates, since \
            each run is identified by a tag.

            An item that the server does not accept, such as a file that is too large for a proxy, does not hold up the \
            others. Such items are listed with the reason, the exit status is then 1, and the next push tries them again. If \
            two items in succession get no answer at all, no more are tried.

            EXAMPLES
              study track push results/lr-sweep
              study track push results/lr-sweep --tracking-uri http://localhost:5000
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var tracking: TrackingOptions
    @Flag(help: "Send everything again, for example if the server has lost its data.")
    var all = false
    @Option(
        help: ArgumentHelp(
            "Time for which requests are repeated if the server does not respond.",
            valueName: "seconds"))
    var timeout = 30.0
    @Flag(help: "No progress.") var quiet = false
    @OptionGroup var renamed: RenamedPushOptions

    func run() throws {
        let console = Console(quiet: quiet)
        let folder = results.folder
        guard FileManager.default.isFolder(folder.path) else {
            throw ValidationError("\(folder.path): no such folder")
        }
        let lock = try folder.acquire()
        defer { lock.release() }
        let server = try tracking.server(console) ?? TrackingServer.last(of: folder)
        let push = try TrackingPush(
            folder, server, stepInterval: tracking.trackingSteps, console, restarts: all,
            timeout: timeout)
        let missing = push.delivery.missing
        guard missing.isEmpty else {
            console.warn("\(server): \(TrackingError.notAccepted(missing))")
            throw ExitCode(1)
        }
        console.note("\(server): up to date with \(folder.path)")
    }
}

/// An update of a server with the results of a folder that this process has locked.
struct TrackingPush {
    let recorder: StudyTracking
    let delivery: Delivery

    /// - Parameter timeout: seconds to retry while the server does not respond.
    /// - Throws: `ExitCode` if the server does not work; the reason is printed first. `FileError`,
    ///   `ResultsError` if the folder cannot be read.
    init(
        _ folder: ResultsFolder, _ server: TrackingServer, stepInterval: Int, _ console: Console,
        restarts: Bool = false, timeout: Double = 30
    ) throws {
        // A run that was killed early has an outbox, but no lock yet.
        let hasLock = FileManager.default.fileExists(atPath: folder.lockPath)
        let results = folder.isTracked && !hasLock ? nil : try folder.readLock()
        recorder = try StudyTracking(
            folder, server, experiment: nil, stepInterval: stepInterval
        ) { console.warn("tracking: \($0)") }
        if let results {
            recorder.addUntracked(results, experiment: TrackingOptions.experiment(results.name))
            recorder.addEvaluations(of: results)
        } else {
            recorder.endDeadRuns()
        }
        // A server that is busy needs some seconds for an answer.
        let seconds = timeout > 5 ? min(timeout, 3600) : 5
        delivery = Delivery(folder, server, timeoutSeconds: seconds, mostUnanswered: 2)
        delivery.retryAll()
        if restarts { delivery.restart() }
        try send(timeout, console)
        console.close()
    }

    /// Sends all events, and repeats failed requests until nothing succeeds for some time. Items
    /// that are not answered in time are not tried again. Events that the server does not accept
    /// are then in `delivery.missing`.
    private func send(_ timeout: Double, _ console: Console) throws {
        var (deadline, accepted) = (Date() + timeout, 0)
        func noteSuccess() {
            if delivery.accepted > accepted { deadline = Date() + timeout }
            accepted = delivery.accepted
        }
        delivery.willSend = { [weak delivery] item in
            console.progress("sending \(item); \(delivery?.remaining ?? 0) items left")
        }
        while true {
            do {
                while try delivery.sendNext(again: Date() < deadline) { noteSuccess() }
                guard let next = delivery.nextAttempt(withFinal: false), next < deadline,
                    Date() < deadline
                else { return }
                Thread.sleep(until: next)
            } catch let error as TrackingError {
                noteSuccess()
                guard Date() < deadline, error.canBeRepeated else {
                    let waiting = (try? delivery.waiting()) ?? 0
                    if waiting == 0, !delivery.missing.isEmpty, error.canBeRepeated { return }
                    throw fail(error, waiting, console)
                }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }

    /// Prints why events are not sent, and which.
    private func fail(
        _ error: TrackingError, _ waiting: Int, _ console: Console
    ) -> ExitCode {
        console.close()
        let missing = delivery.missing
        let count = waiting > 0 || missing.isEmpty ? "; \(waiting) events are not sent" : ""
        let list = missing.isEmpty ? "" : "\n\(TrackingError.notAccepted(missing))"
        console.warn("\(error)\(count)\(list)")
        return ExitCode(1)
    }
}
