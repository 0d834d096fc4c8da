import Foundation

/// How text looks on a terminal: with colours or without, bars of blocks or of plain characters.
package struct TextStyle: Sendable {
    package var hasColors: Bool
    package var hasBlocks: Bool

    package init(hasColors: Bool = false, hasBlocks: Bool = false) {
        self.hasColors = hasColors
        self.hasBlocks = hasBlocks
    }

    /// What a terminal takes: colours but with `NO_COLOR`, blocks where the locale has UTF-8.
    package init(environment: [String: String]) {
        hasColors = (environment["NO_COLOR"] ?? "").isEmpty
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
            .first { !$0.isEmpty }
        hasBlocks = locale?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
    }

    /// Whether lines can be drawn over on a terminal of this environment.
    package static func canRedraw(environment: [String: String]) -> Bool {
        !["", "dumb"].contains(environment["TERM"] ?? "")
    }

    package func faint(_ text: String) -> String { paint(text, "2") }

    /// A bar of which a share is full.
    package func bar(_ share: Double, width: Int) -> String {
        let full = min(width, max(0, Int((share * Double(width)).rounded())))
        let (done, left) = hasBlocks ? ("█", "░") : ("#", "-")
        return paint(String(repeating: done, count: full), "36")
            + paint(String(repeating: left, count: width - full), "2")
    }

    /// A text in the colour of an ANSI code, such as `32` for green; as it is without colours.
    package func paint(_ text: String, _ code: String) -> String {
        hasColors && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Cut in the middle where it is too long, for names differ at both ends.
    package static func fitted(_ text: String, _ width: Int) -> String {
        guard text.count > width else { return text }
        guard width > 3 else { return String(text.prefix(max(0, width))) }
        let tail = (width - 2) / 2
        return text.prefix(width - 2 - tail) + ".." + text.suffix(tail)
    }

    package static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    package static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
