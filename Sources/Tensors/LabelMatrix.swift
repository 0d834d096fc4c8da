/// The state of one label of one image.
package enum LabelState: UInt8, Sendable, Hashable, CaseIterable {
    /// The image does not show what the label names.
    case negative = 0
    /// The image shows what the label names.
    case positive = 1
    /// The state is unknown or uncertain: the entry has no part in losses and metrics.
    case ignored = 2
}

/// The labels of several images that can have any number of labels each: N images, L labels.
package struct LabelMatrix: Sendable, Hashable {
    /// The number of labels, L, at least 1.
    package let labels: Int
    /// The states, `[N, L]`, row-major: one row for each image.
    package let states: [LabelState]

    /// - Precondition: `states` contains whole rows of `labels` entries.
    package init(_ states: [LabelState], labels: Int) {
        precondition(
            labels > 0 && states.count % labels == 0, "\(states.count) states of \(labels) labels")
        self.labels = labels
        self.states = states
    }

    /// The number of images, N.
    package var count: Int { states.count / labels }

    /// The state of a label of an image; both are counted from 0.
    package subscript(image: Int, label: Int) -> LabelState { states[image * labels + label] }

    /// The states of an image, `[L]`.
    package func row(_ image: Int) -> ArraySlice<LabelState> {
        states[image * labels..<(image + 1) * labels]
    }

    /// The rows of some images, in the order given.
    package func rows(_ images: some Sequence<Int>) -> LabelMatrix {
        LabelMatrix(images.flatMap { row($0) }, labels: labels)
    }

    /// True if at least one label of the image is not ignored.
    package func hasKnown(_ image: Int) -> Bool { row(image).contains { $0 != .ignored } }

    /// The number of images in each state, for each label, `[L]`.
    package var counts: [LabelCounts] {
        var counts = [LabelCounts](repeating: LabelCounts(), count: labels)
        for (entry, state) in states.enumerated() { counts[entry % labels].add(state) }
        return counts
    }

    /// The number of images for which both labels of each pair are positive, `[L, L]`; the diagonal
    /// has the positive images of each label.
    package var cooccurrence: [[Int]] {
        var counts = [[Int]](repeating: [Int](repeating: 0, count: labels), count: labels)
        for image in 0..<count {
            let positive = (0..<labels).filter { self[image, $0] == .positive }
            for first in positive {
                for second in positive { counts[first][second] += 1 }
            }
        }
        return counts
    }
}

/// The number of images in each state of a label.
package struct LabelCounts: Sendable, Hashable {
    /// The images for which the label is positive.
    package var positive: Int
    /// The images for which the label is negative.
    package var negative: Int
    /// The images for which the label is ignored.
    package var ignored: Int

    package init(positive: Int = 0, negative: Int = 0, ignored: Int = 0) {
        self.positive = positive
        self.negative = negative
        self.ignored = ignored
    }

    /// The number of images whose label is not ignored.
    package var known: Int { positive + negative }

    package mutating func add(_ state: LabelState) {
        switch state {
        case .positive: positive += 1
        case .negative: negative += 1
        case .ignored: ignored += 1
        }
    }
}
