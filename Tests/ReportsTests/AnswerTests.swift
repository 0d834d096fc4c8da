import Analysis
import Markup
@testable import Reports
import Results
import SyntheticResults
import Testing

/// The answer of the report and the tables below it.
@Suite struct AnswerTests {
    private func paragraphs(_ results: StudyResults) -> [String] {
        AbstractSection(analysis: StudyAnalysis(results, replicates: 50)).markdown.source
            .split(separator: "\n\n").map(String.init)
    }

    private func answer(_ results: StudyResults) -> String {
        paragraphs(results).first { $0.hasPrefix("**Answer.** ") } ?? ""
    }

    /// A person can quote the answer: one or two sentences without p-values and corrections.
    @Test(arguments: Synthetic.shapes)
    func theAnswerIsOneOrTwoSentences(_ shape: Synthetic.Shape) {
        let text = answer(shape.study.results).dropFirst("**Answer.** ".count)
        // A decimal point has no space after it.
        #expect((1...2).contains(text.ranges(of: ". ").count + 1), "\(text)")
        for word in ["p =", "p <", "corrected", "Holm", "McNemar"] {
            #expect(!text.contains(word), "\(text)")
        }
    }

    @Test func theTableFollowsTheAnswer() throws {
        let study = Synthetic(schedules: ["step", "cosine", "exponential"])
        let all = paragraphs(study.results)
        let index = try #require(all.firstIndex { $0.hasPrefix("**Answer.** ") })
        let table = all[index + 1]
        #expect(table.hasPrefix("| step compared with | difference, points | 95% over images |"))
        #expect(table.contains("| p (Holm) | result |"))
        #expect(table.contains("(McNemar's exact test on the predictions, "))
        #expect(table.contains("| always predicting PNEUMONIA (62.5%) |"))
        #expect(
            all[index + 2].hasPrefix(
                "p (Holm) is corrected for 2 comparisons, and that of the constant prediction for 3, "
                    + "one for each configuration; the intervals are not corrected."))
    }

    @Test func theRequiredSampleIsInTheAnswerAndInTheTable() throws {
        let results = Synthetic.results(
            ["a", "b"], seeds: 3, val: { schedule, _ in [0.9, 0.5][schedule] },
            test: { [[0.8, 0.86, 0.8], [0.79, 0.79, 0.85]][$0][$1] })
        let pair = try #require(Comparison(results).pairwiseComparisons.first)
        let counts = pair.requiredCounts(comparisons: 1).map { RequiredSample.about($0.count) }
        let text = "\(counts[0]) seeds and \(counts[1]) test images"
        #expect(
            answer(results).hasSuffix(
                "the two are **not distinguishable**, and a difference of this size would need \(text)."
            ))
        let all = paragraphs(results).joined(separator: "\n\n")
        #expect(all.contains("| result | for 80% power |"))
        #expect(all.contains("| not distinguishable | \(text) |"))
        #expect(all.contains("at the level 0.05 would need"))
        #expect(all.contains("Connor's formula (1987) for images, Student's t-test for seeds"))
    }

    @Test func aRequiredSampleIsRoundedUpToTwoDigits() {
        #expect(RequiredSample.about(34) == "about 34")
        #expect(RequiredSample.about(101) == "about 110")
        #expect(RequiredSample.about(2310) == "about 2,400")
        #expect(RequiredSample.about(2_000_000) == "more than 1,000,000")
    }

    @Test func averagesOverAxesAreATable() {
        let study = Synthetic(
            networks: ["vgg16", "alexnet"], schedules: ["step", "cosine"], seeds: 3, gap: 0.03)
        let all = paragraphs(study.results).joined(separator: "\n\n")
        #expect(
            all.contains(
                "Mean test accuracy of each axis value over all other axes:\n\n| axis | highest mean |"
            ))
        #expect(all.contains("| `network` | ") && all.contains("| `schedule` | "))
        let single = Synthetic(networks: ["vgg16", "alexnet"], schedules: ["step", "cosine"])
        #expect(!paragraphs(single.results).joined().contains("| axis |"))
    }
}
