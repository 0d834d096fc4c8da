import Foundation

/// What of a file's name says which group, such as a patient, it belongs to.
package struct GroupPattern: Sendable, Hashable {
    /// As people write it: the name of a known pattern, or a regular expression.
    package let name: String
    /// In the syntax of ICU.
    package let expression: String

    /// The patterns that have a name.
    ///
    /// `chest-xray`: of the set that Kaggle calls chest-xray-pneumonia, and of phantoms. A patient is a kind of
    /// pneumonia with a number (person1_bacteria is not person1_virus), or a series with a number.
    /// `imported`: of sets that `study data import` made from a CSV file with groups.
    package static let known = [
        GroupPattern(
            name: "chest-xray",
            expression: #"^(person\d+_(?:bacteria|virus)|(?:NORMAL2-)?IM-\d+)[-_]"#),
        GroupPattern(name: "imported", expression: #"^(.+?)__"#),
    ]

    static var knownNames: String { known.map { "'\($0.name)'" }.joined(separator: ", ") }

    private init(name: String, expression: String) {
        self.name = name
        self.expression = expression
    }

    /// - Parameter text: the name of a known pattern, or a regular expression with a capture group.
    /// - Throws: `SplitError.badPattern`.
    package init(_ text: String) throws {
        if let known = Self.known.first(where: { $0.name == text }) {
            self = known
            return
        }
        let expression: NSRegularExpression
        do { expression = try NSRegularExpression(pattern: text) } catch {
            throw SplitError.badPattern(text, reason: "it is no regular expression")
        }
        guard expression.numberOfCaptureGroups > 0 else {
            throw SplitError.badPattern(text, reason: "it has no capture group")
        }
        self.init(name: text, expression: text)
    }

    /// The known pattern that fits the names of all files; nil when there is none.
    package static func recognized(_ paths: [String]) -> GroupPattern? {
        paths.isEmpty ? nil : known.first { !$0.groups(of: paths).contains(nil) }
    }

    /// What the first capture group that takes part holds of the file name of each path; nil where there is no match or
    /// it is empty.
    package func groups(of paths: [String]) -> [String?] {
        guard let expression = try? NSRegularExpression(pattern: expression) else {
            return paths.map { _ in nil }
        }
        return paths.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let whole = NSRange(name.startIndex..., in: name)
            guard let match = expression.firstMatch(in: name, range: whole) else { return nil }
            for number in 1..<match.numberOfRanges {
                if let range = Range(match.range(at: number), in: name), !range.isEmpty {
                    return String(name[range])
                }
            }
            return nil
        }
    }
}
