package import Datasets

/// The features of a split's images, with their classes: what a rear trains on.
package struct FeatureExamples: ExampleSource {
    private let matrix: FeatureMatrix
    package let labels: [Int32]

    /// - Precondition: there is a label for every row.
    package init(_ matrix: FeatureMatrix, labels: [Int32]) {
        precondition(matrix.count == labels.count, "\(labels.count) labels of \(matrix.count) rows")
        self.matrix = matrix
        self.labels = labels
    }

    package var count: Int { matrix.count }
    package var width: Int { matrix.width }

    package func write(_ index: Int, into target: UnsafeMutablePointer<Float>) {
        matrix.copyRow(index, into: target)
    }
}
