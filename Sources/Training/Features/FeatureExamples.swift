package import Datasets
package import Tensors

/// The features of the images of a split, with their classes: the examples on which a trainable
/// tail trains.
package struct FeatureExamples: ExampleSource {
    private let matrix: FeatureMatrix
    /// The class of each row, `[N]`.
    package let labels: [Int32]
    /// The labels of each row, `[N, L]`; nil if each row has one class.
    package let labelMatrix: LabelMatrix?
    private let mixed: [MixedLabel?]?

    /// - Parameter images: the images from which the rows of `matrix` were computed, in the same
    ///   order.
    /// - Precondition: there is a row for every image.
    package init(_ matrix: FeatureMatrix, of images: any ExampleSource) {
        self.init(
            matrix, labels: images.labels, labelMatrix: images.labelMatrix,
            mixed: images.mixesLabels ? (0..<images.count).map { images.mixedLabel($0) } : nil)
    }

    /// - Precondition: there is a label for every row.
    package init(
        _ matrix: FeatureMatrix, labels: [Int32], labelMatrix: LabelMatrix? = nil,
        mixed: [MixedLabel?]? = nil
    ) {
        precondition(matrix.count == labels.count, "\(labels.count) labels of \(matrix.count) rows")
        self.matrix = matrix
        self.labels = labels
        self.labelMatrix = labelMatrix
        self.mixed = mixed
    }

    /// The number of rows, N.
    package var count: Int { matrix.count }
    /// The number of features in a row.
    package var width: Int { matrix.width }
    /// True if some rows are the features of two mixed images.
    package var mixesLabels: Bool { mixed != nil }
    /// The mixed label of row `index`; nil if its image is not mixed.
    package func mixedLabel(_ index: Int) -> MixedLabel? { mixed?[index] }

    /// Copies row `index` to `target`, `[width]`.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        matrix.copyRow(index, into: target)
    }
}

/// Several augmented views of the same images. Epoch `e` uses view `e % n` of n views.
package struct FeatureViews: ExampleSource {
    private let views: [FeatureExamples]

    /// - Precondition: there is at least one view, and all views have the same images.
    package init(_ views: [FeatureExamples]) {
        precondition(!views.isEmpty && views.allSatisfy { $0.count == views[0].count }, "views")
        self.views = views
    }

    /// The view of an epoch: `epoch % n` of n views, both counted from 0.
    package func inEpoch(_ epoch: Int) -> any ExampleSource { views[epoch % views.count] }

    /// The number of images, the same in every view.
    package var count: Int { views[0].count }
    /// The number of features per image.
    package var width: Int { views[0].width }
    /// The class of each image, `[N]`, as in the first view.
    package var labels: [Int32] { views[0].labels }
    /// The labels of each image, `[N, L]`, as in the first view; nil if each image has one class.
    package var labelMatrix: LabelMatrix? { views[0].labelMatrix }
    /// True if the first view has mixed labels.
    package var mixesLabels: Bool { views[0].mixesLabels }
    /// The mixed label of image `index` in the first view; nil if it is not mixed.
    package func mixedLabel(_ index: Int) -> MixedLabel? { views[0].mixedLabel(index) }

    /// Copies the features of image `index` in the first view to `target`, `[width]`.
    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        views[0].write(index, into: target)
    }
}
