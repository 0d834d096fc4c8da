internal import CKernels

/// SiLU of `z = scale * x + shift` for the elements of a block, by loops that use the widest
/// instructions of the processor.
enum SiLU {
    /// The number of elements that are processed at once, so that they stay in the cache.
    static let chunk = 128 * Vector.scalarCount

    /// Writes the function to `y`.
    static func values<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ scale: Vector, _ shift: Vector, count: Int,
        _ y: UnsafeMutablePointer<Element>
    ) {
        withConstants(scale, shift) { scale, shift in
            if Element.self == Float.self {
                return study_silu(
                    UnsafeRawPointer(x).assumingMemoryBound(to: Float.self), scale, shift, count,
                    UnsafeMutableRawPointer(y).assumingMemoryBound(to: Float.self))
            }
            withChunk { buffer in
                for first in stride(from: 0, to: count, by: chunk) {
                    let size = min(chunk, count - first)
                    copy(x + first, to: buffer, size)
                    study_silu(buffer, scale, shift, size, buffer)
                    let y = y + first
                    forEachVector(size) { offset, width in
                        Vector.load(buffer + offset, width).store(y + offset, width)
                    }
                }
            }
        }
    }

    /// Writes the derivative with respect to `z`, for at most `chunk` elements.
    static func derivatives<Element: KernelElement>(
        _ x: UnsafePointer<Element>, _ scale: Vector, _ shift: Vector, count: Int,
        _ result: UnsafeMutablePointer<Float>
    ) {
        withConstants(scale, shift) { scale, shift in
            if Element.self == Float.self {
                study_silu_derivative(
                    UnsafeRawPointer(x).assumingMemoryBound(to: Float.self), scale, shift, count,
                    result)
            } else {
                copy(x, to: result, count)
                study_silu_derivative(result, scale, shift, count, result)
            }
        }
    }

    /// Calls `body` with memory for `chunk` values.
    static func withChunk(_ body: (UnsafeMutablePointer<Float>) -> Void) {
        withUnsafeTemporaryAllocation(of: Float.self, capacity: chunk) { buffer in
            if let base = buffer.baseAddress { body(base) }
        }
    }

    private static func copy<Element: KernelElement>(
        _ x: UnsafePointer<Element>, to buffer: UnsafeMutablePointer<Float>, _ count: Int
    ) {
        forEachVector(count) { offset, width in
            Vector.load(x + offset, width).store(buffer + offset, width)
        }
    }

    private static func withConstants(
        _ scale: Vector, _ shift: Vector,
        _ body: (UnsafePointer<Float>, UnsafePointer<Float>) -> Void
    ) {
        withUnsafeBytes(of: scale) { scale in
            withUnsafeBytes(of: shift) { shift in
                guard let scale = scale.baseAddress, let shift = shift.baseAddress else { return }
                body(
                    scale.assumingMemoryBound(to: Float.self),
                    shift.assumingMemoryBound(to: Float.self))
            }
        }
    }
}
