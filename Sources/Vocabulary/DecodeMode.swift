/// How much of a JPEG is decoded.
package enum DecodeMode: String, Sendable, Hashable, CaseIterable {
    /// Every pixel, so that the result is torchvision's to the last bit.
    case exact
    /// A JPEG at a half, quarter or eighth of its size, if the resized picture is not larger, and
    /// without the rows below the crop; then resized as always. Pixels differ by a few levels from
    /// the exact ones.
    case fast
}
