package import Weights

/// What the header of a file of features says: for people, and for checks.
package struct FeatureRequest: Sendable, Hashable {
    /// What made the features, such as `vgg16 up to classifier, 224 px`.
    package var title: String
    /// One for every image of the split.
    package var rows: Int
    /// Values of a row.
    package var width: Int
    /// How values are stored: in single or half precision.
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

    /// Bytes of all rows.
    package var byteCount: Int { rows * width * type.size }
}
