import TestSupport
import Testing

@Suite("Comparison")
struct ComparisonTests {
    @Test("accepts what is within atol + rtol * |expected|")
    func close() {
        let comparison = Comparison([1.0, 2.019, 0], [1.0, 2, 0.0009], atol: 1e-3, rtol: 1e-2)
        #expect(comparison.isClose)
        expectClose([1, 2, 3], [1, 2, 3], atol: 0, rtol: 0)
        expectClose([.infinity, .nan], [.infinity, .nan], atol: 0, rtol: 0)
    }

    @Test("names the worst element, its values and the relative error")
    func worst() {
        let comparison = Comparison([1, 2.5, 3, 7], [1, 2, 3, 4], atol: 0, rtol: 0.1)
        #expect(!comparison.isClose)
        #expect(comparison.worstIndex == 3)
        #expect(
            comparison.description
                == "2 of 4 values beyond tolerance; worst at [3]: 7.0, expected 4.0 "
                + "(atol 0.0, rtol 0.1); relative L2 error \(comparison.relativeL2)")
    }

    static let apart: [([Float], [Float])] = [
        ([.nan], [1]), ([1], [.nan]), ([.infinity], [1]), ([1], [.infinity]),
        ([.infinity], [-.infinity]), ([1, 2], [1]), ([], [1]),
    ]

    @Test("refuses NaN, infinity and other counts", arguments: apart)
    func refuses(actual: [Float], expected: [Float]) {
        #expect(!Comparison(actual, expected, atol: 1, rtol: 1).isClose)
    }

    @Test("a failed expectation is recorded with its numbers")
    func records() {
        withKnownIssue {
            expectClose([1, 2], [1, 3], atol: 0.1, rtol: 0, "logits")
        } matching: { issue in
            issue.comments.contains {
                $0.rawValue.hasPrefix("logits: 1 of 2 values beyond tolerance")
            }
        }
    }

    @Test("relative L2 is zero for equals and infinite against zero")
    func norms() {
        #expect(relativeL2([3, 4], [0, 5]) == (10.0 / 25).squareRoot())
        #expect(relativeL2([], []) == 0)
        #expect(relativeL2([0], [0]) == 0)
        #expect(relativeL2([1], [0]) == .infinity)
    }
}
