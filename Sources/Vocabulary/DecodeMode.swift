/// The way in which a JPEG is decoded.
package enum DecodeMode: String, Sendable, Hashable, CaseIterable {
    /// Every pixel at full size; the result is identical to torchvision's.
    case exact
    /// A JPEG at 1/2, 1/4 or 1/8 of its size, if the resized image is not larger than that, and
    /// without the rows below the crop; the result is then resized as usual. Pixels differ from the
    /// exact ones by a few levels.
    case fast
}
