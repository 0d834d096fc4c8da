import Datasets
import JSON
import Results
import Terminal
import Vocabulary

/// The division of a data set into training, validation and test images that a new study gets, and
/// the reasons for it.
struct DraftSplit {
    /// The data set divided in this way.
    let dataset: Dataset
    /// The value of `dataset.split`; nil: the set's own folders.
    let json: JSONValue?
    /// The leaks that this division leaves.
    let leaks: [LeakRecord]
    /// The reasons, a sentence each.
    let reasons: [String]

    /// The fraction of the images that becomes a new test split.
    private static let testFraction = 0.2

    init(_ survey: DataSurvey) throws {
        guard let plan = Plan(survey) else {
            self.init(
                survey, survey.dataset, nil, ["the folders of the data set give the splits"])
            return
        }
        var members: [String: JSONValue] = ["validation": .number(plan.validation)]
        if plan.test { members["test"] = .number(Self.testFraction) }
        if plan.fromTest { members["from"] = .array(Split.allCases.map { .string($0.rawValue) }) }
        let order = ["validation", "test", "from"]
        let json = JSONValue.object(
            [.init("kind", "grouped")]
                + order.compactMap { key in members[key].map { .init(key, $0) } })
        do {
            let rule = try GroupedSplit(SettingValues(GroupedSplit.settings, members))
            let divided = try Dataset(
                root: survey.dataset.root, rule: rule, groupPattern: survey.groupPattern)
            self.init(survey, divided, json, plan.reasons)
        } catch let error as SplitError {
            self.init(
                survey, survey.dataset, nil,
                [
                    "the folders of the data set give the splits; no other split can be made: \(error)"
                ]
            )
        }
    }

    private init(
        _ survey: DataSurvey, _ dataset: Dataset, _ json: JSONValue?, _ reasons: [String]
    ) {
        self.dataset = dataset
        self.json = json
        self.reasons = reasons
        leaks = survey.leaks(in: dataset).filter(\.isLeak)
    }

    /// A new division, if one is needed.
    private struct Plan {
        /// The fraction of the images that becomes the validation split.
        let validation: Double
        /// True if a new test split is made.
        let test: Bool
        /// True if the set's own test images are divided, too.
        let fromTest: Bool
        let reasons: [String]

        /// Plans a new division; nil if the set's own splits can be used.
        init?(_ survey: DataSurvey) {
            let dataset = survey.dataset
            let leaks = survey.leaks(in: dataset).filter { $0.split != nil }
            fromTest = leaks.contains { $0.split == .test }
            let lacksTest = dataset.samples(.test).isEmpty
            test = fromTest || lacksTest
            let pool = dataset.unitCount(fromTest ? Split.allCases : [.train, .val])
            let fewest = StudyChoice.fewImages
            validation = Double(pool) * 0.1 >= Double(fewest) ? 0.1 : 0.2
            let own = dataset.unitCount([.val])
            let isTooSmall = own < min(fewest, Int(validation * Double(pool)))
            guard test || isTooSmall || !leaks.isEmpty || own == 0 else { return nil }
            let unit = dataset.knowsGroups ? "patient" : "image"
            let fraction = "\(Int(validation * 100))%"
            let ways =
                dataset.knowsGroups ? "by patient, stratified by class" : "stratified by class"
            var reasons = leaks.map(\.statement)
            if own == 0 {
                reasons.append("there is no validation split")
            } else if isTooSmall {
                reasons.append(
                    "the validation split has \(Formatting.plural(own, unit)), too few to choose a "
                        + "configuration (fewer than \(fewest))")
            }
            if lacksTest { reasons.append("there is no test split") }
            reasons.append(
                Self.consequence(dataset, fraction, ways, test: test, fromTest: fromTest))
            self.reasons = reasons
        }

        private static func consequence(
            _ dataset: Dataset, _ fraction: String, _ ways: String, test: Bool, fromTest: Bool
        ) -> String {
            if fromTest {
                return
                    "to keep the test split of the folders, remove these from it; here all images "
                    + "are divided again, \(fraction) for validation and 20% for testing (\(ways); "
                    + "identical files stay in one split)"
            }
            let pool = dataset.samples(.val).isEmpty ? "training" : "training and validation"
            return "\(fraction) of the \(pool) images are set aside for validation"
                + (test ? ", 20% for testing" : "") + " (\(ways))"
        }
    }
}
