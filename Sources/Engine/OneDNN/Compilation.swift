internal import CDNNL
internal import Networks
import Networks
internal import Tensors
internal import Vocabulary

/// A region of memory that steps of one program read and write.
struct BufferID: Hashable {
    let index: Int
}

/// A tensor in a buffer.
struct Value {
    let buffer: BufferID
    var layout: Layout
}

/// One kernel call of a program being compiled.
struct Step {
    let entry: Plan.Entry
    /// The buffers that the call reads or writes.
    let buffers: [BufferID]
    /// Makes the call after every buffer has an address.
    let bind: (Binding) throws(EngineError) -> () -> Void
}

/// The addresses of the buffers.
final class Binding {
    let context: DNNLContext
    private let pointers: [UnsafeMutableRawPointer?]

    init(_ pointers: [UnsafeMutableRawPointer?], context: DNNLContext) {
        self.pointers = pointers
        self.context = context
    }

    /// The address of a tensor of 32-bit floats.
    func pointer(_ value: Value) -> UnsafeMutablePointer<Float> { tensor(value).elements() }

    /// The address of a tensor whose elements have one of several types.
    func tensor(_ value: Value) -> TensorPointer {
        guard let pointer = pointers[value.buffer.index] else {
            preconditionFailure("buffer \(value.buffer.index) has no memory of its own")
        }
        guard let type = value.layout.elementType else {
            preconditionFailure("only oneDNN's kernels read buffer \(value.buffer.index)")
        }
        return TensorPointer(base: pointer, type: type)
    }

    func view(_ value: Value) throws(EngineError) -> MemoryView {
        try MemoryView(value.layout, at: pointers[value.buffer.index], in: context)
    }
}

/// A program while it is compiled: its steps and buffers, and the tensors that its operations
/// share.
///
/// Each operation (`Operations/`) adds the steps of its own passes and keeps the state that only it
/// needs.
final class Compilation {
    let graph: Graph
    let fused: FusedGraph
    let options: CompileOptions
    let device: OneDNNDevice
    let context: DNNLContext
    let store: ParameterStore
    let state = StepState()

    private(set) var steps: [Step] = []
    private(set) var bufferBytes: [Int] = []
    /// The addresses of buffers whose memory is outside the arena.
    private(set) var pinned: [BufferID: UnsafeMutableRawPointer] = [:]

    /// The output of each fused node, in the layout of the kernel that wrote it; nil before that.
    var outputs: [Value?]
    /// The terms that the readers of each fused node added to the gradient with respect to its
    /// output.
    var gradients: [[Value]]
    /// The tensors shared by all batch norms that read a fused node, by node.
    let normInputs: [NormInput]
    /// The operation of each fused node.
    private(set) lazy var operations = makeOperations()

    var isTraining: Bool { options.isTraining }

    /// The number format of activations, of their gradients and of the weights that kernels read.
    var elementType: ElementType { ElementType(options.precision) }

    /// - Parameter input: the memory of the batch, row-major.
    init(
        _ graph: Graph, _ options: CompileOptions, device: OneDNNDevice, input: Allocation,
        context: DNNLContext
    ) throws(EngineError) {
        self.graph = graph
        self.options = options
        self.device = device
        self.context = context
        fused = try FusedGraph(graph, options, fault: device.fault)
        store = ParameterStore(
            sharing: (options.sharing as? OneDNNProgram)?.store, context: context)
        outputs = Array(repeating: nil, count: fused.nodes.count)
        gradients = Array(repeating: [], count: fused.nodes.count)
        normInputs = fused.nodes.map { _ in NormInput() }
        outputs[0] = try value(.plain(graph.inputShape), pinnedAt: input.pointer)
    }

    /// A new buffer for a tensor of `layout`.
    func value(_ layout: Layout) -> Value {
        bufferBytes.append(layout.bytes)
        return Value(buffer: BufferID(index: bufferBytes.count - 1), layout: layout)
    }

    /// A tensor in memory that outlives the program's steps, such as a parameter's.
    func value(_ layout: Layout, pinnedAt pointer: UnsafeMutableRawPointer) -> Value {
        let value = value(layout)
        pinned[value.buffer] = pointer
        return value
    }

