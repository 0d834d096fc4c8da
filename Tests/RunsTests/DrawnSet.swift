import Foundation
import Images

/// A data set of small gray images in a folder; images of different numbers differ.
struct DrawnSet {
    let root: String

    /// Writes an image with its folders.
    /// - Parameter path: relative to the data set, such as `train/A/1.jpeg`.
    func write(_ path: String, number: Int, width: Int = 20, height: Int = 16) throws {
        let pixels = (0..<width * height).map {
            UInt8(($0 % width * (3 + number % 5) + $0 / width * (number / 5) + number) % 256)
        }
        try write(
            JPEG.encode(gray: pixels, width: width, height: height, quality: 95), path)
    }

    /// Writes a file with its folders.
    func write(_ data: Data, _ path: String) throws {
        let url = URL(fileURLWithPath: "\(root)/\(path)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Writes so many images of each class of a split.
    /// - Parameter name: the file name of an image by its number, which is unique in the set.
    func write(
        _ split: String, _ counts: [String: Int], width: Int = 20, height: Int = 16,
        name: (Int) -> String = { "\($0).jpeg" }
    ) throws {
        let base = ["train": 0, "val": 10_000, "test": 20_000][split] ?? 30_000
        var number = base
        for (label, count) in counts.sorted(by: { $0.key < $1.key }) {
            for _ in 0..<count {
                try write(
                    "\(split)/\(label)/\(name(number))", number: number, width: width,
                    height: height)
                number += 1
            }
        }
    }
}
