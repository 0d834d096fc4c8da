import Images

/// The appearance of an image at a low resolution, so that copies in another size, compression or
/// brightness are found.
package struct Look: Sendable, Hashable {
    /// The perceptual hash of the image.
    package let hash: PerceptualHash
    /// The luminance on a 32 x 32 grid, rounded.
    let thumbnail: [UInt8]
    /// The mean luminance, 0 to 255.
    let brightness: Double

    init(_ image: RGBImage) {
        let luminance = PerceptualHash.thumbnail(image)
        hash = PerceptualHash(thumbnail: luminance)
        brightness = luminance.reduce(0, +) / Double(luminance.count)
        thumbnail = luminance.map { UInt8(min(255, max(0, $0.rounded()))) }
    }

    /// Creates the appearance of stored parts.
    /// - Parameter thumbnail: the luminance, `[32, 32]`.
    init(hash: PerceptualHash, brightness: Double, thumbnail: [UInt8]) {
        (self.hash, self.brightness, self.thumbnail) = (hash, brightness, thumbnail)
    }

    /// The largest difference between perceptual hashes, in bits, of images that look the same.
    /// In a test with 150 chest X-rays that were halved in size, made brighter by a fifth or saved
    /// with quality 40, all copies were within 6 bits and above the correlation; of all pairs of
    /// the data set's 5,856 images, none was.
    package static let distance = 6
    /// The minimum correlation of the luminance on the grid. Chest X-rays are similar to each
    /// other, and with hashes alone hundreds of pairs of different patients would count as the
    /// same.
    package static let correlation = 0.98

    /// True if two images look the same.
    /// - Parameter distance: the largest difference between perceptual hashes, in bits.
    package func isSame(as other: Look, distance: Int = Look.distance) -> Bool {
        hash.distance(to: other.hash) <= distance
            && Self.correlation(thumbnail, other.thumbnail) >= Self.correlation
    }

    /// True for an image without structure, which looks like every other such image.
    private var isUniform: Bool { Set(thumbnail).count <= 1 }

    /// The images that look like one of others; uniform images look like nothing.
    /// - Parameters:
    ///   - looks: the looks of the images, `[N]`; nil entries look like nothing.
    ///   - others: the looks of the others, `[M]`.
    /// - Returns: the number of each such image, and of the first other that looks the same.
    package static func matches(
        _ looks: [Look?], in others: [Look?]
    ) -> [(image: Int, other: Int)] {
        Parallel.map(count: looks.count) { image -> (image: Int, other: Int)? in
            guard let look = looks[image], !look.isUniform else { return nil }
            return others.firstIndex { $0.map { look.isSame(as: $0) } ?? false }
                .map { (image, $0) }
        }.compactMap { $0 }
    }

    /// Pearson's correlation coefficient; 1 for two uniform images.
    private static func correlation(_ a: [UInt8], _ b: [UInt8]) -> Double {
        func centered(_ values: [UInt8]) -> [Double] {
            let mean = Double(values.reduce(0) { $0 + Int($1) }) / Double(values.count)
            return values.map { Double($0) - mean }
        }
        let (x, y) = (centered(a), centered(b))
        func product(_ a: [Double], _ b: [Double]) -> Double {
            zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
        }
        let scale = (product(x, x) * product(y, y)).squareRoot()
        return scale > 0 ? product(x, y) / scale : product(x, x) == product(y, y) ? 1 : 0
    }
}
