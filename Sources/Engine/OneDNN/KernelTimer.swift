internal import CDNNL

/// Times a kernel on memory of its own.
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

    /// Seconds of one run.
    func run() -> Double {
        let start = ContinuousClock.now
        call.run()
        return (ContinuousClock.now - start) / .seconds(1)
    }

    /// Whether a kernel is so much faster than the library's default that noise cannot have decided
    /// it, and the default takes long enough for that to matter.
    static func isWorthwhile(_ other: KernelTimer, insteadOf standard: KernelTimer) -> Bool {
        let (least, gain) = (0.001, 1.25)
        var seconds = (standard: standard.best(of: 2), other: other.best(of: 2))
        if seconds.standard < least { return false }
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
