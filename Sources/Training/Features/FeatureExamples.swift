package import Datasets

/// The features of a split's images, with their classes: the examples of a trainable tail.
package struct FeatureExamples: ExampleSource {
    private let matrix: FeatureMatrix
    /// The class of each row, `[N]`.
    package let labels: [Int32]
    private let mixed: [MixedLabel?]?

    /// - Parameter images: what the features were computed of, row by row.
    /// - Precondition: there is a row for every image.
    package init(_ matrix: FeatureMatrix, of images: any ExampleSource) {
        self.init(
            matrix, labels: images.labels,
            mixed: images.mixesLabels ? (0..<images.count).map { images.mixedLabel($0) } : nil)
    }

    /// - Precondition: there is a label for every row.
    package init(_ matrix: FeatureMatrix, labels: [Int32], mixed: [MixedLabel?]? = nil) {
        precondition(matrix.count == labels.count, "\(labels.count) labels of \(matrix.count) rows")
        self.matrix = matrix
        self.labels = labels
        self.mixed = mixed
    }

    /// The number of rows, N.
    package var count: Int { matrix.count }
    /// The number of features in a row.
    package var width: Int { matrix.width }
    /// Whether some rows are the features of two mixed images.
    package var mixesLabels: Bool { mixed != nil }
    /// The mixed label of row `index`; nil if its image is not mixed.
    package func mixedLabel(_ index: Int) -> MixedLabel? { mixed?[index] }

    /// Copies row `index` to `target`, which has room for `width` values.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        matrix.copyRow(index, into: target)
    }
}

/// Several augmented views of the same images, in turns: an epoch sees the view of its number.
package struct FeatureViews: ExampleSource {
    private let views: [FeatureExamples]

    /// - Precondition: there is a view; all are of the same images.
    package init(_ views: [FeatureExamples]) {
        precondition(!views.isEmpty && views.allSatisfy { $0.count == views[0].count }, "views")
        self.views = views
    }

    /// The view of an epoch, counted from 0: view `epoch % n` of n views.
    package func inEpoch(_ epoch: Int) -> any ExampleSource { views[epoch % views.count] }

    /// The number of images, the same in every view.
    package var count: Int { views[0].count }
    /// The number of features of an image.
    package var width: Int { views[0].width }
    /// The class of each image, `[N]`, as in the first view.
    package var labels: [Int32] { views[0].labels }
    /// Whether the first view has mixed labels.
    package var mixesLabels: Bool { views[0].mixesLabels }
    /// The mixed label of image `index` in the first view; nil if it is not mixed.
    package func mixedLabel(_ index: Int) -> MixedLabel? { views[0].mixedLabel(index) }

    /// Copies the features of image `index` in the first view to `target`, which has room for
    /// `width` values.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        views[0].write(index, into: target)
    }
}
