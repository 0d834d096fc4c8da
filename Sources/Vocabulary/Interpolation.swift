/// The filter of a resizing, antialiased: it widens with the reduction. Named as in torchvision's
/// `InterpolationMode`.
package enum Interpolation: String, Sendable, Hashable, CaseIterable {
    /// A triangle.
    case bilinear
    /// Keys' cubic with a = -0.5.
    case bicubic
    /// A sinc windowed by a wider one, three lobes.
    case lanczos
}
