internal import CDNNL
internal import Synchronization

/// Runs the engine's own kernels on the threads that oneDNN's kernels use, so that no second pool
/// competes for the cores.
enum Parallel {
    /// Sets the number of threads of oneDNN's kernels that this thread runs, regardless of
    /// `OMP_NUM_THREADS` and `OMP_DYNAMIC`.
    static func use(threads: Int) {
        omp_set_dynamic(0)
        omp_set_num_threads(Int32(threads))
    }

    /// The number of threads that OpenMP provides if `threads` are requested: fewer if the
    /// environment limits them. oneDNN's kernels would then not compute the parts of the missing
    /// threads.
    static func team(of threads: Int) -> Int {
        var count: Int32 = 0
        withUnsafeMutablePointer(to: &count) { count in
            GOMP_parallel(
                { context in
                    guard omp_get_thread_num() == 0 else { return }
                    context?.storeBytes(of: omp_get_num_threads(), as: Int32.self)
                }, count, UInt32(threads), 0)
        }
        return Int(count)
    }

    /// Calls `body` with ranges that cover `0..<count`, on all threads; ranges start at multiples
    /// of `grain`.
    /// - Parameter body: modifies only the elements of its range, so the result does not depend on
    ///   the division into ranges.
    static func forEach(
        _ count: Int, grain: Int, threads: Int, _ body: (Range<Int>) -> Void
    ) {
        let chunks = (count + grain - 1) / grain
        let workers = min(threads, chunks)
        guard workers > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        withoutActuallyEscaping(body) { body in
            var work = Work(
                body: body, count: count, grain: grain, chunks: chunks, workers: workers)
            withUnsafeMutablePointer(to: &work) { work in
                GOMP_parallel(
                    { context in
                        guard let work = context?.assumingMemoryBound(to: Work.self) else { return }
                        work.pointee.run(worker: Int(omp_get_thread_num()))
                    }, work, UInt32(workers), 0)
            }
        }
    }

    /// Calls `body` with every number below `count`, on all threads. A thread takes the next number
    /// as soon as it has finished one, so no thread waits for a slower one. This is meant for calls
    /// that take much longer than an atomic increment.
    /// - Parameter body: also receives the index of the thread, below `threads`.
    static func takeInTurn(
        _ count: Int, threads: Int, _ body: (_ index: Int, _ worker: Int) -> Void
    ) {
        let next = Atomic(0)
        forEach(min(count, threads), grain: 1, threads: threads) { workers in
            while true {
                let index = next.wrappingAdd(1, ordering: .relaxed).oldValue
                guard index < count else { return }
                body(index, workers.lowerBound)
            }
        }
    }

    private struct Work {
        let body: (Range<Int>) -> Void
        let count: Int
        let grain: Int
        let chunks: Int
        let workers: Int

        func run(worker: Int) {
            let first = chunks * worker / workers * grain
            let last = min(count, chunks * (worker + 1) / workers * grain)
            if first < last { body(first..<last) }
        }
    }
}
