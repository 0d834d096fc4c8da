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

/// The command `study verify`, which compares results with their lock and can retrain trials.
struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify",
        abstract: "Check a results folder against its lock, and reproduce trials bit for bit.",
        discussion: """
            Compares each file of a complete trial with its SHA-256 in study.lock.json, and lists missing, changed and \
            extra files. --rerun and --trial also train trials again, in a scratch folder and from the lock alone, and \
            compare the results bit for bit; data and checkpoints are read from the paths in the lock. If results differ, \
            the differing tensors and columns, the size of each difference and the changes of machine and program are \
            listed. The exit status is 1 if anything differs.

            EXAMPLES
              study verify results/lr-sweep
              study verify results/lr-sweep --trial cnn4-cosine-s1
              study verify results/chest-xray --rerun --data /data/chest_xray --without-weights
            """)

    @OptionGroup var results: ResultsOptions
    @Option(
        name: .customLong("trial"),
        help: ArgumentHelp("Train this trial again and compare; repeatable.", valueName: "id"))
    var trials: [String] = []
    @Flag(help: "Train all complete trials again and compare.") var rerun = false
    @Option(
        help: ArgumentHelp(
            "The data set's folder (default: the path in the lock).", valueName: "dir"))
    var data: String?
    @Option(
        help: ArgumentHelp("The scratch folder (default: a temporary folder).", valueName: "dir"))
    var scratch: String?
    @Option(
        help: ArgumentHelp("Number of trials that train at the same time.", valueName: "number"))
    var jobs = 1
    @Flag(help: "Ignore missing checkpoint files.") var withoutWeights = false
    @Flag(help: "Show no progress.") var quiet = false
    @Flag(help: "Print JSON.") var json = false
    @OptionGroup var cache: CacheOption

    func validate() throws {
        guard jobs > 0 else { throw ValidationError("--jobs must be at least 1") }
        if data != nil, trials.isEmpty, !rerun {
            throw ValidationError("--data requires --rerun or --trial")
        }
    }

    func run() throws {
        let console = Console(quiet: quiet)
        cache.note(console)
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
        let scratchFolder =
            temporary?.path ?? "\(scratch ?? "")/study-verify-\(UUID().uuidString.prefix(8))"
        defer { try? FileManager.default.removeItem(atPath: scratchFolder) }
        let executor = LocalExecutor()
        let interruption = Interruption([SIGINT, SIGTERM]) { _, isFirst in
            if isFirst { executor.interrupt() } else { executor.kill() }
        }
        do {
            let again = try Rerun(
                folder, lock, trials: trials, data: data.map { URL(fileURLWithPath: $0).path },
                scratch: scratchFolder
            ) { task, done, total in console.progress("\(task): \(done) of \(total)") }
            for (id, changes) in again.changes.sorted(by: { $0.key < $1.key }) {
                for change in changes { console.note("note: \(id): \(change)") }
            }
            return try again.run(
                on: chosenDevice(), executor: executor, jobs: jobs,
                interruption: { interruption.signalReceived }, report: { show($0, console) })
        } catch let error as Interrupted {
            throw ExitCode(error.exitStatus)
        } catch let error as RerunError {
            console.warn("\(error)")
            throw ExitCode(1)
        }
    }

    private func show(_ event: RunEvent, _ console: Console) {
        switch event {
        case .started(let trial, let number, let total, _):
            console.note("[\(number)/\(total)] \(trial.id): training again")
        case .progress(let trial, _, let overall):
            console.progress("\(Int(overall * 100))% done; \(trial.id)")
        default: break
        }
    }

    private func show(_ check: FolderCheck) {
        for mismatch in check.mismatches { print(mismatch) }
        let absent =
            check.absentWeights > 0
            ? "; \(Formatting.plural(check.absentWeights, "checkpoint file")) missing (ignored)"
            : ""
        print(
            check.mismatches.isEmpty
                ? "\(Formatting.plural(check.checked, "file")) checked, all identical to the lock\(absent)"
                : "\(Formatting.plural(check.mismatches.count, "error")) in "
                    + "\(Formatting.plural(check.checked, "file"))\(absent)")
    }

    private func show(_ comparison: TrialComparison) {
        if comparison.isSame {
            return print(
                "\(comparison.id): reproduced bit for bit "
                    + "(\(Formatting.plural(comparison.compared, "file")) compared)")
        }
        print(
            "\(comparison.id): "
                + (comparison.failure.map { "failed: \($0)" } ?? "differs"))
        for difference in comparison.differences {
            print("  \(difference.file)\(difference.note.map { ": \($0)" } ?? "")")
            for part in difference.parts.prefix(5) { print("    \(part.text)") }
            if difference.parts.count > 5 { print("    and \(difference.parts.count - 5) more") }
        }
        for difference in comparison.platform { print("  platform differs: \(difference)") }
        if comparison.platform.isEmpty {
            print("  machine, libraries, program and kernels are identical")
        }
    }
}
