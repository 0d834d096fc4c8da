/// Right answers by all answers.
package struct Accuracy: Measure {
    package init() {}

    package var name: String { "accuracy" }
    package var title: String { "accuracy" }
    package var isShare: Bool { true }
    package var isOfDecisions: Bool { true }

    package func value(_ answers: Answers) -> Double? {
        var (right, total) = (0.0, 0.0)
        for image in answers.labels.indices {
            total += answers.weights[image]
            if answers.labels[image] == answers.predicted[image] { right += answers.weights[image] }
        }
        return share(right, total)
    }
}
