/// The filter used to resize an image, with antialiasing: its support grows with the reduction. The
/// names are those of torchvision's `InterpolationMode`.
package enum Interpolation: String, Sendable, Hashable, CaseIterable {
    /// A triangle filter.
    case bilinear
    /// Keys' cubic filter with a = -0.5.
    case bicubic
    /// A Lanczos filter: a sinc windowed by a wider sinc, with three lobes.
    case lanczos
}
