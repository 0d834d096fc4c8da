import Datasets
import Engine
import Evaluation
import JSON
import Networks
import Tensors
import Testing
import TestSupport
import Training
import Vocabulary

/// Clipped gradients, accumulated batches and averaged parameters, compared with PyTorch.
@Suite struct RecipeTests {
    static let devices: [any Device] = [ReferenceDevice(), OneDNNDevice()]

    /// Two epochs whose last batch is smaller, and whose last step has fewer batches.
    @Test(arguments: Golden.cases(in: "recipes"), devices.indices)
    func trainsAsPyTorch(_ name: String, _ device: Int) throws {
        let recipe = try Recipe(name)
        let trainer = try recipe.trainer(on: Self.devices[device])
        let (steps, epochs) = try recipe.run(trainer)
        let golden = recipe.golden
        try expectClose(
            steps.map { Float($0.loss) }, golden.values("losses"), atol: 1e-5, rtol: 1e-4, "loss")
        try expectClose(
            steps.map { Float($0.gradientNorm) }, golden.values("norms"), rtol: 1e-3, "norm")
        #expect(steps.map(\.step) == Array(steps.indices))
        #expect(steps.allSatisfy { $0.stepsPerEpoch * epochs == steps.count })
        let state = try trainer.state()
        let averages = Dictionary(uniqueKeysWithValues: try trainer.parameters())
        #expect(state.averages.isEmpty == (recipe.options.ema == nil))
        for (name, value) in state.parameters where !name.hasSuffix("num_batches_tracked") {
            let trained = try golden.values("trained.\(name)")
            #expect(relativeL2(value.values, trained) < 2e-4, "\(name)")
            let average = try golden.values("average.\(name)")
            let found = try #require(averages[name]).values
            #expect(relativeL2(found, average) < 2e-4, "average of \(name)")
        }
        #expect(averages["norm.num_batches_tracked"]?.values == [14])
        // The evaluation after the last epoch uses the averages.
        guard case .classes(let predictions)? = trainer.evaluations[.val]?.predictions else {
            Issue.record("no predictions")
            return
        }
        let probabilities = predictions.probabilities.map { Float($0) }
        try expectClose(probabilities, golden.values("probabilities"), atol: 2e-4, rtol: 1e-3)
    }

    /// The training continues from the state between two steps, in each position of an epoch.
    @Test(arguments: Golden.cases(in: "recipes"))
    func resumedTrainingIsIdentical(_ name: String) throws {
        let recipe = try Recipe(name)
        let whole = try recipe.trainer(on: OneDNNDevice())
        let expected = try recipe.run(whole).steps
        for place in 1..<expected.count {
            struct Pause: Error {}
            let first = try recipe.trainer(on: OneDNNDevice())
            var steps: [StepResult] = []
            #expect(throws: Pause.self) {
                try recipe.loop(first).run(
                    pause: { _, _ in if steps.count == place { throw Pause() } },
                    { if case .step(let step) = $1 { steps.append(step) } })
            }
            let second = try recipe.trainer(on: OneDNNDevice())
            try second.restore(first.state())
            steps += try recipe.run(second).steps
            #expect(steps.map(\.loss) == expected.map(\.loss), "after step \(place)")
            #expect(steps.map(\.gradientNorm) == expected.map(\.gradientNorm))
            let (got, wanted) = (try second.state(), try whole.state())
            #expect(got.parameters.map(\.value) == wanted.parameters.map(\.value))
            #expect(got.averages.map(\.value) == wanted.averages.map(\.value))
            #expect(got.slots.map(\.values) == wanted.slots.map(\.values))
        }
    }

    /// The parts of an update: each batch trains alone, without a limit and without an average.
    @Test func withoutTheSettingsTheProgramIsUnchanged() throws {
        let recipe = try Recipe("recipes/ema")
        func plan(_ updates: UpdateOptions) throws -> [String] {
            try OneDNNDevice().compile(
                recipe.graph,
                CompileOptions(
                    mode: .training(
                        loss: CrossEntropy(), rule: SGD(SettingValues(SGD.settings))),
                    threads: 1, updates: updates)
            ).plan.entries.map { "\($0.layer) \($0.operation) \($0.pass)" }
        }
        let plain = try plan(UpdateOptions())
        let averaged = try plan(UpdateOptions(averageDecay: 0.9))
        let clipped = try plan(UpdateOptions(clipNorm: 1))
        let accumulated = try plan(UpdateOptions(accumulates: true))
        // An update follows the gradient of its parameter; only deferred ones come last.
        #expect(averaged.prefix(plain.count).elementsEqual(plain))
        #expect(averaged.count == plain.count + 3)
        for deferred in [clipped, accumulated] {
            #expect(deferred.suffix(5).allSatisfy { $0.hasSuffix(" update") })
            #expect(Set(plain).isSubset(of: deferred))
        }
        #expect(!plain.suffix(5).allSatisfy { $0.hasSuffix(" update") })
    }

    /// A limit that no gradient exceeds, and groups of one batch, change nothing.
    @Test(arguments: devices.indices) func neutralSettingsChangeNothing(_ device: Int) throws {
        var recipe = try Recipe("recipes/ema")
        recipe.options.ema = nil
        let plain = try recipe.trainer(on: Self.devices[device])
        _ = try recipe.run(plain)
        recipe.options.clipNorm = 1e9
        let limited = try recipe.trainer(on: Self.devices[device])
        _ = try recipe.run(limited)
        #expect(
            try plain.state().parameters.map(\.value) == limited.state().parameters.map(\.value))
    }

    /// A range test counts steps of several batches, without averages.
    @Test func aRangeTestAccumulates() throws {
        let recipe = try Recipe("recipes/all")
        let curve = try RangeTest(from: 1e-5, to: 1e-3, steps: 12).run(
            recipe.graph, on: OneDNNDevice(), examples: recipe.examples, options: recipe.options,
            parameters: recipe.parameters)
        #expect(curve.points.count == 12)
        let loss = try recipe.golden.values("losses")[0]
        #expect(abs(curve.points[0].loss - Double(loss)) < 1e-4)
    }
}

