import Evaluation
import Foundation
import Markup
import Plotting
@testable import Reports
import Results
import SyntheticResults
import Testing
import TestSupport
import Vocabulary

/// The items of reporting guides and their answers.
@Suite struct ChecklistTests {
    /// The answers of a study that is read from a folder, as a user's are.
    private func answers(
        _ study: Synthetic, _ evaluations: [EvaluationsSection.Item] = [],
        change: (inout StudyResults) -> Void = { _ in }
    ) throws -> ChecklistAnswers {
        try withTemporaryFolder { path in
            let folder = ResultsFolder("\(path)/results")
            try study.write(to: folder)
            var results = try StudyResults(folder)
            change(&results)
            return answers(of: results, evaluations)
        }
    }

    private func answers(
        of results: StudyResults, _ evaluations: [EvaluationsSection.Item] = []
    ) -> ChecklistAnswers {
        let whole = ReportDocument(results: results, charts: [], replicates: 20)
        return ChecklistAnswers(
            ReportDocument(gallery: whole.gallery, explanation: nil, evaluations: evaluations))
    }

    private func answer(
        _ checklist: Checklist, _ number: String, _ answers: ChecklistAnswers
    ) throws -> ChecklistAnswer {
        try #require(checklist.items.first { $0.number == number }).answer(answers)
    }

    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    private let small = Synthetic(schedules: ["step", "cosine"], seeds: 2)

    // MARK: - Items

