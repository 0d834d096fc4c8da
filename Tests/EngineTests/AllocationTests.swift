import Foundation
import TestSupport
import Testing

/// A training step allocates no buffer: all memory is allocated when the network is compiled.
///
/// The program `allocations` counts the calls of `malloc`, related functions and `mmap` in its own
/// process. Calls of oneDNN are counted separately: it allocates lists of arguments and, for some
/// matrix multiplications, buffers that no caller can provide. A growth of the heap would show in
/// both counts.
@Suite(.serialized) struct AllocationTests {
    private struct Counts: Decodable {
        let counts: [Int]
        let largest: Int
        let libraryCounts: [Int]
        let growth: Int
        let blockGrowth: Int
        let largestOfCompilation: Int
        let arenaBytes: Int
    }

    /// The size in bytes of the longest list of pointers that a step may allocate. Buffers of
    /// images are larger.
    private static let longestList = 16_384

    @Test(arguments: ["cnn4", "alexnet", "resnet18", "densenet121"], [1, 2])
    func aStepAllocatesNoBuffer(_ network: String, _ threads: Int) throws {
        try expectNoBuffer(network, threads)
    }

    /// Updates after the backward pass, of two batches each.
    @Test(arguments: ["cnn4", "alexnet", "resnet18"], [1, 2])
    func aDeferredUpdateAllocatesNoBuffer(_ network: String, _ threads: Int) throws {
        try expectNoBuffer(network, threads, isDeferred: true)
    }

    private func expectNoBuffer(
        _ network: String, _ threads: Int, isDeferred: Bool = false
    ) throws {
        let program = try #require(Bundle.main.executableURL).deletingLastPathComponent()
            .appendingPathComponent("allocations").path
        let (status, text) = try ExternalProgram.run(
            program, [network, "64", "4", "\(threads)"] + (isDeferred ? ["deferred"] : []),
            environment: ["OMP_WAIT_POLICY": "passive"])
        try #require(status == 0, "\(text)")
        let found = try JSONDecoder().decode(Counts.self, from: Data(text.utf8))
        #expect(found.counts.count >= 8)
        // The counter includes the allocations of the engine: the arena, during compilation.
        #expect(found.largestOfCompilation >= found.arenaBytes && found.arenaBytes > 1_000_000)
        #expect(found.libraryCounts.allSatisfy { $0 > 0 })
        #expect(found.largest <= Self.longestList)
        #expect(found.growth <= Self.longestList, "\(found.growth) bytes")
        // The division among several threads differs between steps.
        if threads == 1 {
            // The second batch of an update runs more kernels than the first.
            let kinds = isDeferred ? 2 : 1
            #expect(Set(found.counts).count <= kinds, "steps differ: \(found.counts)")
            #expect(found.blockGrowth == 0)
        }
    }
}
