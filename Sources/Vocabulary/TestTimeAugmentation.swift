/// A transformation of an image for test-time augmentation: a model then predicts the mean of the
/// probabilities of the image itself and of each transformed image. All are exact permutations of
/// the pixels of the square input, so predictions stay deterministic.
package enum TestTimeAugmentation: String, Sendable, CaseIterable, Hashable {
    /// Left and right exchanged.
    case horizontalFlip
    /// Top and bottom exchanged.
    case verticalFlip
    /// A quarter turn counterclockwise.
    case rotate90
    /// A half turn.
    case rotate180
    /// A quarter turn clockwise.
    case rotate270
}