    /// The numbers of the guides: whole items, and items with parts.
    @Test func theItemsAreThoseOfTheGuides() {
        func numbers(_ items: ClosedRange<Int>, _ parts: [Int: String]) -> [String] {
            items.flatMap { item in
                parts[item].map { $0.map { "\(item)\($0)" } } ?? ["\(item)"]
            }
        }
        #expect(Checklist.claim.items.map(\.number) == numbers(1...44, [:]))
        #expect(
            Checklist.tripodAI.items.map(\.number)
                == numbers(
                    1...27,
                    [
                        3: "abc", 5: "ab", 6: "abc", 8: "abc", 9: "abc", 12: "abcdefg",
                        18: "abcdef", 20: "abc", 23: "ab", 27: "abc",
                    ]))
        #expect(
            Checklist.stardAI.items.map(\.number)
                == numbers(1...40, [15: "abcd", 16: "abc", 17: "ab", 26: "ab", 40: "ab"]))
        #expect(Checklist.all.map(\.items.count) == [44, 52, 48])
        #expect(Set(Checklist.all.map(\.name)).count == Checklist.all.count)
    }

    /// Every item of every study has an answer of whole sentences with numbers.
    @Test(arguments: Synthetic.shapes)
    func everyItemHasAnAnswer(_ shape: Synthetic.Shape) throws {
        for answers in [try answers(shape.study), answers(of: shape.study.results)] {
            for item in Checklist.all.flatMap(\.items) {
                let answer = item.answer(answers)
                let text = answer.markdown.source
                #expect(!item.topic.isEmpty)
                for sentence in answer.found + answer.open {
                    let isWhole = [".", "\u{201D}"].contains { sentence.source.hasSuffix($0) }
                    #expect(isWhole, "\(item.number): \(sentence.source)")
                }
                #expect(text.firstMatch(of: #/\b(?i:nan|inf|nil)\b/#) == nil, "\(text)")
                // Paths may begin with two dots.
                let plain = text.replacing("../", with: "")
                for bad in ["not a number", "Optional(", "  ", "–", ".."] {
                    #expect(!plain.contains(bad), "\(item.number): \(text)")
                }
            }
        }
    }

    @Test func aFolderWithoutACompleteTrialAnswersLittle() throws {
        var study = Synthetic(schedules: ["step"])
        study.failed = ["vgg16-step-s1"]
        let answers = try answers(study)
        for checklist in Checklist.all {
            let answered = checklist.items.filter { $0.answer(answers).state == .answered }
            #expect(answered.isEmpty, "\(checklist.title): \(answered.map(\.number))")
        }
        let text = ChecklistDocument(checklist: .claim, answers: answers).markdown.source
        #expect(text.contains("Complete trials: 0 of 1"))
    }

    // MARK: - Answers follow from the folder

    @Test func splitsAreDisjointOnlyIfThatWasChecked() throws {
        func disjoint(_ change: (inout Synthetic) -> Void) throws -> ChecklistAnswer {
            var study = small
            change(&study)
            return try answer(.claim, "20", answers(study))
        }
        #expect(try disjoint { _ in }.state == .open)
        let unknown = try disjoint {
            $0.leaks = []
            $0.imagesOfPatient = nil
        }
        // Patients that are not recorded at all are unknown, too.
        #expect(unknown.state == .partly)
        #expect(unknown.markdown.source.contains("patients are unknown"))
        let known = try disjoint {
            $0.leaks = []
            $0.imagesOfPatient = 2
        }
        #expect(known.state == .answered)
        #expect(known.markdown.source.contains("no patient is in two splits"))
        let leaking = try disjoint {
            $0.imagesOfPatient = 2
            $0.leaks = [
                LeakRecord(
                    .patients, split: .test, other: .train, images: 3, total: 624, patients: 2,
                    examples: ["a"])
            ]
        }
        #expect(leaking.state == .partly)
        #expect(leaking.markdown.source.contains("not disjoint"))
        #expect(!leaking.markdown.source.contains("no patient is in two splits"))
        // Copies within a split are no leak.
        let repeats = try disjoint {
            $0.imagesOfPatient = 2
            $0.leaks = [LeakRecord(.repeats, images: 2, total: 6464, examples: ["a = b"])]
        }
        #expect(repeats.state == .answered)
    }

    @Test func countsNeedPatients() throws {
        let unknown = try answer(.tripodAI, "21", answers(small))
        #expect(unknown.state == .partly)
        var study = small
        study.imagesOfPatient = 2
        let known = try answer(.tripodAI, "21", answers(study))
        #expect(known.state == .answered)
        #expect(
            known.markdown.source.contains(
                "test: 234 NORMAL and 390 PNEUMONIA (624 images of 312 patients)"))
    }

    @Test func withoutAPositiveClassThereIsNoSensitivity() throws {
        var study = small
        study.positive = ""
        study.classes = ["A", "B"]
        let answer = try answer(.claim, "38", answers(study))
        #expect(answer.state == .partly)
        #expect(!answer.markdown.source.contains("sensitivity "))
        let known = try self.answer(.claim, "38", answers(small))
        #expect(known.state == .answered)
        #expect(known.markdown.source.contains("sensitivity "))
    }

    /// Results on the images that chose are not results on independent images.
    @Test func validationIsNotATest() throws {
        var study = small
        study.counts[.test] = nil
        study.counts[.val] = [300, 300]
        let answers = try answers(study)
        for (checklist, number) in [(Checklist.claim, "32"), (.claim, "26"), (.stardAI, "31")] {
            let answer = try answer(checklist, number, answers)
            #expect(answer.state == .partly)
            #expect(answer.open.contains { $0.source.contains("Results on") })
        }
    }

    /// Nothing is said of settings that another program did not record.
    @Test func settingsOfAnotherProgramAreNotGuessed() throws {
        let answers = try answers(small) { results in
            results.lock.origin = StudyOrigin(location: "http://a", experiment: "b")
        }
        for number in ["9", "12", "19", "23", "24", "43"] {
            #expect(try answer(.claim, number, answers).state != .answered, "\(number)")
        }
        let text = ChecklistDocument(checklist: .claim, answers: answers).markdown.source
        #expect(!text.contains("Training images are not augmented"))
        #expect(!text.contains("ImageNet's mean"))
    }

    // MARK: - Evaluations

    private func evaluation(
        _ name: String, overlaps: [EvaluationRecord.Overlap]? = [], isOutdated: Bool = false
    ) -> EvaluationsSection.Item {
        let figure = EvaluationRecord.Figure(value: 0.904, interval: 0.863...0.94)
        let record = EvaluationRecord(
            name: name, model: [.init(id: "vgg16-step-s1", key: "k", weights: "w")],
            classes: ["NORMAL", "PNEUMONIA"], positiveClass: "PNEUMONIA", precision: .fp32,
            images: .init(
                path: "Data/b", split: nil, counts: [80, 120], patients: 150, fingerprint: "f",
                skipped: [], unread: []),
            overlaps: overlaps, threshold: nil, replicates: 20, unit: "patients",
            metrics: ["auroc": figure], decided: [:], confusion: [[70, 10], [20, 100]],
            prevalence: 0.6, meanProbability: 0.7,
            shift: .init(
                split: .test, images: 624, metrics: ["auroc": figure], differences: [:],
                prevalence: 0.625, meanProbability: 0.7),
            program: "p", files: [:])
        let table = small.results.trials[0].predictions[.test]
        return table.map {
            .evaluated(name: name, record, $0, charts: [], isOutdated: isOutdated)
        } ?? .damaged(name: name, reason: "no predictions")
    }

    @Test func externalTestingNeedsAnEvaluationOfOtherImages() throws {
        func external(_ items: [EvaluationsSection.Item]) throws -> ChecklistAnswer {
            try answer(.claim, "33", answers(small, items))
        }
        #expect(try external([]).state == .open)
        let found = try external([evaluation("hospital-b")])
        // The folder does not know where the images come from.
        #expect(found.state == .partly)
        let text = found.markdown.source
        #expect(text.contains("`hospital-b`: 200 images of 150 patients of `Data/b`"))
        #expect(text.contains("AUROC 0.904 (0.863 to 0.940)"))
        #expect(text.contains("another institution"))
        let unseen = try external([evaluation("b", overlaps: nil)])
        #expect(unseen.markdown.source.contains("would not have been noticed"))
        for items in [
            [evaluation("b", isOutdated: true)], [.damaged(name: "b", reason: "x")],
            [evaluation("b", overlaps: [.init(split: .train, images: 2, examples: ["a"])])],
            [evaluation("b", overlaps: [.init(split: .test, images: 2, examples: ["a"])])],
        ] {
            let answer = try external(items)
            #expect(answer.state == .open)
            #expect(answer.markdown.source.contains("Not counted"))
        }
        let both = try external([evaluation("c", isOutdated: true), evaluation("d")])
        #expect(both.state == .partly)
        #expect(both.markdown.source.contains("outdated or damaged: `c`"))
    }

    @Test func evaluationsAnswerOtherItems() throws {
        let answers = try answers(small, [evaluation("b")])
        #expect(try answer(.tripodAI, "12f", answers).state == .answered)
        #expect(try answer(.tripodAI, "12f", self.answers(small)).state == .open)
        let shift = try answer(.stardAI, "29", answers)
        #expect(shift.state == .partly)
        #expect(
            shift.markdown.source.contains(
                "60.0% of the images are PNEUMONIA, and 62.5% of the test images"))
        #expect(try answer(.stardAI, "29", self.answers(small)).state == .open)
    }

    // MARK: - Text

    @Test func theCountsAreThoseOfTheTable() throws {
        let answers = try answers(small)
        for checklist in Checklist.all {
            let text = ChecklistDocument(checklist: checklist, answers: answers).markdown.source
            func rows(_ state: String) -> Int {
                text.matches(of: try! Regex("(?m)^\\| [0-9]+[a-g]? \\| [^|]* \\| \(state) \\| "))
                    .count
            }
            let all = checklist.items.count
            #expect(rows("answered") + rows("partly") + rows("open") == all)
            #expect(
                text.contains(
                    "**\(checklist.title): \(rows("answered")) of \(all) items answered from this folder, \(rows("partly")) partly, \(rows("open")) for the authors.**"
                ))
            #expect(text.contains("(https://doi.org/\(checklist.doi))"))
            #expect(text.contains("paraphrased"))
        }
    }

    /// Odd names cannot break a table or become markup.
    @Test(arguments: [
        ["a|b", "<img src=x>"], ["x\ny", "*bold*"], ["[l](http://e)", "`c`"], ["\\|", "=B"],
    ])
    func namesAreShownUnchanged(_ names: [String]) throws {
        let answers = try answers(small) { results in
            results.lock.title = "A | <b>title</b>"
            results.lock.dataset.classes = names
            results.lock.dataset.positiveClass = names[1]
            results.lock.dataset.path = "a|b`c\nd"
            results.lock.studyFile = "Studies/a b|c.json"
        }
        for checklist in Checklist.all {
            let text = ChecklistDocument(checklist: checklist, answers: answers).markdown.source
            // Empty comments keep addresses from becoming links.
            let html = MarkdownHTML.html(text).replacing("<!-- -->", with: "")
            #expect(html.components(separatedBy: "<tr>").count - 1 == rows(of: checklist))
            #expect(html.components(separatedBy: "</td>").count - 1 == 4 * checklist.items.count)
            #expect(!html.contains("<img") && !html.contains("<b>"))
            #expect(!html.contains("href=\"http://e\"") && !html.contains("<em>bold</em>"))
            for name in names {
                let shown = HTMLText.escaped(name).replacing("&#39;", with: "'")
                #expect(html.contains(shown), "\(name)")
            }
        }
    }

    /// The number of rows of all tables, with their headers.
    private func rows(of checklist: Checklist) -> Int {
        checklist.items.count + checklist.sections.count
    }

    /// The committed results of chest X-rays: what an editor reads.
    @Test(arguments: ["chest-xray-alexnet", "chest-xray-frozen"])
    func theCommittedResultsAreDescribed(_ name: String) throws {
        let results = try StudyResults(
            ResultsFolder(Self.root.appendingPathComponent("results/\(name)").path))
        let answers = answers(of: results)
        func text(_ number: String) throws -> String {
            try answer(.claim, number, answers).markdown.source
        }
        #expect(try text("7").contains("5,856 images of the folder `../"))
        #expect(
            try text("19").contains(
                "test: 234 NORMAL and 390 PNEUMONIA (624 images of 428 patients)"))
        #expect(try text("19").contains("grouped (from train, val, seed 1, validation 0.1)"))
        #expect(try answer(.claim, "20", answers).state == .answered)
        #expect(try text("9").contains("ImageNet's mean 0.485, 0.456, 0.406"))
        #expect(try answer(.claim, "33", answers).state == .open)
        #expect(try answer(.claim, "31", answers).state == .open)
        for number in ["22", "25", "26", "29", "32", "38"] {
            #expect(try answer(.claim, number, answers).state == .answered, "\(number)")
        }
        for number in ["3", "8", "11", "13", "14", "15", "16", "17", "18", "21", "41", "44"] {
            #expect(try answer(.claim, number, answers).state == .open, "\(number)")
        }
    }
}
