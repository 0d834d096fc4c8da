package import Networks
package import Tensors
package import Vocabulary

/// A device on which networks train and predict. Every device computes the same operations; tests
/// compare the others with the reference device.
package protocol Device: Sendable {
    /// The name in plans and records, such as `cpu`.
    var name: String { get }

    /// Compiles `graph` for its batch shape: fuses operations, picks layouts and kernels, plans the
    /// memory.
    ///
    /// - Throws: `EngineError` if the device cannot run the graph.
    func compile(_ graph: Graph, _ options: CompileOptions) throws -> any Program

    /// The same device with other kernel choices: its programs use the kernels in `choices` for
    /// operations with several kernels. A device without such a choice returns itself.
    func with(_ choices: KernelChoices) -> any Device
}

extension Device {
    /// The device itself: it has no choice between kernels.
    package func with(_ choices: KernelChoices) -> any Device { self }
}

/// The options of a program, the same for every device.
package struct CompileOptions {
    /// The passes that a program computes.
    package enum Mode {
        /// Only the forward pass; dropout does nothing.
        case inference
        /// Forward and backward passes. The optimizer step `rule` updates each parameter as soon as
        /// its gradient is computed, unless `UpdateOptions` defer it; without a rule, gradients are
        /// kept for `Program.gradient(of:)`.
        case training(loss: any LossFunction, rule: (any OptimizerStep)?)
    }

    /// Inference or training.
    package var mode: Mode

    var isTraining: Bool {
        if case .training = mode { true } else { false }
    }

    /// The names of the parameters that train; nil: all.
    package var trainable: Set<String>?
    /// The names of the parameters that use `TrainingStep.backboneLearningRate`; the others use
    /// `learningRate`.
    package var backbone: Set<String>
    /// The first update of parameters that were frozen before, by name; the updates of such a
    /// parameter are counted from this one.
    package var trainsSince: [String: Int]
    /// The number format of activations, of their gradients and of the weights that kernels read.
    package var precision: ComputePrecision
    /// The number of threads that kernels use.
    package var threads: Int
    /// A program of the same device and network whose parameters the new program reads, or their
    /// moving average if there is one, from the same memory if the layouts are equal; see
    /// `Program.refreshParameters()`.
    package var sharing: (any Program)?
    /// True if a training step also computes the gradient with respect to the images, for
    /// `Program.inputGradient()`.
    package var inputGradient: Bool
    /// The options of the updates; without effect in programs without an optimizer step.
    package var updates: UpdateOptions

    package init(
        mode: Mode, trainable: Set<String>? = nil, backbone: Set<String> = [],
        trainsSince: [String: Int] = [:], precision: ComputePrecision = .fp32, threads: Int,
        sharing: (any Program)? = nil, inputGradient: Bool = false,
        updates: UpdateOptions = UpdateOptions()
    ) {
        self.updates = updates
        self.precision = precision
        self.backbone = backbone
        self.trainsSince = trainsSince
        self.sharing = sharing
        self.inputGradient = inputGradient
        self.mode = mode
        self.trainable = trainable
        self.threads = threads
    }
}

/// A compiled network. It is not thread-safe: only one thread may use it at a time.
package protocol Program: AnyObject {
    /// The graph from which the program was compiled.
    var graph: Graph { get }
    /// The operations with their layouts and kernels, and the memory that they use.
    var plan: Plan { get }
    /// The seconds spent in each entry of the plan since `measure()` was called; empty before the
    /// call.
    var entrySeconds: [Double] { get }

    /// Starts measuring the time of each entry of the plan, which reads the clock twice per entry
    /// and run.
    func measure()

    /// Sets the value of a parameter, and of its moving average if there is one.
    /// - Throws: `EngineError` for an unknown name or another shape.
    func setParameter(_ name: String, to value: Tensor) throws
    /// The value of a parameter, row-major.
    /// - Throws: `EngineError` for an unknown name.
    func parameter(_ name: String) throws -> Tensor
    /// The moving average of a parameter, row-major; its value if `UpdateOptions.averageDecay` is
    /// nil.
    /// - Throws: `EngineError` for an unknown name.
    func average(of name: String) throws -> Tensor
    /// Sets the moving average of a parameter, if there is one.
    /// - Throws: `EngineError` for an unknown name or another shape.
    func setAverage(of name: String, to value: Tensor) throws
    /// The gradient of the last step with respect to a parameter, in programs without an optimizer
    /// step; nil for a frozen parameter.
    func gradient(of name: String) throws -> Tensor?
    /// The Euclidean norm of the gradient with respect to all parameters that were updated in the
    /// last step, before it is limited; 0 without an update.
    var gradientNorm: Double { get }
    /// The gradient of the last step with respect to the images, in the shape of the batch; nil
    /// unless `CompileOptions.inputGradient` is true.
    func inputGradient() throws -> Tensor?
    /// The optimizer state of a parameter, such as its momentum: one tensor per slot.
    func slots(of name: String) throws -> [Tensor]
    /// Sets the optimizer state of a parameter.
    func setSlots(of name: String, to values: [Tensor]) throws
    /// Copies the parameters of the program in `CompileOptions.sharing`, or their moving average if
    /// there is one, after that program has trained.
    func refreshParameters() throws

    /// Runs one forward pass.
    /// - Parameter batch: at most as many examples as the batch size of the program.
    /// - Returns: the output, row-major: the logits, `[count, classes]`, or the features of a
    ///   backbone.
    func infer(_ batch: Batch) throws -> [Float]
    /// Runs one training step: forward pass, loss, backward pass and parameter updates.
    /// - Parameter batch: at most as many examples as the batch size of the program, with targets.
    func train(_ batch: Batch, _ step: TrainingStep) throws -> LossResult
}

