internal import CDNNL
internal import Networks
import Networks
internal import Tensors

/// Weights in the form that a kernel needs, recomputed from the parameters of a network when those
/// change.
protocol DerivedWeights: AnyObject {
    var bytes: Int { get }
    /// Computes the weights from the current parameters.
    func update(in store: ParameterStore) throws(EngineError)
}

/// The parameters of a program in the layouts that its kernels need, with optimizer slots and kept
/// gradients.
final class ParameterStore {
    final class Entry {
        let parameter: Parameter
        let layout: Layout
        /// The values; shared with the program in `CompileOptions.sharing` if the layouts are
        /// equal.
        let memory: Allocation
        let isShared: Bool
        var slots: [Allocation] = []
        /// The kept gradient, or the sum of the gradients of a group of batches.
        var gradient: Allocation?
        /// The moving average of the values; nil: there is none, or the values never change.
        var average: Allocation?
        /// The values that programs with shared parameters read.
        var shared: Allocation { average ?? memory }

        init(_ parameter: Parameter, _ layout: Layout, memory: Allocation, isShared: Bool) {
            self.isShared = isShared
            self.parameter = parameter
            self.layout = layout
            self.memory = memory
        }

        /// The number of elements in memory, including padding, which stays zero under every
        /// optimizer step.
        var elements: Int { layout.bytes / MemoryLayout<Float>.stride }
    }

    private let context: DNNLContext
    private let source: ParameterStore?
    private var entries: [String: Entry] = [:]
    private var derived: [any DerivedWeights] = []
    private var isDerived = true

    /// - Parameter source: the store of a program whose memory is shared for equal layouts.
    init(sharing source: ParameterStore?, context: DNNLContext) {
        self.source = source
        self.context = context
    }

    /// Adds a parameter with its layout; called once for each parameter during compilation.
    func add(_ parameter: Parameter, _ layout: Layout) throws(EngineError) -> Entry {
        precondition(entries[parameter.name] == nil, "parameter \(parameter.name) is placed twice")
        let shared = source?.entries[parameter.name].flatMap {
            $0.layout == layout ? $0.shared : nil
        }
        let memory: Allocation
        if let shared { memory = shared } else { memory = try Allocation(bytes: layout.bytes) }
        let entry = Entry(parameter, layout, memory: memory, isShared: shared != nil)
        entries[parameter.name] = entry
        return entry
    }

    func entry(_ name: String) throws(EngineError) -> Entry {
        guard let entry = entries[name] else { throw .unknownParameter(name) }
        return entry
    }

    /// The size of the parameters in bytes, without memory of another program.
    var parameterBytes: Int {
        entries.values.reduce(0) { $0 + ($1.isShared ? 0 : $1.memory.bytes) }
            + derived.reduce(0) { $0 + $1.bytes }
    }

    var stateBytes: Int {
        entries.values.reduce(0) { total, entry in
            total + entry.slots.reduce(0) { $0 + $1.bytes } + (entry.gradient?.bytes ?? 0)
                + (entry.average?.bytes ?? 0)
        }
    }

    /// Reads memory in the layout of `entry` as a row-major tensor.
    func tensor(_ memory: Allocation, of entry: Entry) throws(EngineError) -> Tensor {
        let plain = try Layout.plain(entry.layout.shape)
        var tensor = Tensor(repeating: 0, shape: entry.parameter.shape)
        var failure: EngineError?
        tensor.withUnsafeMutableValues { values in
            do throws(EngineError) {
                try copy(
                    memory.pointer, entry.layout, to: UnsafeMutableRawPointer(values.baseAddress),
                    plain)
            } catch { failure = error }
        }
        if let failure { throw failure }
        return tensor
    }

    /// Writes a row-major tensor into memory in the layout of `entry`.
    func set(_ memory: Allocation, of entry: Entry, to value: Tensor) throws(EngineError) {
        let shape = entry.parameter.shape
        guard value.shape == shape else {
            throw .shape(parameter: entry.parameter.name, expected: shape, got: value.shape)
        }
        try write(value, to: memory, entry.layout)
        isDerived = false
    }

    /// Writes a row-major tensor into memory in `layout`, whose shape may have an axis of groups
    /// more: `[G, O / G, C / G, KH, KW]` for `[O, C / G, KH, KW]`.
    func write(_ value: Tensor, to memory: Allocation, _ layout: Layout) throws(EngineError) {
        let plain = try Layout.plain(layout.shape)
        var failure: EngineError?
        value.withUnsafeValues { values in
            do throws(EngineError) {
                try copy(
                    UnsafeMutableRawPointer(mutating: values.baseAddress), plain,
                    to: memory.pointer, layout)
            } catch { failure = error }
        }
        if let failure { throw failure }
    }

    /// The layout of a parameter in the program in `CompileOptions.sharing`; row-major without such
    /// a program.
    func sharedLayout(of parameter: Parameter) throws(EngineError) -> Layout {
        if let layout = source?.entries[parameter.name]?.layout { return layout }
        return try .plain(parameter.shape)
    }

    /// Adds weights that are recomputed when the parameters change.
    func add(_ weights: any DerivedWeights) {
        derived.append(weights)
        isDerived = false
    }

    /// Recomputes derived weights if parameters have changed.
    func derive() throws(EngineError) {
        if isDerived { return }
        for weights in derived { try weights.update(in: self) }
        isDerived = true
    }

    /// Copies the values of all parameters of the source whose memory is not shared.
    func refresh() throws(EngineError) {
        guard let source else { return }
        isDerived = false
        for (name, entry) in entries {
            let source = try source.entry(name)
            if source.shared === entry.memory { continue }
            try copy(source.shared.pointer, source.layout, to: entry.memory.pointer, entry.layout)
        }
    }

    /// Copies a tensor to another layout. If only one of the layouts has an axis of groups, the
    /// other is row-major.
    func copy(
        _ source: UnsafeMutableRawPointer?, _ from: Layout, to target: UnsafeMutableRawPointer?,
        _ to: Layout
    ) throws(EngineError) {
        if from.shape.rank < to.shape.rank {
            return try copy(source, .plain(to.shape), to: target, to)
        }
        if to.shape.rank < from.shape.rank {
            return try copy(source, from, to: target, .plain(from.shape))
        }
        let descriptor = try PrimitiveDescriptor(
            reorder: from, to: to, attributes: PrimitiveAttributes(), in: context)
        let primitive = try Primitive(descriptor)
        let views = (
            try MemoryView(from, at: source, in: context),
            try MemoryView(to, at: target, in: context)
        )
        let scratch = descriptor.layout(dnnl_query_scratchpad_md)
        let space = try Allocation(bytes: scratch.bytes)
        let scratchView = try MemoryView(scratch, at: space.pointer, in: context)
        let arguments = [
            dnnl_exec_arg_t(arg: DNNL_ARG_FROM, memory: views.0.handle),
            dnnl_exec_arg_t(arg: DNNL_ARG_TO, memory: views.1.handle),
            dnnl_exec_arg_t(arg: DNNL_ARG_SCRATCHPAD, memory: scratchView.handle),
        ]
        try check(
            dnnl_primitive_execute(
                primitive.handle, context.stream, Int32(arguments.count), arguments), "reorder")
        try check(dnnl_stream_wait(context.stream), "dnnl_stream_wait")
    }
}
