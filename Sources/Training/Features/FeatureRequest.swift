package import Weights

/// The contents of the header of a feature file: a title for users, and shape and type for checks.
package struct FeatureRequest: Sendable, Hashable {
    /// The description of the features, such as `vgg16 up to classifier, 224 px`.
    package var title: String
    /// The number of rows: one for every image of the split.
    package var rows: Int
    /// The number of features in a row.
    package var width: Int
    /// The element type in the file: single or half precision.
    package var type: ElementType

    /// - Precondition: `rows` and `width` are above 0; `type` is `float32` or `float16`.
    package init(title: String, rows: Int, width: Int, type: ElementType = .float32) {
        precondition(rows > 0 && width > 0, "features of shape [\(rows), \(width)]")
        precondition(type == .float32 || type == .float16, "features as \(type.rawValue)")
        self.title = title
        self.rows = rows
        self.width = width
        self.type = type
    }

    /// The size of all rows, in bytes.
    package var byteCount: Int { rows * width * type.size }
}