extension Program {
    /// The values of all parameters by name, not their moving averages.
    package func parameters() throws -> [String: Tensor] {
        var result: [String: Tensor] = [:]
        for parameter in graph.parameters {
            result[parameter.name] = try self.parameter(parameter.name)
        }
        return result
    }

    /// Sets all parameters of the graph.
    /// - Throws: `EngineError` for a missing value or another shape.
    package func load(_ values: [String: Tensor]) throws {
        for parameter in graph.parameters {
            guard let value = values[parameter.name] else {
                throw EngineError.missingParameter(parameter.name)
            }
            try setParameter(parameter.name, to: value)
        }
    }
}

/// The arguments of a training step besides the batch.
package struct TrainingStep: Sendable {
    /// The learning rate of this step.
    package var learningRate: Double
    /// The learning rate of the parameters in `CompileOptions.backbone`.
    package var backboneLearningRate: Double
    /// The number of the batch since the start of training, from 0; dropout depends on it.
    package var number: Int
    /// The number of the update since the start of training, from 0.
    package var update: Int
    /// The batches whose gradients the update averages.
    package var group: BatchGroup
    /// The seed of dropout.
    package var seed: UInt64

    /// - Parameters:
    ///   - backboneLearningRate: nil: the same for all parameters.
    ///   - update: nil: every batch has an update, so the number is that of the batch.
    package init(
        learningRate: Double, backboneLearningRate: Double? = nil, number: Int,
        update: Int? = nil, group: BatchGroup = .single, seed: UInt64
    ) {
        self.update = update ?? number
        self.group = group
        self.learningRate = learningRate
        self.backboneLearningRate = backboneLearningRate ?? learningRate
        self.number = number
        self.seed = seed
    }
}

/// An error of the engine.
package enum EngineError: Error, CustomStringConvertible {
    case unsupported(layer: String, reason: String)
    case unknownParameter(String)
    /// A parameter of the network has no value.
    case missingParameter(String)
    case shape(parameter: String, expected: Shape, got: Shape)
    case batchTooLarge(count: Int, capacity: Int)
    case outOfMemory(bytes: Int)
    /// The processor lacks the instructions for a precision.
    case precision(ComputePrecision, instructions: String)
    /// The environment limits the number of threads of this process.
    case threads(wanted: Int, available: Int)
    case library(call: String, status: String)
    /// oneDNN has no kernel for these shapes and layouts on this processor.
    case noKernel(call: String)

    package var description: String {
        switch self {
        case .unsupported(let layer, let reason):
            "layer \(layer): cannot be compiled: \(reason)"
        case .unknownParameter(let name):
            "the network has no parameter '\(name)'"
        case .missingParameter(let name):
            "there is no value for the network's parameter '\(name)'"
        case .shape(let parameter, let expected, let got):
            "parameter \(parameter): expected shape \(expected); got \(got)"
        case .batchTooLarge(let count, let capacity):
            "expected a batch of at most \(capacity) images; got \(count)"
        case .outOfMemory(let bytes):
            "cannot allocate \(bytes / 1_000_000) MB of memory; use a smaller batchSize or crop"
        case .precision(let precision, let instructions):
            "\(precision.rawValue) requires a processor with AVX512_BF16 instructions; this one has "
                + "\(instructions); use fp32, or auto for bf16 only where it is supported"
        case .threads(let wanted, let available):
            "training.threads: OpenMP provides only \(available) of \(wanted) threads, because of OMP_THREAD_LIMIT or "
                + "OMP_MAX_ACTIVE_LEVELS; unset the variable, or set training.threads to \(available)"
        case .library(let call, let status):
            "oneDNN: \(call) failed: \(status)"
        case .noKernel(let call):
            "oneDNN: \(call) failed: no kernel for these shapes on this processor"
        }
    }
}
