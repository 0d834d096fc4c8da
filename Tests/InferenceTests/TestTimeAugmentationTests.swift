import Inference
import Testing
import Vocabulary

/// The transformed images of test-time augmentation.
struct TestTimeAugmentationTests {
    /// What NumPy gives for `numpy.arange(9).reshape(3, 3)`: `fliplr`, `flipud` and `rot90` with
    /// k = 1, 2 and 3.
    private static let expected: [(TestTimeAugmentation, [Float])] = [
        (.horizontalFlip, [2, 1, 0, 5, 4, 3, 8, 7, 6]),
        (.verticalFlip, [6, 7, 8, 3, 4, 5, 0, 1, 2]),
        (.rotate90, [2, 5, 8, 1, 4, 7, 0, 3, 6]),
        (.rotate180, [8, 7, 6, 5, 4, 3, 2, 1, 0]),
        (.rotate270, [6, 3, 0, 7, 4, 1, 8, 5, 2]),
    ]

    @Test(arguments: expected)
    func channelsAreTransformedAlike(_ kind: TestTimeAugmentation, _ plane: [Float]) {
        let values = (0..<9).map { Float($0) }
        let image = values + values.map { $0 + 100 }
        #expect(kind.apply(to: image, side: 3) == plane + plane.map { $0 + 100 })
    }

    @Test(arguments: TestTimeAugmentation.allCases)
    func fourTimesIsTheImageItself(_ kind: TestTimeAugmentation) {
        let image = (0..<2 * 25).map { Float($0) }
        let again = (0..<4).reduce(image) { values, _ in kind.apply(to: values, side: 5) }
        #expect(again == image)
        #expect(kind.apply(to: image, side: 5) != image)
    }
}
