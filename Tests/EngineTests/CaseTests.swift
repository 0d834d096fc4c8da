import TestSupport
import Testing

/// The lists of cases that other suites read from folders are complete: a test with an empty list
/// would pass.
@Suite struct CaseTests {
    @Test func allGoldensAreThere() throws {
        #expect(FrozenTests.cases.count == 4)
        #expect(BlockTests.blocks.count == 2)
        #expect(BlockTests.joins.count == 6)
        #expect(OperationTests.cases.count == 30)
        #expect(NetworkTests.cases.count == 3)
        #expect(try NetworkTests.cases.count { try Golden($0).has("loss") } == 2)
        #expect(NetworkTests.groups.count == 2)
        #expect(DeepNetworkTests.cases.count == 4)
    }

    /// Every network with goldens is compared with them.
    @Test func everyNetworkIsCompared() {
        let compared = Set(NetworkTests.cases + DeepNetworkTests.cases)
        #expect(compared == Set(Golden.cases(in: "networks")))
    }

    /// Every operation with goldens is compared with them; `LossTests` of `Training` compares
    /// losses.
    @Test func everyOperationIsCompared() {
        let losses = ["cross-entropy", "focal"].flatMap { Golden.cases(in: "ops", prefix: $0) }
        let compared =
            OperationTests.cases + BlockTests.joins.map { "ops/\($0)" } + ["ops/batchnorm-eval"]
        #expect(Set(compared + losses) == Set(Golden.cases(in: "ops")))
    }
}
