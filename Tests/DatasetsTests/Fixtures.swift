import Foundation
import Images

import Datasets

/// A folder that is gone when the test is over.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "datasets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file with its folders.
    func write(_ data: Data, _ name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Writes files that hold their names.
    func touch(_ names: String...) throws {
        for name in names { try write(Data(name.utf8), name) }
    }

    /// A gray JPEG whose values depend on `tone`.
    func writeImage(_ name: String, tone: Int, width: Int = 20, height: Int = 16) throws {
        let pixels = (0..<width * height).map { UInt8(($0 % width * 3 + tone * 7) % 256) }
        try write(
            JPEG.encode(gray: pixels, width: width, height: height, quality: 90), name)
    }

    /// A set of `perClass` images in each of two classes of train, and one of each in val.
    func writeSet(perClass: Int) throws {
        for (label, name) in ["A", "B"].enumerated() {
            for number in 0..<perClass {
                try writeImage("set/train/\(name)/\(number).jpeg", tone: 2 * number + label)
            }
            try writeImage("set/val/\(name)/v.jpeg", tone: 90 + label)
        }
    }

    /// The training images of a set of 24.
    func training(resize: Int, crop: Int) throws -> DecodedSplit {
        try writeSet(perClass: 12)
        return try DecodedSplit(
            dataset, .train, transform: EvaluationTransform(resize: resize, crop: crop),
            cacheFolder: cache)
    }

    var dataset: Dataset { get throws { try Dataset(root: path + "/set") } }
    var cache: String { path + "/cache" }
}
