import Files
import Foundation
import Images

/// The part of a decoded file that holds what the images' files say and their pixels do not show: a
/// line `index code` for each image with something to say.
enum DecodedFacts {
    /// - Parameter facts: by the index of the image among the file's.
    static func data(_ facts: [Int: ImageFacts]) -> Data {
        let lines = facts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value.code)\n" }
        return Data(lines.joined().utf8)
    }

    /// - Returns: nil for what `data` does not write.
    static func parse(_ data: Data, count: Int) -> [Int: ImageFacts]? {
        var facts: [Int: ImageFacts] = [:]
        for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
            let parts = line.split(separator: " ", maxSplits: 1)
            guard parts.count == 2, let index = Int(parts[0]), (0..<count).contains(index),
                let known = ImageFacts(code: parts[1])
            else { return nil }
            facts[index] = known
        }
        return facts
    }
}
