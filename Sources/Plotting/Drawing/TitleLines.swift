import Foundation
import Terminal

/// The lines of the titles above small plots, which break between the parts of a title.
enum TitleLines {
    /// The separator of the parts of a title, such as `vgg16 / cosine`.
    private static let separator = " / "

    /// The lines of each title for a number of characters in a line. A part that is too long is
    /// shortened; parts that differ stay different.
    /// - Parameter details: a text at the end of each title that is never shortened, such as a
    ///   value; may be empty.
    static func wrapped(
        _ titles: [String], details: [String] = [], to limit: Int
    ) -> [[String]] {
        let parts = titles.map { $0.components(separatedBy: separator) }
        let different = Array(Set(parts.joined())).sorted()
        // A line after the first one begins with the separator.
        let short = Dictionary(
            uniqueKeysWithValues: zip(
                different, ShortNames.fitted(different, to: max(6, limit - 2))))
        return parts.enumerated().map { index, parts in
            let detail = details.indices.contains(index) ? details[index] : ""
            var lines: [String] = []
            for (number, part) in parts.map({ short[$0] ?? $0 }).enumerated() {
                guard let last = lines.last else {
                    lines = [part]
                    continue
                }
                let joined = last + separator + part
                let isLast = number == parts.count - 1
                if joined.count + (isLast ? detail.count : 0) <= limit {
                    lines[lines.count - 1] = joined
                } else {
                    lines.append("/ " + part)
                }
            }
            if !detail.isEmpty {
                let last = lines.last ?? ""
                if last.count + detail.count <= limit {
                    lines = lines.dropLast() + [last + detail]
                } else {
                    lines.append(String(detail.drop { $0 == " " }))
                }
            }
            return lines.filter { !$0.isEmpty }
        }
    }
}
