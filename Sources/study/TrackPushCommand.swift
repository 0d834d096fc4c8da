import ArgumentParser
import Foundation
import Results
import Terminal
import Tracking

/// `study track push`: what a tracking server does not have yet of a results folder.
struct TrackPushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "push",
        abstract: "Send to an MLflow server what it does not have of a results folder.",
        discussion: """
            What waits since the server was away; and complete trials that were never tracked. A run whose process died is \
            ended there as killed. What is sent twice does no harm: runs are found again by a tag of theirs.

            EXAMPLES
              study track push results/lr-sweep
              study track push results/lr-sweep --tracking-uri http://localhost:5000
            """)

    @OptionGroup var results: ResultsOptions
    @OptionGroup var tracking: TrackingOptions
    @Flag(help: "Send everything again, to a server that has lost it.") var all = false
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
        let lock = try folder.acquire()
        defer { lock.release() }
        let server = try tracking.server(console) ?? TrackingServer.last(of: folder)
        _ = try TrackingPush(folder, server, tracking, console, restarts: all, timeout: timeout)
        console.note("\(server): has all of \(folder.path)")
    }
}

/// Brings a server up to date with a results folder that this process has locked.
struct TrackingPush {
    let recorder: StudyTracking
    let delivery: Delivery

    /// - Parameter timeout: the seconds for which requests are repeated if the server does not
    ///   respond.
    /// - Throws: `ExitCode`, after saying why; what cannot be read here.
    init(
        _ folder: ResultsFolder, _ server: TrackingServer, _ options: TrackingOptions,
        _ console: Console, restarts: Bool = false, timeout: Double = 30
    ) throws {
        // A run that was killed early has told of itself, but has no lock yet.
        let hasLock = FileManager.default.fileExists(atPath: folder.lockPath)
        let results = folder.isTracked && !hasLock ? nil : try folder.readLock()
        recorder = try StudyTracking(
            folder, server, experiment: nil, stepInterval: options.trackingSteps
        ) { console.warn("tracking: \($0)") }
        if let results {
            recorder.takeUp(results, experiment: TrackingOptions.experiment(results.name))
        } else {
            recorder.endDead()
        }
        delivery = Delivery(folder, server)
        if restarts { delivery.restart() }
        try send(timeout, console)
        console.close()
        if delivery.refused > 0 {
            console.warn(
                "\(server): refused \(delivery.refused) of them, see tracking/rejected.jsonl; the last: "
                    + (delivery.lastRefusal ?? ""))
            throw ExitCode(1)
        }
    }

    /// Sends all, and tries again what fails.
    private func send(_ timeout: Double, _ console: Console) throws {
        var deadline = Date() + timeout
        while true {
            do {
                while try delivery.sendNext() {
                    deadline = Date() + timeout
                    console.progress("sending: \((try? delivery.waiting()) ?? 0) events wait")
                }
                return
            } catch let error as TrackingError {
                guard Date() < deadline else {
                    console.close()
                    console.warn("\(error); \((try? delivery.waiting()) ?? 0) events wait")
                    throw ExitCode(1)
                }
                Thread.sleep(forTimeInterval: 0.5)
            }
        }
    }
}
