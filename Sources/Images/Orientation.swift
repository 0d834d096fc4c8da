extension DecodedPixels {
    /// The image after the rotation and flip that its metadata ask for: Pillow's `exif_transpose`.
    /// The orientation of the result is 1.
    var upright: DecodedPixels {
        let orientation = properties.orientation
        guard orientation != 1 else { return self }
        var upright = self
        switch self {
        case .levels(var raster):
            (raster.pixels, raster.width, raster.height) =
                Turned(raster.pixels, raster.width, raster.height, raster.channels, orientation)
                .parts
            raster.original = ImageSize(width: raster.width, height: raster.height)
            upright = .levels(raster)
        case .values(var raster):
            (raster.samples, raster.width, raster.height) =
                Turned(raster.samples, raster.width, raster.height, raster.channels, orientation)
                .parts
            upright = .values(raster)
        }
        upright.properties.orientation = 1
        return upright
    }
}

/// Pixels after the rotation and flip of an EXIF orientation.
private struct Turned<Sample> {
    /// The samples, `[height, width, channels]`, the width and the height.
    let parts: (samples: [Sample], width: Int, height: Int)

    /// - Parameters:
    ///   - samples: `[height, width, channels]`.
    ///   - orientation: 2 to 8; from 5 on, rows become columns.
    init(_ samples: [Sample], _ width: Int, _ height: Int, _ channels: Int, _ orientation: Int) {
        let isTransposed = orientation > 4
        let (newWidth, newHeight) = isTransposed ? (height, width) : (width, height)
        // The corner of the original that becomes the upper left one, and the steps from it.
        let fromRight = [2, 3, 7, 8].contains(orientation)
        let fromBottom = [3, 4, 6, 7].contains(orientation)
        let step = (x: fromRight ? -1 : 1, y: fromBottom ? -width : width)
        let first = (fromRight ? width - 1 : 0) + (fromBottom ? (height - 1) * width : 0)
        let (across, down) = isTransposed ? (step.y, step.x) : (step.x, step.y)
        var turned: [Sample] = []
        turned.reserveCapacity(samples.count)
        for row in 0..<newHeight {
            for column in 0..<newWidth {
                let source = (first + row * down + column * across) * channels
                for channel in 0..<channels { turned.append(samples[source + channel]) }
            }
        }
        parts = (turned, newWidth, newHeight)
    }
}
