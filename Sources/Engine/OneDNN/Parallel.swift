internal import CDNNL
internal import Synchronization

/// Runs the engine's own kernels on the threads that oneDNN's kernels use, so that no second pool
/// competes for the cores.
enum Parallel {
    /// Lets the library's kernels that this thread runs use so many threads, whatever
    /// `OMP_NUM_THREADS` and `OMP_DYNAMIC` say.
    static func use(threads: Int) {
        omp_set_dynamic(0)
        omp_set_num_threads(Int32(threads))
    }

    /// How many of so many threads OpenMP gives: fewer where the environment limits them. The
    /// library's kernels would then leave out what the missing threads were to compute.
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
    /// - Parameter body: works on disjoint elements, so the outcome does not depend on the split.
    static func forEach(
        _ count: Int, grain: Int, threads: Int, _ body: (Range<Int>) -> Void
    ) {
        let pieces = (count + grain - 1) / grain
        let workers = min(threads, pieces)
        guard workers > 1 else {
            if count > 0 { body(0..<count) }
            return
        }
        withoutActuallyEscaping(body) { body in
            var work = Work(
                body: body, count: count, grain: grain, pieces: pieces, workers: workers)
            withUnsafeMutablePointer(to: &work) { work in
                GOMP_parallel(
                    { context in
                        guard let work = context?.assumingMemoryBound(to: Work.self) else { return }
                        work.pointee.run(worker: Int(omp_get_thread_num()))
                    }, work, UInt32(workers), 0)
            }
        }
    }

    /// Calls `body` with every number below `count`, on all threads: each takes the next as soon as
    /// it is done with one, so that none waits for another that is held up. For work that is worth
    /// taking so.
    /// - Parameter body: gets the thread's number too, below `threads`.
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
        let pieces: Int
        let workers: Int

        func run(worker: Int) {
            let first = pieces * worker / workers * grain
            let last = min(count, pieces * (worker + 1) / workers * grain)
            if first < last { body(first..<last) }
        }
    }
}
