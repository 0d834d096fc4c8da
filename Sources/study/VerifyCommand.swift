import ArgumentParser
import Files
import Foundation
import JSON
import Processes
import Results
import Runs
import Studies
import Terminal
import Vocabulary

/// `study verify`: whether results are what their lock says, and whether they can be made again.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a results folder against its lock; train trials again and compare bits.",
        discussion: """
            Every file of a complete trial is held against its digest in study.lock.json; what is missing, changed or \
            extra is named. --rerun and --trial train again in a scratch folder: the study and the kernels are those of \
            the lock, data and checkpoints are looked for where it says. Where bits differ, it is told in which tensors \
            and columns, by how much, and what of the machine is not the same. Exit status 1 when something differs.

            EXAMPLES
              study verify results/lr-sweep
              study verify results/lr-sweep --trial cnn4-cosine-s1
              study verify results/chest-xray --rerun --data /data/chest_xray --without-weights
            """)

    @OptionGroup var results: ResultsOptions
    @Option(name: .customLong("trial"), help: "Train this trial again and compare; repeatable.")
    var trials: [String] = []
    @Flag(help: "Train all complete trials again and compare.") var rerun = false
    @Option(help: ArgumentHelp("Where the data are now.", valueName: "dir")) var data: String?
    @Option(
        help: ArgumentHelp("Where to train again (default: a temporary folder).", valueName: "dir"))
    var scratch: String?
    @Option(help: "Trials to train at the same time.") var jobs = 1
    @Flag(help: "Do not miss checkpoints that are not there.") var withoutWeights = false
    @Flag(help: "No progress.") var quiet = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var cache: CacheOption

    func validate() throws {
        guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
        if data != nil, trials.isEmpty, !rerun {
            throw ValidationError("--data is for --rerun or --trial")
        }
    }

    func run() throws {
        let console = Console(quiet: quiet)
        let folder = results.folder
        let lock = try folder.readLock()
        let check = try FolderCheck(folder, lock, wantsWeights: !withoutWeights) { done, count in
            console.progress("checking: trial \(done + 1) of \(count)")
        }
        console.close()
        if !json { show(check) }
        let comparisons =
            rerun || !trials.isEmpty ? try trainAgain(folder, lock, console) : []
        if json {
            let document: JSONValue = [
                "folder": .string(folder.path), "checked": .number(Double(check.checked)),
                "problems": .array(check.mismatches.map(\.json)),
                "trials": .array(comparisons.map(\.json)),
            ]
            print(document.pretty, terminator: "")
        } else {
            comparisons.forEach(show)
        }
        if !check.mismatches.isEmpty || comparisons.contains(where: { !$0.isSame }) {
            throw ExitCode(1)
        }
    }

    private func trainAgain(
        _ folder: ResultsFolder, _ lock: StudyLock, _ console: Console
    ) throws -> [TrialComparison] {
        let temporary = scratch == nil ? try ScratchFolder("verify") : nil
        let place =
            temporary?.path ?? "\(scratch ?? "")/study-verify-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: place) }
        let executor = LocalExecutor()
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            if isFirst { executor.interrupt() } else { executor.kill() }
        }
        do {
            let again = try Rerun(
                folder, lock, trials: trials, data: data.map { URL(fileURLWithPath: $0).path },
                scratch: place
            ) { what, done, total in console.progress("\(what): \(done) of \(total)") }
            for (id, changes) in again.changes.sorted(by: { $0.key < $1.key }) {
                for change in changes { console.note("note: \(id): \(change)") }
            }
            return try again.run(
                on: chosenDevice(), executor: executor, jobs: jobs,
                interruption: { interruption.signalReceived }, report: { tell($0, console) })
        } catch let error as Interrupted {
            throw ExitCode(error.exitStatus)
        } catch let error as RerunError {
            console.warn("\(error)")
            throw ExitCode(1)
        }
    }

    private func tell(_ event: RunEvent, _ console: Console) {
        switch event {
        case .started(let trial, let number, let total, _):
            console.note("[\(number)/\(total)] \(trial.id): training again")
        case .progress(let trial, _, let overall):
            console.progress("\(Int(overall * 100)) % of all; \(trial.id)")
        default: break
        }
    }

    private func show(_ check: FolderCheck) {
        for mismatch in check.mismatches { print(mismatch) }
        let absent =
            check.absentWeights > 0
            ? "; \(check.absentWeights) checkpoints are not here" : ""
        print(
            check.mismatches.isEmpty
                ? "\(check.checked) files are as the lock says\(absent)"
                : "\(check.mismatches.count) problems in \(check.checked) files\(absent)")
    }

    private func show(_ comparison: TrialComparison) {
        if comparison.isSame {
            return print("\(comparison.id): the same bits in \(comparison.compared) files")
        }
        print(
            "\(comparison.id): "
                + (comparison.failure.map { "failed: \($0)" } ?? "differs"))
        for difference in comparison.differences {
            print("  \(difference.file)\(difference.note.map { ": \($0)" } ?? "")")
            for part in difference.parts.prefix(5) { print("    \(part.text)") }
            if difference.parts.count > 5 { print("    and \(difference.parts.count - 5) more") }
        }
        for difference in comparison.platform { print("  then and now: \(difference)") }
        if comparison.platform.isEmpty {
            print("  machine, libraries, program and kernels are the same")
        }
    }
}
