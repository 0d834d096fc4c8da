import ArgumentParser
import Engine
import Foundation
import Inference
import JSON
import Results
import Runs
import Studies
import Terminal
import Training
import Vocabulary

/// The command `study plan`, which shows what `study run` would train.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "List a study's trials and their states without training.",
        discussion: """
            Prints the training steps, memory and state of each trial, and the expected time. A trial is done, resumes from \
            a checkpoint, is new, or is stale. For a stale trial, the differences between its result and the study are \
            listed: settings, data, initial weights, or version of the engine.

            EXAMPLES
              study plan Studies/lr-sweep.json
              study plan Studies/lr-sweep.json --program    print operations, layouts and kernels
            """)

    @OptionGroup var study: StudyOptions
    @Flag(help: "Print the compiled training programs.") var program = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let console = Console()
        let loaded = try study.load(console)
        let plan = try study.plan(loaded, phantoms: .cache, console)
        do {
            try plan.folder.check(belongsTo: loaded, studyFile: study.file, keys: plan.keys)
        } catch {
            // A plan writes nothing to the folder; only a run is refused.
            console.note("note: \(error)")
        }
        let sets = try study.sets(of: plan, console)
        _ = try study.attributes(of: plan, console)
        let device = chosenDevice().with(KernelCache().load(measures: false))
        if program {
            try printPrograms(plan, device)
        } else {
            let bytes = try plan.plannedBytes(on: device)
            if json {
                var json = plan.json(plannedBytes: bytes)
                if !sets.isEmpty { json["evaluate"] = .array(sets.map(\.json)) }
                print(json.pretty)
            } else {
                printTable(plan, bytes)
                for set in sets { print("external set \(set.summary)") }
                try printFeatures(plan, device, console)
            }
        }
    }

    private func printTable(_ plan: StudyPlan, _ bytes: [String: Int]) {
        let width = plan.entries.map(\.trial.id.count).max() ?? 0
        for entry in plan.entries {
            let name = entry.trial.id.padding(toLength: width, withPad: " ", startingAt: 0)
            let memory =
                bytes[entry.trial.id].map { Formatting.size($0) }
                ?? "memory unknown (no bf16 instructions)"
            let platform = entry.madeOn.map { " on \($0.cpu), \($0.threads) threads" } ?? ""
            print("\(name)  \(entry.steps) steps  \(memory)  \(entry.state.text)\(platform)")
        }
        let left = plan.entries.filter { $0.state != .done }
        print(
            "\(Formatting.plural(plan.entries.count, "trial")), \(left.count) to train, "
                + "\(left.reduce(0) { $0 + $1.steps }) steps"
                + (bytes.values.max().map {
                    ", at most \(Formatting.size($0)) of memory per trial"
                } ?? ""))
        if let text = plan.expectedTime().text { print(text) }
        let replaced = plan.folder.replacedNames
        if !replaced.isEmpty { print(ReplacedResult.text(replaced, plan.folder)) }
    }

    /// Prints the cached features that the trials to train need.
    private func printFeatures(
        _ plan: StudyPlan, _ device: any Device, _ console: Console
    ) throws {
        let all = try plan.sharedFeatures(
            of: plan.entries.filter { $0.state != .done }, on: device,
            progress: { name in console.progress("\(name): reading the list of its features") })
        console.close()
        for shared in all {
            let state = shared.isReady(in: FeatureStore()) ? "in the cache" : "to compute"
            let views =
                shared.views > 0
                ? ", \(shared.views) augmented views of each training image" : ""
            let training =
                shared.passesTraining ? "; recomputed for training images in each epoch" : ""
            print(
                "features of \(shared.title): \(shared.images) images\(views), "
                    + "\(Formatting.size(shared.bytes)), \(state)\(training)")
        }
    }

    /// Prints the compiled program of each network, batch size and image size.
    private func printPrograms(_ plan: StudyPlan, _ device: any Device) throws {
        var seen: Set<StudyPlan.Entry.ProgramKey> = []
        for entry in plan.entries where seen.insert(entry.programKey).inserted {
            for programs in try entry.programs(on: device) {
                print("\(entry.programKey.title)\n\n\(programs.training.plan)\n")
            }
        }
    }
}
