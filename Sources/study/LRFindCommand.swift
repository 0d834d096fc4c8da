import ArgumentParser
import Foundation
import JSON
import Plotting
import Reports
import Results
import Runs
import Studies
import Terminal
import Training
import Vocabulary

/// The command `study lr-find`, which runs learning-rate range tests.
struct LRFindCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lr-find", abstract: "Suggest learning rates by a range test.",
        discussion: """
            Trains each network of a study for a few steps while the learning rate increases exponentially, draws the loss \
            over the rate, and suggests rates (Smith 2017, as in fastai). Each combination of network, optimizer, loss, \
            batch size and data set is tested once, with the first schedule and the first seed. Charts and their data are \
            written to lr-find/ in the results folder; 'study run' does not read them.

            EXAMPLES
              study lr-find Studies/lr-sweep.json
              study lr-find Studies/lr-sweep.json --from 1e-5 --to 1 --steps 200
              study lr-find Studies/lr-sweep.json --set training.optimizer='"sgd"' --json
            """)

    @OptionGroup var study: StudyOptions
    @Option(help: "Training steps, at least \(RangeTest.minimumSteps).") var steps = 100
    @Option(help: ArgumentHelp("Learning rate of the first step.", valueName: "rate"))
    var from = 1e-7
    @Option(help: ArgumentHelp("Learning rate of the last step.", valueName: "rate"))
    var to = 10.0
    @Flag(help: "Show no progress.") var quiet = false
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        do { _ = try RangeTest(from: from, to: to, steps: steps) } catch {
            throw ValidationError("--\(error)")
        }
    }

    func run() throws {
        let console = Console(quiet: quiet)
        let loaded = try study.load(console)
        let plan = try study.plan(loaded, console)
        let test = try RangeTest(from: from, to: to, steps: steps)
        let runner = RangeTestRunner(plan, test, on: chosenDevice())
        let progress = RangeProgress(console, plan.rangeSetups, test)
        var results: [RangeTestResult] = []
        for setup in plan.rangeSetups {
            let curve = try runner.run(setup) { progress.show($0) }
            progress.finish(curve)
            console.close()
            let result = RangeTestResult(
                setup: setup, curve: curve, folder: plan.folder.rangeTestsPath)
            do { try result.draw() } catch let error as PlottingError { console.warn("\(error)") }
            if !json { print(result.text + "\n") }
            results.append(result)
        }
        if json {
            let document: JSONValue = [
                "study": .string(plan.study.name), "folder": .string(plan.folder.rangeTestsPath),
                "tests": .array(results.map(\.json)),
            ]
            print(document.pretty)
        } else {
            print(RangeTestResult.explanation(rate: results.first?.suggestedRate))
        }
    }
}

/// The display of the tests' progress.
private final class RangeProgress {
    private let console: Console
    private let setups: [RangeSetup]
    private let steps: Int
    private var number = 0
    /// The FLOPs of the remaining steps.
    private var left: Double
    /// The FLOPs of the steps that took `seconds`.
    private var timed = 0.0
    private var seconds = 0.0
    private var lastStep: ContinuousClock.Instant?

    init(_ console: Console, _ setups: [RangeSetup], _ test: RangeTest) {
        self.console = console
        self.setups = setups
        steps = test.steps
        left = setups.reduce(0) { $0 + $1.entry.flopsPerStep * Double(test.steps) }
    }

    private var title: String { "[\(number + 1)/\(setups.count)] \(setups[number].name)" }

    func show(_ event: RangeTestRunner.Event) {
        let now = ContinuousClock.now
        switch event {
        case .compiling:
            console.progress("\(title): compiling, and measuring new kernels")
        case .features(let features, let count, let all):
            console.progress(
                "\(title): computing features, \(count) of \(all) images (\(features))")
        case .step(let point):
            let flops = setups[number].entry.flopsPerStep
            left -= flops
            if let lastStep {
                seconds += (now - lastStep) / .seconds(1)
                timed += flops
            }
            lastStep = now
            let time =
                timed > 0 ? "at most \(Formatting.duration(seconds / timed * left)) left, " : ""
            console.progress(
                "\(title): step \(point.step) of \(steps), \(time)"
                    + String(format: "rate %.1e, loss %.4g", point.learningRate, point.loss))
        }
    }

    func finish(_ curve: RangeCurve) {
        left -= setups[number].entry.flopsPerStep * Double(steps - curve.points.count)
        number += 1
        lastStep = nil
    }
}

extension StudyPlan.Entry {
    fileprivate var flopsPerStep: Double { trainingFLOPs / Double(max(1, steps)) }
}
