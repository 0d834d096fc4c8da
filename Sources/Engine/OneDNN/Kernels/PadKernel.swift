import Foundation

/// Copies images, `[channels, height, width]`, into the center of larger ones and fills the border
/// with zeros.
struct PadKernel {
    /// The number of images times the number of channels.
    let channels: Int
    let height: Int
    let width: Int
    let padding: Int
    let threads: Int

    func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        let across = width + 2 * padding
        let (size, bytesPerFloat) = ((height + 2 * padding) * across, MemoryLayout<Float>.stride)
        Parallel.forEach(channels, grain: 1, threads: threads) { items in
            for item in items {
                let (source, target) = (x + item * height * width, y + item * size)
                memset(target, 0, size * bytesPerFloat)
                for row in 0..<height {
                    memcpy(
                        target + (padding + row) * across + padding, source + row * width,
                        width * bytesPerFloat)
                }
            }
        }
    }
}
