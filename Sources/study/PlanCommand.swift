import ArgumentParser
import Datasets
import Engine
import Foundation
import Networks
import Runner
import Settings
import Studies
import Tensors
import Training

/// `study plan`: what `study run` would do.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "List a study's trials and what is to be done.",
        discussion: """
            EXAMPLES
              study plan studies/lr-sweep.json
              study plan studies/lr-sweep.json --program    every operation, layout and kernel
            """)

    @OptionGroup var study: StudyOptions
    @Flag(help: "Print the compiled training programs.") var program = false
    @Flag(help: "Print JSON.") var json = false

    func run() throws {
        let console = Console()
        let loaded = try study.load(console)
        let plan = try study.plan(loaded, console)
        if json {
            print(plan.json.pretty)
        } else if !program {
            printTable(plan)
        }
        if program { try printPrograms(plan) }
    }

    private func printTable(_ plan: StudyPlan) {
        let width = plan.entries.map(\.trial.id.count).max() ?? 0
        for entry in plan.entries {
            let name = entry.trial.id.padding(toLength: width, withPad: " ", startingAt: 0)
            print("\(name)  \(entry.steps) steps  \(entry.state.word)")
        }
        let left = plan.entries.filter { $0.state != .done }
        print(
            "\(plan.entries.count) trials, \(left.count) to train, "
                + "\(left.reduce(0) { $0 + $1.steps }) steps")
    }

    /// One program for each network, batch and image size.
    private func printPrograms(_ plan: StudyPlan) throws {
        var seen: Set<String> = []
        for entry in plan.entries {
            let settings = entry.trial.settings
            let network = try settings.network.network(
                classes: entry.data.dataset.classes.count, imageSize: settings.dataset.crop)
            let batch = settings.training.batchSize
            let graph = try network.graph(input: [
                batch, 3, settings.dataset.crop, settings.dataset.crop,
            ])
            let title = "\(network.name), batch \(batch), \(settings.dataset.crop) px"
            guard seen.insert(title).inserted else { continue }
            let options = try TrainingOptions(
                settings, threads: entry.threads,
                trainCounts: entry.data.dataset.counts(.train))
            let program = try OneDNNDevice().compile(
                graph,
                CompileOptions(
                    mode: .training(loss: options.loss, rule: options.optimizer),
                    threads: entry.threads))
            print("\(title)\n\n\(program.plan)\n")
        }
    }
}
