import Foundation
import TestSupport
import Testing

/// A training step allocates no buffer: all memory is placed when the network is compiled.
///
/// The program `allocations` counts the calls of `malloc`, its relatives and `mmap` in its own
/// process. Counted apart are those of oneDNN, whose calls make lists of arguments and, for some
/// multiplications, buffers that no caller can provide. A growth of the heap would show in either.
@Suite(.serialized) struct AllocationTests {
    private struct Counts: Decodable {
        let counts: [Int]
        let largest: Int
        let libraryCounts: [Int]
        let growth: Int
        let largestOfCompilation: Int
        let arenaBytes: Int
    }

    /// Bytes of the longest list, of pointers or of places in memory, that a step may make. Buffers
    /// of images are larger.
    private static let longestList = 16_384

    @Test(arguments: ["cnn4", "alexnet", "resnet18", "densenet121"], [1, 2])
    func aStepAllocatesNoBuffer(_ network: String, _ threads: Int) throws {
        let program = try #require(Bundle.main.executableURL).deletingLastPathComponent()
            .appendingPathComponent("allocations").path
        let (status, text) = try ExternalProgram.run(
            program, [network, "64", "4", "\(threads)"],
            environment: ["OMP_WAIT_POLICY": "passive"])
        try #require(status == 0, "\(text)")
        let found = try JSONDecoder().decode(Counts.self, from: Data(text.utf8))
        #expect(found.counts.count >= 8)
        // The counter sees what the engine allocates: the arena, while the network is compiled.
        #expect(found.largestOfCompilation >= found.arenaBytes && found.arenaBytes > 1_000_000)
        #expect(found.libraryCounts.allSatisfy { $0 > 0 })
        #expect(found.largest <= Self.longestList)
        #expect(found.growth <= Self.longestList)
        // Several threads divide the work differently in each step.
        if threads == 1 {
            #expect(Set(found.counts).count == 1, "steps differ: \(found.counts)")
            #expect(found.growth == 0)
        }
    }
}
