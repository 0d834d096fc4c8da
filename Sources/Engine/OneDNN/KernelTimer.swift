internal import CDNNL

/// Measures the time of a kernel on its own memory.
final class KernelTimer {
    private let call: PrimitiveCall
    private let memory: [Allocation]

    /// An argument of a kernel: oneDNN's `DNNL_ARG_...`, and the query and index of its layout.
    typealias Argument = (name: Int32, query: dnnl_query_t, index: Int32)

    init(
        _ descriptor: PrimitiveDescriptor, _ arguments: [Argument],
        in context: DNNLContext
    ) throws(EngineError) {
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

    /// True if `other` is faster than oneDNN's default by more than measurement noise, and the
    /// default takes at least a millisecond.
    static func isWorthwhile(_ other: KernelTimer, insteadOf standard: KernelTimer) -> Bool {
        let (minimum, gain) = (0.001, 1.25)
        var seconds = (standard: standard.best(of: 2), other: other.best(of: 2))
        if seconds.standard < minimum { return false }
        let ratio = seconds.standard / seconds.other
        if ratio > gain / 1.2, ratio < gain * 1.2 {
            for _ in 0..<4 {
                seconds.standard = min(seconds.standard, standard.best(of: 1))
                seconds.other = min(seconds.other, other.best(of: 1))
            }
        }
        return seconds.standard / seconds.other > gain
    }

    private func best(of runs: Int) -> Double {
        (0..<runs).map { _ in run() }.min() ?? 0
    }
}
