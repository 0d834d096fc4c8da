import Foundation

/// Copies images, `[planes, height, width]`, into the middle of larger ones with zeros around.
struct PadKernel {
    /// Images times channels.
    let planes: Int
    let height: Int
    let width: Int
    let padding: Int
    let threads: Int

    func run(_ x: UnsafePointer<Float>, _ y: UnsafeMutablePointer<Float>) {
        let across = width + 2 * padding
        let (plane, size) = ((height + 2 * padding) * across, MemoryLayout<Float>.stride)
        Parallel.forEach(planes, grain: 1, threads: threads) { items in
            for item in items {
                let (source, target) = (x + item * height * width, y + item * plane)
                memset(target, 0, plane * size)
                for row in 0..<height {
                    memcpy(
                        target + (padding + row) * across + padding, source + row * width,
                        width * size)
                }
            }
        }
    }
}
