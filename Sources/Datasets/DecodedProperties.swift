import Files
import Foundation
import Images

/// The part of a decoded file with the properties of image files that are not visible in the
/// pixels: a line `index code` for each image that has some.
enum DecodedProperties {
    /// - Parameter properties: the properties by the index of the image in the file.
    static func data(_ properties: [Int: ImageProperties]) -> Data {
        let lines = properties.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.code)\n" }
        return Data(lines.joined().utf8)
    }

    /// - Returns: nil if the data are malformed.
    static func parse(_ data: Data, count: Int) -> [Int: ImageProperties]? {
        var properties: [Int: ImageProperties] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let index = Int(parts[0]), (0..<count).contains(index),
                let known = ImageProperties(code: parts[1])
            else { return nil }
            properties[index] = known
        }
        return properties
    }
}
