package import Files
package import Images

/// The sizes of images as their headers give them; no image is decoded.
package struct ImageSizes: Sendable {
    /// The size of each image whose header can be read.
    package let sizes: [ImageSize]

    package init(_ sizes: [ImageSize]) { self.sizes = sizes }

    /// Reads the headers of images on all cores; images without a readable header are left out.
    package init(of samples: [Sample], in dataset: Dataset) {
        sizes = Parallel.map(count: samples.count) { Self.size(at: dataset.path(samples[$0])) }
            .compactMap { $0 }
    }

    /// The median of the widths and that of the heights, in pixels; nil without images.
    package var median: ImageSize? {
        guard let width = median(\.width), let height = median(\.height) else { return nil }
        return ImageSize(width: width, height: height)
    }

    /// The median of the shorter sides, in pixels; nil without images.
    package var medianShorterSide: Int? { median { min($0.width, $0.height) } }

    /// Whether all images have one size.
    package var areEqual: Bool { Set(sizes).count == 1 }

    private func median(_ value: (ImageSize) -> Int) -> Int? {
        sizes.isEmpty ? nil : sizes.map(value).sorted()[sizes.count / 2]
    }

    /// Bytes that hold the headers of almost all files; a file with a long comment is read whole.
    private static let headerBytes = 1 << 16

    /// The size of an image as its header gives it; nil if the header cannot be read.
    package static func size(at path: FilePath) -> ImageSize? {
        func size(_ bytes: [UInt8]) -> ImageSize? {
            bytes.withUnsafeBytes { try? ImageHeader($0).size }
        }
        guard let start = try? SmallFile.start(of: path, count: headerBytes) else { return nil }
        if let size = size(start) { return size }
        guard start.count == headerBytes else { return nil }
        return (try? OpenFile(path: path).contents()).flatMap(size)
    }
}
