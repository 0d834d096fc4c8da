internal import CDNNL
internal import Networks

/// Throws if a call of oneDNN did not succeed.
func check(_ status: dnnl_status_t, _ call: @autoclosure () -> String) throws(EngineError) {
    let word: String
    switch status {
    case dnnl_success: return
    // Which of the two statuses oneDNN reports for an unsupported combination depends on its
    // version.
    case dnnl_unimplemented, dnnl_invalid_arguments: throw .noKernel(call: call())
    case dnnl_out_of_memory: word = "out of memory"
    case dnnl_runtime_error: word = "runtime error"
    default: word = "status \(status.rawValue)"
    }
    throw .library(call: call(), status: word)
}

/// The result of `make`; nil if oneDNN has no kernel for it. Other failures, such as exhausted
/// memory, are thrown: they must not change the choice of a kernel.
func ifAvailable<Value>(_ make: () throws(EngineError) -> Value) throws(EngineError) -> Value? {
    do throws(EngineError) { return try make() } catch {
        if case .noKernel = error { return nil }
        throw error
    }
}

/// The CPU engine and a stream of oneDNN.
final class DNNLContext {
    let engine: dnnl_engine_t
    let stream: dnnl_stream_t

    init() throws(EngineError) {
        var engine: dnnl_engine_t?
        try check(dnnl_engine_create(&engine, dnnl_cpu, 0), "dnnl_engine_create")
        var stream: dnnl_stream_t?
        let flags = UInt32(dnnl_stream_default_flags.rawValue)
        try check(dnnl_stream_create(&stream, engine, flags), "dnnl_stream_create")
        guard let engine, let stream else {
            throw .library(call: "dnnl_engine_create", status: "no handle")
        }
        self.engine = engine
        self.stream = stream
    }

    deinit {
        dnnl_stream_destroy(stream)
        dnnl_engine_destroy(engine)
    }
}

/// oneDNN's primitive descriptor of an operation: the kernel and the layouts of its arguments.
final class PrimitiveDescriptor {
    let handle: dnnl_primitive_desc_t

    /// - Parameters:
    ///   - call: the name of the operation in errors.
    ///   - make: creates the descriptor.
    init(
        _ call: String, _ make: (UnsafeMutablePointer<dnnl_primitive_desc_t?>) -> dnnl_status_t
    ) throws(EngineError) {
        var handle: dnnl_primitive_desc_t?
        try check(make(&handle), call)
        guard let handle else { throw .library(call: call, status: "no handle") }
        self.handle = handle
    }

    /// A copy from one layout to another.
    convenience init(
        reorder source: Layout, to target: Layout, attributes: PrimitiveAttributes,
        in context: DNNLContext
    ) throws(EngineError) {
        try self.init("reorder \(source.name) to \(target.name)") {
            study_reorder_create(
                $0, context.engine, source.handle, target.handle, attributes.handle)
        }
    }

    deinit { dnnl_primitive_desc_destroy(handle) }

    /// The layout of an argument, such as `dnnl_query_src_md`.
    func layout(_ query: dnnl_query_t, _ index: Int32 = 0) -> Layout {
        guard let descriptor = study_memory_desc_of(handle, query, index) else {
            preconditionFailure("the primitive has no argument \(query.rawValue)")
        }
        return Layout(owning: descriptor)
    }

    /// oneDNN's name of the kernel, such as `jit_wino_4x3:avx512_core`.
    var kernel: String {
        var text: UnsafePointer<CChar>?
        let status = dnnl_primitive_desc_query(handle, dnnl_query_impl_info_str, 0, &text)
        guard status == dnnl_success, let text else { return "unknown" }
        return String(cString: text)
    }

    /// True if the kernel calls oneDNN's general GEMM instead of a kernel for this operation.
    var isGEMM: Bool { kernel.contains("gemm") && !kernel.contains("brgemm") }
}

extension Activation {
    /// The name in the C interface.
    fileprivate var postOperation: study_activation {
        switch self {
        case .relu: study_activation_relu
        case .relu6: study_activation_relu6
        case .silu: study_activation_silu
        case .gelu: study_activation_gelu
        case .hardswish: study_activation_hardswish
        case .sigmoid: study_activation_sigmoid
        case .hardsigmoid: study_activation_hardsigmoid
        }
    }
}

/// The attributes of a primitive: the caller provides scratch space, and operations may follow.
final class PrimitiveAttributes {
    let handle: dnnl_primitive_attr_t

    /// - Parameters:
    ///   - sum: true if the result is added to the previous contents of the target.
    ///   - activation: the activation through which the result then passes.
    init(sum: Bool = false, activation: Activation? = nil) throws(EngineError) {
        var handle: dnnl_primitive_attr_t?
        try check(dnnl_primitive_attr_create(&handle), "dnnl_primitive_attr_create")
        guard let handle else {
            throw .library(call: "dnnl_primitive_attr_create", status: "no handle")
        }
        self.handle = handle
        try check(
            dnnl_primitive_attr_set_scratchpad_mode(handle, dnnl_scratchpad_mode_user),
            "dnnl_primitive_attr_set_scratchpad_mode")
        guard sum || activation != nil else { return }
        var operations: dnnl_post_ops_t?
        try check(dnnl_post_ops_create(&operations), "dnnl_post_ops_create")
        defer { dnnl_post_ops_destroy(operations) }
        if sum {
            try check(study_post_ops_append_sum(operations), "dnnl_post_ops_append_sum")
        }
        if let activation {
            try check(
                study_post_ops_append_activation(operations, activation.postOperation),
                "dnnl_post_ops_append_eltwise")
        }
        try check(
            dnnl_primitive_attr_set_post_ops(handle, operations), "dnnl_primitive_attr_set_post_ops"
        )
    }

    deinit { dnnl_primitive_attr_destroy(handle) }
}

/// A kernel that is ready to run.
final class Primitive {
    let handle: dnnl_primitive_t

    init(_ descriptor: PrimitiveDescriptor) throws(EngineError) {
        var handle: dnnl_primitive_t?
        try check(dnnl_primitive_create(&handle, descriptor.handle), "dnnl_primitive_create")
        guard let handle else {
            throw .library(call: "dnnl_primitive_create", status: "no handle")
        }
        self.handle = handle
    }

    deinit { dnnl_primitive_destroy(handle) }
}

/// A view of memory in a layout; it does not own the memory.
final class MemoryView {
    let handle: dnnl_memory_t

    init(_ layout: Layout, at pointer: UnsafeMutableRawPointer?, in context: DNNLContext)
        throws(EngineError)
    {
        var handle: dnnl_memory_t?
        try check(
            dnnl_memory_create(&handle, layout.handle, context.engine, pointer),
            "dnnl_memory_create")
        guard let handle else { throw .library(call: "dnnl_memory_create", status: "no handle") }
        self.handle = handle
    }

    deinit { dnnl_memory_destroy(handle) }
}
