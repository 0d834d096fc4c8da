package import Foundation

/// An uncompressed gray TIFF file of 16 bits per sample.
package struct TIFFFixture {
    /// The number of columns.
    package var width: Int
    /// The samples, row after row.
    package var samples: [UInt16]
    /// The orientation tag, 1 to 8.
    package var orientation = 1

    /// - Parameter samples: whole rows of `width` samples.
    package init(width: Int, samples: [UInt16], orientation: Int = 1) {
        (self.width, self.samples, self.orientation) = (width, samples, orientation)
    }

    /// The content of the file.
    package var data: Data {
        func bytes(_ value: Int, _ count: Int) -> [UInt8] {
            (0..<count).map { UInt8(truncatingIfNeeded: value >> (8 * $0)) }
        }
        let height = samples.count / width
        // Tag and value: size, bits, no compression, 0 is black, start, orientation, rows and bytes
        // of the only strip.
        var tags = [
            (256, width), (257, height), (258, 16), (259, 1), (262, 1), (273, 0),
            (274, orientation), (278, height), (279, 2 * samples.count),
        ]
        let start = 8 + 2 + 12 * tags.count + 4
        tags[5].1 = start
        var file = Array("II".utf8) + bytes(42, 2) + bytes(8, 4) + bytes(tags.count, 2)
        for (tag, value) in tags {
            file += bytes(tag, 2) + bytes(4, 2) + bytes(1, 4) + bytes(value, 4)
        }
        file += bytes(0, 4)
        return Data(file + samples.flatMap { bytes(Int($0), 2) })
    }
}
