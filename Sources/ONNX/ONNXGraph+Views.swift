import Vocabulary

extension ONNXGraph {
    /// Adds the transformed images of test-time augmentation.
    /// - Parameters:
    ///   - images: the images, `[N, 3, S, S]`.
    ///   - side: the side S.
    /// - Returns: the V views of all images as one batch, first the images themselves, `[V N, 3, S,
    ///   S]`; the images without augmentation.
    mutating func addViews(
        of images: String, side: Int, _ augmentation: [TestTimeAugmentation]
    ) -> String {
        guard !augmentation.isEmpty else { return images }
        let views = augmentation.map { add($0, images, side) }
        return add("Concat", "views", [images] + views, "views", [Self.attribute("axis", 0)])
    }

    /// Adds a transformed image. With T as the transposed image, a quarter turn counterclockwise is
    /// T with its rows in reverse order, and one clockwise is T with its columns in reverse order.
    private mutating func add(
        _ transform: TestTimeAugmentation, _ images: String, _ side: Int
    ) -> String {
        let name = transform.rawValue
        switch transform {
        case .horizontalFlip: return addReversal(of: images, axes: [3], side, name)
        case .verticalFlip: return addReversal(of: images, axes: [2], side, name)
        case .rotate180: return addReversal(of: images, axes: [2, 3], side, name)
        case .rotate90, .rotate270:
            let transposed = add(
                "Transpose", name, [images], "\(name).transposed",
                [Self.attribute("perm", [0, 1, 3, 2])])
            let axis = transform == .rotate90 ? 2 : 3
            return addReversal(of: transposed, axes: [axis], side, name)
        }
    }

    /// Adds the images with reversed rows (axis 2) or columns (axis 3).
    private mutating func addReversal(
        of images: String, axes: [Int], _ side: Int, _ name: String
    ) -> String {
        let backwards = axes.map { _ in -1 }
        return add(
            "Slice", name,
            [
                images, add(constant: "\(name).starts", backwards),
                // The end is exclusive: the index before the first one.
                add(constant: "\(name).ends", axes.map { _ in -side - 1 }),
                add(constant: "\(name).axes", axes), add(constant: "\(name).steps", backwards),
            ], name)
    }
}