    func output(_ node: Int) -> Value {
        guard let value = outputs[node] else {
            preconditionFailure("node \(node) is read before it is computed")
        }
        return value
    }

    /// Adds a call of a oneDNN kernel.
    /// - Parameter arguments: the arguments by oneDNN's `DNNL_ARG_...`; nil values are left out.
    func call(
        _ descriptor: PrimitiveDescriptor, _ node: FusedGraph.Node, operation: String? = nil,
        _ pass: Plan.Pass, layouts: String, _ arguments: [(Int32, Value?)]
    ) throws(EngineError) {
        let primitive = try Primitive(descriptor)
        var present = arguments.compactMap { argument in argument.1.map { (argument.0, $0) } }
        let scratchpad = descriptor.layout(dnnl_query_scratchpad_md)
        if scratchpad.bytes > 0 { present.append((DNNL_ARG_SCRATCHPAD, value(scratchpad))) }
        let final = present
        steps.append(
            Step(
                entry: Plan.Entry(
                    layer: node.name, operation: operation ?? node.label, pass: pass,
                    layouts: layouts, kernel: descriptor.kernel),
                buffers: final.map(\.1.buffer)
            ) { binding throws(EngineError) in
                let call = try PrimitiveCall(primitive, final, binding)
                return { call.run() }
            })
    }

    /// Adds a call of one of the engine's own kernels.
    func call(
        _ node: FusedGraph.Node, operation: String? = nil, _ pass: Plan.Pass,
        kernel: String = "study", layouts: String,
        _ values: [Value], _ bind: @escaping (Binding) throws(EngineError) -> () -> Void
    ) {
        steps.append(
            Step(
                entry: Plan.Entry(
                    layer: node.name, operation: operation ?? node.label, pass: pass,
                    layouts: layouts, kernel: kernel),
                buffers: values.map(\.buffer)
            ) { binding throws(EngineError) in try bind(binding) })
    }

    /// The tensor in `layout`: the same tensor, or a copy that a reorder step makes.
    func converted(
        _ value: Value, to layout: Layout, _ node: FusedGraph.Node, _ pass: Plan.Pass
    ) throws(EngineError) -> Value {
        if value.layout == layout { return value }
        let copy = self.value(layout)
        try reorder(value, to: copy, node, pass)
        return copy
    }

    /// Adds a step that copies `source` to `target` and converts the layout.
    func reorder(
        _ source: Value, to target: Value, _ node: FusedGraph.Node, _ pass: Plan.Pass
    ) throws(EngineError) {
        let descriptor = try PrimitiveDescriptor(
            reorder: source.layout, to: target.layout, attributes: PrimitiveAttributes(),
            in: context)
        try call(
            descriptor, node, operation: "reorder", pass,
            layouts: "\(source.layout.name) -> \(target.layout.name)",
            [(DNNL_ARG_FROM, source), (DNNL_ARG_TO, target)])
    }
}

/// A oneDNN kernel with bound arguments; running it allocates no memory.
final class PrimitiveCall {
    private let primitive: Primitive
    private let views: [MemoryView]
    private let arguments: UnsafeMutableBufferPointer<dnnl_exec_arg_t>
    private let context: DNNLContext

    convenience init(_ primitive: Primitive, _ values: [(Int32, Value)], _ binding: Binding)
        throws(EngineError)
    {
        var views: [(Int32, MemoryView)] = []
        for (argument, value) in values { views.append((argument, try binding.view(value))) }
        self.init(primitive, views, in: binding.context)
    }

    /// - Parameter views: the arguments by oneDNN's `DNNL_ARG_...`.
    init(_ primitive: Primitive, _ views: [(Int32, MemoryView)], in context: DNNLContext) {
        self.primitive = primitive
        self.context = context
        self.views = views.map(\.1)
        arguments = .allocate(capacity: views.count)
        for (index, (argument, view)) in views.enumerated() {
            arguments[index] = dnnl_exec_arg_t(arg: argument, memory: view.handle)
        }
    }

    deinit { arguments.deallocate() }

    func run() {
        let status = dnnl_primitive_execute(
            primitive.handle, context.stream, Int32(arguments.count), arguments.baseAddress)
        precondition(status == dnnl_success, "a compiled kernel failed: status \(status.rawValue)")
    }
}
