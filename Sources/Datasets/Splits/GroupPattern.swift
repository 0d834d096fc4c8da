import Foundation

/// The pattern that finds the group of a file, such as the patient, in its name.
package struct GroupPattern: Sendable, Hashable {
    /// The pattern as users write it: the name of a known pattern, several names joined by `|`, or
    /// a regular expression.
    package let name: String
    /// A regular expression in ICU syntax; the first capture group that matched is the group.
    package let expression: String

    private init(name: String, expression: String) {
        self.name = name
        self.expression = expression
    }

    init(_ known: KnownNaming) { self.init(name: known.name, expression: known.expression) }

    /// The pattern of names that match any of several known patterns.
    init(anyOf known: [KnownNaming]) {
        self.init(
            name: known.map(\.name).joined(separator: "|"),
            expression: known.map { "(?:\($0.expression))" }.joined(separator: "|"))
    }

    static var knownNames: String { KnownNaming.all.map { "'\($0.name)'" }.joined(separator: ", ") }

    /// - Parameter text: the name of a known pattern, several names joined by `|`, or a regular
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
            throw SplitError.badPattern(text, reason: "it is not a valid regular expression")
        }
        guard expression.numberOfCaptureGroups > 0 else {
            throw SplitError.badPattern(text, reason: "it has no capture group")
        }
        self.init(name: text, expression: text)
    }

    /// The group of each path: the text of the first capture group that matched in the file name;
    /// nil if there is no match or the text is empty.
    package func groups(of paths: [String]) -> [String?] {
        guard let expression = try? NSRegularExpression(pattern: expression) else {
            return paths.map { _ in nil }
        }
        // Every image is its own group, even if two images have the same name in different folders.
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
