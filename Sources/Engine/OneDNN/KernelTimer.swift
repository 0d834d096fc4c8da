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

    /// The index of the fastest: each runs once, then those that are close run again, in turn.
    static func fastest(of timers: [KernelTimer]) -> Int {
        var seconds = timers.map { timer in min(timer.run(), timer.run()) }
        for _ in 0..<3 {
            let best = seconds.min() ?? 0
            for (index, timer) in timers.enumerated() where seconds[index] < best * 1.3 {
                seconds[index] = min(seconds[index], timer.run())
            }
        }
        return seconds.indices.min { seconds[$0] < seconds[$1] } ?? 0
    }
}
