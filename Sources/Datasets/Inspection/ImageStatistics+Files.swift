package import Files
import Images
package import Vocabulary

extension ImageStatistics {
    /// The largest number of images that are looked at, a few seconds of decoding.
    private static let mostImages = 500
    /// The side of the square that an image is resized and cropped to, in pixels.
    private static let side = 64

    /// Looks at the images in files, or at 500 of them spread evenly; those that cannot be read are
    /// left out.
    /// - Parameter progress: called on the calling thread with the number of images looked at, and
    ///   their total; its error is thrown.
    /// - Returns: nil if no image can be read.
    package init?(
        of files: [FilePath], progress: (Int, Int) throws -> Void = { _, _ in }
    ) rethrows {
        let count = min(files.count, Self.mostImages)
        let chosen = (0..<count).map { files[$0 * files.count / count] }
        let transform = EvaluationTransform(resize: Self.side, crop: Self.side)
        typealias Look = (size: ImageSize, mean: Double, sd: Double)
        func look(_ file: FilePath) -> Look? {
            guard let raster = try? Raster(.file(file)) else { return nil }
            let pixels = transform.apply(raster).pixels.map { Double($0) / 255 }
            let mean = pixels.reduce(0, +) / Double(pixels.count)
            let squares = pixels.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
            let size = ImageSize(width: raster.width, height: raster.height)
            return (size, mean, (squares / Double(pixels.count)).squareRoot())
        }
        var looks: [Look] = []
        for start in stride(from: 0, to: count, by: Parallel.chunk) {
            let part = min(Parallel.chunk, count - start)
            looks += Parallel.map(count: part) { look(chosen[start + $0]) }.compactMap { $0 }
            try progress(start + part, count)
        }
        guard let median = ImageSizes(looks.map(\.size)).median else { return nil }
        let total = Double(looks.count)
        let brightness = looks.reduce(0) { $0 + $1.mean } / total
        let squares = looks.reduce(0) { $0 + ($1.mean - brightness) * ($1.mean - brightness) }
        self.init(
            images: looks.count, width: median.width, height: median.height,
            brightness: brightness, brightnessSD: (squares / total).squareRoot(),
            contrast: looks.reduce(0) { $0 + $1.sd } / total)
    }
}
