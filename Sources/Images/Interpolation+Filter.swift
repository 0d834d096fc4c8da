import Foundation
import Vocabulary

extension Interpolation {
    /// The radius of the filter, in pixels of the smaller image; the filter is zero at this
    /// distance and beyond.
    var support: Double {
        switch self {
        case .bilinear: 1
        case .bicubic: 2
        case .lanczos: 3
        }
    }

    /// The filter at distance `x`, before the weights of a position are normalized to a sum of 1.
    /// The formulas and their order are those of Pillow's `Resample.c`, so results are identical.
    package func weight(_ x: Double) -> Double {
        switch self {
        case .bilinear: return max(0, 1 - abs(x))
        case .bicubic:
            let (a, x) = (-0.5, abs(x))
            if x < 1 { return ((a + 2) * x - (a + 3)) * x * x + 1 }
            return x < 2 ? (((x - 5) * x + 8) * x - 4) * a : 0
        case .lanczos:
            return x >= -3 && x < 3 ? Self.sinc(x) * Self.sinc(x / 3) : 0
        }
    }

    private static func sinc(_ x: Double) -> Double {
        x == 0 ? 1 : sin(x * .pi) / (x * .pi)
    }
}
