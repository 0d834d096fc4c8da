import Foundation

/// The part of a file's name that says which group, such as a patient, the file belongs to.
package struct GroupPattern: Sendable, Hashable {
    /// As people write it: the name of a known pattern, several of them joined by `|`, or a regular
    /// expression.
    package let name: String
    /// In the syntax of ICU; the first capture group that takes part is the group.
    package let expression: String

    private init(name: String, expression: String) {
        self.name = name
        self.expression = expression
    }

    init(_ known: KnownNaming) { self.init(name: known.name, expression: known.expression) }

    /// The pattern of names that fit any of several.
    init(anyOf known: [KnownNaming]) {
        self.init(
            name: known.map(\.name).joined(separator: "|"),
            expression: known.map { "(?:\($0.expression))" }.joined(separator: "|"))
    }

    static var knownNames: String { KnownNaming.all.map { "'\($0.name)'" }.joined(separator: ", ") }

    /// - Parameter text: the name of a known pattern, several joined by `|`, or a regular
    ///   expression with a capture group.
    /// - Throws: `SplitError.badPattern`.
    package init(_ text: String) throws {
        let words = text.split(separator: "|", omittingEmptySubsequences: false)
        let known = words.compactMap { word in KnownNaming.all.first { $0.name == word } }
        if known.count == words.count {
            self = known.count == 1 ? GroupPattern(known[0]) : GroupPattern(anyOf: known)
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

    /// The group of each path: what the first capture group that takes part holds of the file's
    /// name; nil where there is no match or it is empty.
    package func groups(of paths: [String]) -> [String?] {
        guard let expression = try? NSRegularExpression(pattern: expression) else {
            return paths.map { _ in nil }
        }
        // Every image for itself, also where two have one name in different folders.
        if self.expression == "(.+)" { return paths }
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
