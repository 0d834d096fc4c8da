import Foundation

/// A small study whose images can have several labels: drawn images, their table and the study file
/// of two seeds. Two labels can be seen; the third one is positive for no validation image.
package enum LabelStudy {
    /// The names of the labels.
    package static let labels = ["bright", "right side", "rare"]
    /// The numbers of the test images, two of each patient.
    package static let testImages = [16, 17, 18, 19, 36, 37, 38, 39, 56, 57, 58, 59]
    /// The number of images.
    private static let count = 60
    private static let (width, height) = (20, 16)

    /// Writes `study.json`, `labels.csv` and the images into a folder.
    package static func write(to folder: String) throws {
        try FileManager.default.createDirectory(
            atPath: "\(folder)/images", withIntermediateDirectories: true)
        var table = "file,\(labels.joined(separator: ",")),split,who\n"
        for number in 0..<count {
            let split = ["train", "train", "train", "val", "test"][number / 4 % 5]
            let (isBright, isRight) = (number % 2 == 0, number / 2 % 2 == 0)
            let isRare = split != "val" && number % 3 == 0
            try bitmap(number, isBright: isBright, isRight: isRight).write(
                to: URL(fileURLWithPath: "\(folder)/images/\(number).bmp"))
            let states = [isBright, isRight, isRare].map { $0 ? "1" : "0" }
            table += "\(number).bmp,\(states.joined(separator: ",")),\(split),p\(number / 2)\n"
        }
        try Data(table.utf8).write(to: URL(fileURLWithPath: "\(folder)/labels.csv"))
        try Data(study.utf8).write(to: URL(fileURLWithPath: "\(folder)/study.json"))
    }

    /// An image as a Windows bitmap with 24 bits per pixel, whose rows of 60 bytes need no padding.
    private static func bitmap(_ number: Int, isBright: Bool, isRight: Bool) -> Data {
        func little(_ value: Int, _ bytes: Int) -> [UInt8] {
            (0..<bytes).map { UInt8(value >> (8 * $0) & 0xFF) }
        }
        let pixels = (0..<width * height).flatMap { pixel -> [UInt8] in
            let noise = (pixel * 7 + number * 13) % 40
            let spot = isRight == (pixel % width >= width / 2) ? 70 : 0
            return [UInt8](repeating: UInt8((isBright ? 110 : 20) + spot + noise), count: 3)
        }
        // The size and the start of the pixels; the size of this part of the header, the image, one
        // plane of 24 bits without compression.
        let fields: [(value: Int, bytes: Int)] = [
            (54 + pixels.count, 4), (0, 4), (54, 4), (40, 4), (width, 4), (height, 4), (1, 2),
            (24, 2), (0, 4), (pixels.count, 4), (0, 16),
        ]
        let header = fields.flatMap { little($0.value, $0.bytes) }
        return Data("BM".utf8) + Data(header) + Data(pixels)
    }

    private static let study = """
        {
          "name": "labels",
          "dataset": {
            "path": "images", "resize": 16, "crop": 16, "task": "multilabel",
            "table": { "path": "labels.csv", "image": "file", "split": "split", "group": "who",
                       "labels": { "columns": ["bright", "right side", "rare"] } }
          },
          "training": { "epochs": 4, "batchSize": 8, "threads": 1,
                        "optimizer": { "kind": "adam", "learningRate": 0.01 } },
          "network": { "kind": "cnn4", "channels": 8 },
          "sweep": { "seed": [1, 2] }
        }
        """
}
