internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// An operation of a fused graph while it is compiled for oneDNN.
///
/// It adds the kernel calls of its forward pass and, in training, of its backward pass, and keeps
/// the tensors that the backward pass reads. Operations share tensors through `Compilation.outputs`
/// and `Compilation.gradients`.
protocol CompiledOperation: AnyObject {
    /// The compilation that the operation is part of.
    var compilation: Compilation { get }
    /// The index of the operation's node in the fused graph.
    var index: Int { get }

    /// Adds the calls of the forward pass and sets the node's output.
    func addForward() throws(EngineError)
    /// Adds the calls of the backward pass: the gradients with respect to the inputs and the
    /// updates of the parameters.
    func addBackward() throws(EngineError)
    /// The output, for the backward passes of the operations that read it.
    func outputForBackward() -> Value
}

extension Compilation {
    /// The operation of each node of the fused graph.
    func makeOperations() -> [any CompiledOperation] {
        fused.nodes.indices.map { (index) -> any CompiledOperation in
            switch fused.nodes[index].operation {
            case .input: InputOperation(at: index, in: self)
            case .convolution(let window): ConvolutionOperation(window, at: index, in: self)
            case .linear: LinearOperation(at: index, in: self)
            case .activation(let activation):
                ActivationOperation(activation, at: index, in: self)
            case .maxPool(let window): PoolOperation(.max, window, at: index, in: self)
            case .averagePool(let window): PoolOperation(.average, window, at: index, in: self)
            case .adaptiveAveragePool(let height, let width):
                AdaptivePoolOperation(height: height, width: width, at: index, in: self)
            case .dropout(let rate): DropoutOperation(rate: rate, at: index, in: self)
            case .flatten: FlattenOperation(at: index, in: self)
            case .batchNorm(let settings): BatchNormOperation(settings, at: index, in: self)
            case .layerNorm(let epsilon):
                LayerNormOperation(epsilon: epsilon, at: index, in: self)
            case .layerScale: LayerScaleOperation(at: index, in: self)
            case .tokens: TokensOperation(at: index, in: self)
            case .attention(let heads): AttentionOperation(heads: heads, at: index, in: self)
            case .classToken: ClassTokenOperation(at: index, in: self)
            case .add: SumOperation(at: index, in: self)
            case .concatenate: ConcatenationOperation(at: index, in: self)
            case .scale: ScaleOperation(at: index, in: self)
            case .stochasticDepth(let rate):
                StochasticDepthOperation(rate: rate, at: index, in: self)
            case .slice(let channels): ChannelOperation(.slice(channels), at: index, in: self)
            case .shuffle(let groups): ChannelOperation(.shuffle(groups), at: index, in: self)
            }
        }
    }
}

extension CompiledOperation {
    func outputForBackward() -> Value { compilation.output(index) }

    var node: FusedGraph.Node { fused.nodes[index] }
    var fused: FusedGraph { compilation.fused }
    var graph: Graph { compilation.graph }
    var options: CompileOptions { compilation.options }
    var context: DNNLContext { compilation.context }
    var store: ParameterStore { compilation.store }
    var state: StepState { compilation.state }
    var isTraining: Bool { compilation.isTraining }
    /// The number format of activations, of their gradients and of the weights that kernels read.
    var elementType: ElementType { compilation.elementType }

    /// The output of the node's input number `position`.
    func input(_ position: Int) -> Value { compilation.output(node.inputs[position]) }

    /// The output of the node.
    var output: Value { compilation.output(index) }

    func setOutput(_ value: Value) { compilation.outputs[index] = value }

    /// The input number `position`, for the backward pass.
    func inputForBackward(_ position: Int) -> Value {
        compilation.operations[node.inputs[position]].outputForBackward()
    }

    /// Adds a term to the gradient with respect to the input number `position`.
    func addInputGradient(_ gradient: Value, _ position: Int = 0) {
        compilation.gradients[node.inputs[position]].append(gradient)
    }

    /// True if the gradient with respect to the first input is needed.
    var needsInputGradient: Bool { fused.nodes[node.inputs[0]].needsGradient }

    /// The gradient with respect to the output: the sum of the terms that its readers added; nil
    /// without terms.
    func incomingGradient() throws(EngineError) -> Value? {
        try compilation.incomingGradient(of: index)
    }

    /// A new buffer for a tensor of `layout`.
    func value(_ layout: Layout) -> Value { compilation.value(layout) }

    /// A tensor in memory that outlives the program's steps, such as a parameter's.
    func value(_ layout: Layout, pinnedAt pointer: UnsafeMutableRawPointer) -> Value {
        compilation.value(layout, pinnedAt: pointer)
    }

    /// The tensor in `layout`: the same tensor, or a copy that a reorder step makes.
    func converted(_ value: Value, to layout: Layout, _ pass: Plan.Pass) throws(EngineError)
        -> Value
    {
        try compilation.converted(value, to: layout, node, pass)
    }

    /// Adds a step that copies `source` to `target` and converts the layout.
    func reorder(_ source: Value, to target: Value, _ pass: Plan.Pass) throws(EngineError) {
        try compilation.reorder(source, to: target, node, pass)
    }

    /// Adds a call of a oneDNN kernel.
    /// - Parameter arguments: the arguments by oneDNN's `DNNL_ARG_...`; nil values are left out.
    func call(
        _ descriptor: PrimitiveDescriptor, operation: String? = nil, _ pass: Plan.Pass,
        layouts: String, _ arguments: [(Int32, Value?)]
    ) throws(EngineError) {
        try compilation.call(
            descriptor, node, operation: operation, pass, layouts: layouts, arguments)
    }

    /// Adds a call of one of the engine's own kernels.
    func call(
        operation: String? = nil, _ pass: Plan.Pass, kernel: String = "study", layouts: String,
        _ values: [Value], _ bind: @escaping (Binding) throws(EngineError) -> () -> Void
    ) {
        compilation.call(
            node, operation: operation, pass, kernel: kernel, layouts: layouts, values, bind)
    }
}