/// The training of a golden case.
struct Recipe {
    let golden: Golden
    let graph: Graph
    let examples: Images
    let parameters: [String: Tensor]
    var options: TrainingOptions

    /// Images of noise.
    struct Images: ExampleSource {
        let images: Tensor
        let classes: Int
        var count: Int { images.shape[0] }
        var width: Int { images.count / count }
        var labels: [Int32] { (0..<count).map { Int32($0 % classes) } }
        func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
            for position in 0..<width { target[position] = images.values[index * width + position] }
        }
    }

    init(_ name: String) throws {
        golden = try Golden(name)
        let (batch, size) = (try golden.integer("batch"), try golden.integer("size"))
        let (count, classes) = (try golden.integer("images"), try golden.integer("classes"))
        graph = try Self.graph(batch: batch, size: size, classes: classes)
        var images = Tensor(repeating: 0, shape: [count, 3, size, size])
        images.withUnsafeMutableValues {
            RandomStream(seed: 1, purpose: .test, name: "recipes/images").fillUniform($0, bound: 1)
        }
        examples = Images(images: images, classes: classes)
        var parameters: [String: Tensor] = [:]
        for parameter in graph.parameters where parameter.role == .weight {
            parameters[parameter.name] = Tensor(
                try golden.values(parameter.name), shape: parameter.shape)
        }
        self.parameters = parameters
        let kind = try #require(golden.text("kind"))
        let entry = try #require(Optimizers.all.entries.first { $0.description.kind == kind })
        var values: [String: JSONValue] = [:]
        for (theirs, ours) in ["momentum": "momentum", "weight_decay": "weightDecay"] {
            if let number = golden.number(theirs) { values[ours] = .number(number) }
        }
        if golden.flag("exempt") { values["decayNormsAndBiases"] = false }
        options = TrainingOptions(
            epochs: try golden.integer("epochs"), shuffle: false, seed: 1, threads: 1,
            optimizer: try entry.make(SettingValues(entry.description.settings, values)),
            learningRate: try #require(golden.number("learningRate")),
            schedule: Constant(SettingValues(Constant.settings)), schedulePerStep: false,
            loss: CrossEntropy(), clipNorm: golden.number("clipNorm"),
            accumulate: Int(golden.number("accumulate") ?? 1), ema: golden.number("ema"))
    }

    private static func graph(batch: Int, size: Int, classes: Int) throws -> Graph {
        var graph = Graph(input: [batch, 3, size, size])
        var node = try graph.scope("conv") { (graph) throws(ShapeError) in
            try Conv2D(3, 6, kernelSize: 3, padding: 1, bias: false).add(to: &graph, after: 0)
        }
        node = try graph.scope("norm") { (graph) throws(ShapeError) in
            try BatchNorm2D(6).add(to: &graph, after: node)
        }
        node = Activation.relu.add(to: &graph, after: node)
        node = try MaxPool2D(2, stride: 2).add(to: &graph, after: node)
        let width = 6 * (size / 2) * (size / 2)
        node = graph.add(.flatten, [node], shape: [batch, width])
        _ = try graph.scope("linear") { (graph) throws(ShapeError) in
            try Linear(width, classes).add(to: &graph, after: node)
        }
        return graph
    }

    func trainer(on device: any Device) throws -> Trainer {
        try Trainer(
            graph, on: device,
            batches: EpochBatches(
                examples: examples.count, size: graph.inputShape[0],
                accumulate: options.accumulate, for: graph),
            options: options, parameters: parameters)
    }

    /// The loop, which evaluates on the training images.
    func loop(_ trainer: Trainer) -> TrainingLoop {
        TrainingLoop([trainer], train: examples, evaluated: [(.val, examples)])
    }

    func run(_ trainer: Trainer) throws -> (steps: [StepResult], epochs: Int) {
        var (steps, epochs): ([StepResult], Int) = ([], 0)
        try loop(trainer).run {
            switch $1 {
            case .step(let step): steps.append(step)
            case .epoch: epochs += 1
            case .finished, .diverged: break
            }
        }
        return (steps, epochs)
    }
}
