import Foundation
import Images

import Datasets
import Vocabulary

/// A folder that is removed at the end of the test.
final class TemporaryFolder {
    let path: String

    init() throws {
        path = NSTemporaryDirectory() + "datasets-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    }

    deinit { try? FileManager.default.removeItem(atPath: path) }

    /// Writes a file and creates its parent folders.
    func write(_ data: Data, _ name: String) throws {
        let url = URL(fileURLWithPath: "\(path)/\(name)")
        try FileManager.default.createDirectory(
            at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
        try data.write(to: url)
    }

    /// Writes files that contain their names.
    func touch(_ names: String...) throws {
        for name in names { try write(Data(name.utf8), name) }
    }

    /// Writes a gray JPEG whose values depend on `tone`.
    func writeImage(_ name: String, tone: Int, width: Int = 20, height: Int = 16) throws {
        let pixels = (0..<width * height).map { UInt8(($0 % width * 3 + tone * 7) % 256) }
        try write(
            JPEG.encode(gray: pixels, width: width, height: height, quality: 90), name)
    }

    /// Writes a data set with `perClass` images in each of two classes of train, and one of each in
    /// val.
    func writeSet(perClass: Int) throws {
        for (label, name) in ["A", "B"].enumerated() {
            for number in 0..<perClass {
                try writeImage("set/train/\(name)/\(number).jpeg", tone: 2 * number + label)
            }
            try writeImage("set/val/\(name)/v.jpeg", tone: 90 + label)
        }
    }

    /// The training images of a data set with 24 images.
    func training(resize: Int, crop: Int) throws -> DecodedSplit {
        try writeSet(perClass: 12)
        return try DecodedSplit(
            dataset, .train, transform: EvaluationTransform(resize: resize, crop: crop),
            cacheFolder: cache)
    }

    var dataset: Dataset { get throws { try Dataset(root: path + "/set") } }
    var cache: String { path + "/cache" }
}

extension TemporaryFolder {
    /// Writes an uncompressed gray PNG with 16 bits per sample, two pixels wide.
    func writeDeepImage(_ path: String, values: [UInt16]) throws {
        var raw: [UInt8] = []
        for row in stride(from: 0, to: values.count, by: 2) {
            raw.append(0)
            for value in values[row..<row + 2] { raw += [UInt8(value >> 8), UInt8(value & 255)] }
        }
        func word(_ value: Int) -> [UInt8] {
            [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: value >> $0) }
        }
        func chunk(_ name: String, _ content: [UInt8]) -> [UInt8] {
            let body = Array(name.utf8) + content
            var crc = ~UInt32(0)
            for byte in body {
                crc ^= UInt32(byte)
                for _ in 0..<8 { crc = crc >> 1 ^ (crc & 1 == 1 ? 0xEDB8_8320 : 0) }
            }
            return word(content.count) + body + word(Int(~crc))
        }
        var (a, b) = (1, 0)
        for byte in raw {
            a = (a + Int(byte)) % 65521
            b = (b + a) % 65521
        }
        let length = [UInt8(raw.count & 255), UInt8(raw.count >> 8)]
        let stored = [0x78, 0x01, 1] + length + length.map { ~$0 } + raw + word(b << 16 | a)
        let header = word(2) + word(values.count / 2) + [16, 0, 0, 0, 0]
        let file =
            [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A] + chunk("IHDR", header)
            + chunk("IDAT", stored) + chunk("IEND", [])
        try Data(file).write(to: URL(fileURLWithPath: path))
    }
}
