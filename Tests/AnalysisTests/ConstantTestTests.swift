import Analysis
import Results
import SyntheticResults
import Testing

@Suite struct ConstantTestTests {
    /// If patients are known, the test swaps whole patients, like the test of two configurations.
    @Test func aConstantIsTestedOverPatients() throws {
        var study = Synthetic(schedules: ["step", "cosine"], gap: 0.04)
        study.imagesOfPatient = 4
        let tests = study.analysis.constantTests
        #expect(tests.map(\.label) == study.analysis.comparison.scores.map(\.group.label))
        for test in tests {
            #expect(test.tests.map(\.name) == ["a permutation test over 157 patients"])
            #expect(abs(test.baseline - 390.0 / 624) < 1e-12)
        }
        #expect(tests.map(\.verdict) == [.above, .notSignificant])
    }
}
