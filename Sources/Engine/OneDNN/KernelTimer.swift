internal import CDNNL

/// A kernel whose time can be measured.
struct TimedKernel {
    /// An argument of a kernel: oneDNN's `DNNL_ARG_...`, and the query and index of its layout.
    typealias Argument = (name: Int32, query: dnnl_query_t, index: Int32)

    let descriptor: PrimitiveDescriptor
    let arguments: [Argument]

    init(_ descriptor: PrimitiveDescriptor, _ arguments: [Argument]) {
        self.descriptor = descriptor
        self.arguments = arguments
    }

    /// The conversion of a tensor to another layout.
    init(
        reorder source: Layout, to target: Layout, in context: DNNLContext
    ) throws(EngineError) {
        descriptor = try PrimitiveDescriptor(
            reorder: source, to: target, attributes: PrimitiveAttributes(), in: context)
        arguments = [
            (DNNL_ARG_FROM, dnnl_query_src_md, 0), (DNNL_ARG_TO, dnnl_query_dst_md, 0),
        ]
    }
}

/// Measures the time of a kernel on its own memory.
final class KernelTimer {
    private let call: PrimitiveCall
    private let memory: [Allocation]

    init(_ kernel: TimedKernel, in context: DNNLContext) throws(EngineError) {
        let (descriptor, arguments) = (kernel.descriptor, kernel.arguments)
        let primitive = try Primitive(descriptor)
        var values: [(Int32, Value)] = []
        var memory: [Allocation] = []
        let all = arguments + [(DNNL_ARG_SCRATCHPAD, dnnl_query_scratchpad_md, 0)]
        for (argument, query, index) in all {
            let layout = descriptor.layout(query, index)
            if layout.bytes == 0 { continue }
            values.append((argument, Value(buffer: BufferID(index: memory.count), layout: layout)))
            memory.append(try Allocation(bytes: layout.bytes))
        }
        self.memory = memory
        call = try PrimitiveCall(
            primitive, values, Binding(memory.map(\.pointer), context: context))
    }

    /// Runs the kernel once and returns the time in seconds.
    func run() -> Double {
        let start = ContinuousClock.now
        call.run()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// True if calling the kernels `others` one after the other is faster than calling `standard`
    /// by more than measurement noise.
    /// - Parameter minimum: the time of `standard` in seconds below which the answer is false.
    static func isWorthwhile(
        _ others: [TimedKernel], insteadOf standard: [TimedKernel], minimum: Double = 0.001,
        in context: DNNLContext
    ) throws(EngineError) -> Bool {
        let gain = 1.25
        // One kernel at a time has memory.
        func best(_ kernels: [TimedKernel], of runs: Int) throws(EngineError) -> Double {
            var seconds = 0.0
            for kernel in kernels {
                seconds += try KernelTimer(kernel, in: context).best(of: runs)
            }
            return seconds
        }
        var seconds = (standard: try best(standard, of: 2), others: try best(others, of: 2))
        if seconds.standard < minimum { return false }
        let ratio = seconds.standard / seconds.others
        if ratio > gain / 1.2, ratio < gain * 1.2 {
            seconds.standard = min(seconds.standard, try best(standard, of: 5))
            seconds.others = min(seconds.others, try best(others, of: 5))
        }
        return seconds.standard / seconds.others > gain
    }

    private func best(of runs: Int) -> Double {
        (0..<runs).map { _ in run() }.min() ?? 0
    }
}
