package import Vocabulary

extension TestTimeAugmentation {
    /// The transformed image.
    /// - Parameter values: a square image, `[channels, side, side]`.
    package func apply(to values: [Float], side: Int) -> [Float] {
        let last = side - 1
        /// The row and column of the image from which a pixel of the transformed image is taken.
        let source: (Int, Int) -> (Int, Int) =
            switch self {
            case .horizontalFlip: { ($0, last - $1) }
            case .verticalFlip: { (last - $0, $1) }
            case .rotate90: { ($1, last - $0) }
            case .rotate180: { (last - $0, last - $1) }
            case .rotate270: { (last - $1, $0) }
            }
        let area = side * side
        return [Float](unsafeUninitializedCapacity: values.count) { buffer, count in
            for row in 0..<side {
                for column in 0..<side {
                    let (y, x) = source(row, column)
                    for plane in stride(from: 0, to: values.count, by: area) {
                        buffer[plane + row * side + column] = values[plane + y * side + x]
                    }
                }
            }
            count = values.count
        }
    }
}
