package import Networks
package import Tensors

/// Something that trains and runs networks. Every device computes the same operations; the
/// reference device is the oracle that the others are tested against.
package protocol Device: Sendable {
    var name: String { get }

    /// Compiles `graph` for its batch shape: fuses operations, picks layouts and kernels, plans the
    /// memory.
    ///
    /// - Throws: `EngineError` when the device cannot run the graph.
    func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program

    /// The same device, whose programs run on the kernels that `choices` name where several would
    /// do. A device without such a choice returns itself.
    func with(_ choices: KernelChoices) -> any Device
}

extension Device {
    package func with(_ choices: KernelChoices) -> any Device { self }
}

/// The options of a program, the same for every device.
package struct CompileOptions {
    /// Inference or training.
    package enum Mode {
        /// Forward passes alone; dropout does nothing.
        case inference
        /// Forward and backward. Each parameter is updated by the rule as soon as its gradient is
        /// known, or, without a rule, keeps its gradient for `Program.gradient(of:)`.
        case training(loss: any LossFunction, rule: (any OptimizerStep)?)
    }

    package var mode: Mode

    var isTraining: Bool {
        if case .training = mode { true } else { false }
    }

    /// Names of the parameters that train; nil: all of them.
    package var trainable: Set<String>?
    /// Names of the parameters that follow `TrainingStep.backboneLearningRate`; the others follow
    /// `learningRate`.
    package var backbone: Set<String>
    /// The step from which a parameter trains, by name, where it was frozen before; its updates are
    /// counted from there.
    package var trainsSince: [String: Int]
    /// Threads that kernels run on.
    package var threads: Int
    /// A program of the same device and network whose parameters this one uses, in the same memory
    /// where the layouts agree; see `Program.refreshParameters()`.
    package var sharing: (any Program)?
    /// Whether a training step computes the gradient with respect to the images too, for
    /// `Program.inputGradient()`.
    package var inputGradient: Bool

    package init(
        mode: Mode, trainable: Set<String>? = nil, backbone: Set<String> = [],
        trainsSince: [String: Int] = [:], threads: Int,
        sharing: (any Program)? = nil, inputGradient: Bool = false
    ) {
        self.backbone = backbone
        self.trainsSince = trainsSince
        self.sharing = sharing
        self.inputGradient = inputGradient
        self.mode = mode
        self.trainable = trainable
        self.threads = threads
    }
}

/// A compiled network. Not thread-safe: one thread at a time.
package protocol Program: AnyObject {
    var graph: Graph { get }
    /// Every operation, layout and kernel, and the memory they take.
    var plan: Plan { get }
    /// Seconds spent in each entry of the plan so far, once `measure()` was called; empty before.
    var entrySeconds: [Double] { get }

    /// Measures the entries of the plan from now on, at the cost of a look at the clock for each.
    func measure()

    /// Sets a parameter of the graph, in the shape that the graph gives it.
    func setParameter(_ name: String, to value: Tensor) throws
    func parameter(_ name: String) throws -> Tensor
    /// The gradient of the last step, in programs that keep it; nil for a frozen parameter.
    func gradient(of name: String) throws -> Tensor?
    /// The Euclidean norm of the gradient with respect to all parameters that were updated in the
    /// last step; 0 in programs without an update rule.
    var gradientNorm: Double { get }
    /// The gradient of the last step by the images, in the batch shape; nil where it was not asked
    /// for.
    func inputGradient() throws -> Tensor?
    /// The update rule's memory of a parameter, such as its momentum, one tensor per slot.
    func slots(of name: String) throws -> [Tensor]
    func setSlots(of name: String, to values: [Tensor]) throws
    /// Takes the parameters of the program that it was compiled `sharing`, after that one has
    /// trained.
    func refreshParameters() throws

    /// Runs one forward pass.
    /// - Parameter batch: at most as many examples as the program's batch size.
    /// - Returns: the output, row-major: the logits, `[count, classes]`, or the features of a
    ///   backbone.
    func infer(_ batch: Batch) throws -> [Float]
    /// Runs one training step: forward, loss, backward, update.
    /// - Parameter batch: at most as many examples as the program's batch size, with targets.
    func train(_ batch: Batch, _ step: TrainingStep) throws -> LossResult
}

extension Program {
    /// All parameters by name.
    package func parameters() throws -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for parameter in graph.parameters {
            result[parameter.name] = try self.parameter(parameter.name)
        }
        return result
    }

    /// Sets all parameters of the graph from `values`.
    package func load(_ values: [String: Tensor]) throws {
        for parameter in graph.parameters {
            guard let value = values[parameter.name] else {
                throw EngineError.missingParameter(parameter.name)
            }
            try setParameter(parameter.name, to: value)
        }
    }
}

/// What a training step needs to know besides its batch.
package struct TrainingStep: Sendable {
    /// What the schedule gives for this step.
    package var learningRate: Double
    /// The same for the parameters that were compiled to be the backbone.
    package var backboneLearningRate: Double
    /// Steps since the start of training, from 0; dropout is drawn from it.
    package var number: Int
    /// What dropout is drawn from.
    package var seed: UInt64

    /// - Parameter backboneLearningRate: nil: the same for all parameters.
    package init(
        learningRate: Double, backboneLearningRate: Double? = nil, number: Int, seed: UInt64
    ) {
        self.learningRate = learningRate
        self.backboneLearningRate = backboneLearningRate ?? learningRate
        self.number = number
        self.seed = seed
    }
}

/// What can go wrong between a network and a device.
package enum EngineError: Error, CustomStringConvertible {
    case unsupported(layer: String, reason: String)
    case unknownParameter(String)
    /// A parameter of the network without a value.
    case missingParameter(String)
    case shape(parameter: String, expected: Shape, got: Shape)
    case batchTooLarge(count: Int, capacity: Int)
    case outOfMemory(bytes: Int)
    /// The environment limits the threads of this process.
    case threads(wanted: Int, available: Int)
    case library(call: String, status: String)
    /// The library has no kernel for these shapes and layouts on this processor.
    case noKernel(call: String)

    package var description: String {
        switch self {
        case .unsupported(let layer, let reason):
            "layer \(layer) cannot be compiled: \(reason)"
        case .unknownParameter(let name):
            "the network has no parameter '\(name)'"
        case .missingParameter(let name):
            "there is no value for the network's parameter '\(name)'"
        case .shape(let parameter, let expected, let got):
            "parameter \(parameter) has shape \(expected); got \(got)"
        case .batchTooLarge(let count, let capacity):
            "a batch of \(count) images for a program of \(capacity)"
        case .outOfMemory(let bytes):
            "no memory for \(bytes / 1_000_000) MB; use a smaller batchSize or crop"
        case .threads(let wanted, let available):
            "training.threads: OpenMP gives this process \(available) of \(wanted) threads, as OMP_THREAD_LIMIT or "
                + "OMP_MAX_ACTIVE_LEVELS says; unset it, or set training.threads to \(available)"
        case .library(let call, let status):
            "oneDNN: \(call) failed: \(status)"
        case .noKernel(let call):
            "oneDNN: \(call) failed: no kernel for these shapes on this processor"
        }
    }
}
