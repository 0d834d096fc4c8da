import Foundation

/// The style of text on a terminal: with or without colors, with bars of block or of ASCII
/// characters.
package struct TextStyle: Sendable {
    /// True if text is colored with ANSI codes.
    var hasColors: Bool
    /// True if bars are drawn with Unicode block characters.
    var hasBlocks: Bool

    /// Creates a style; the default is plain ASCII.
    package init(hasColors: Bool = false, hasBlocks: Bool = false) {
        self.hasColors = hasColors
        self.hasBlocks = hasBlocks
    }

    /// The style that a terminal supports: colors unless `NO_COLOR` is set, block characters if the
    /// locale uses UTF-8.
    package init(environment: [String: String]) {
        hasColors = (environment["NO_COLOR"] ?? "").isEmpty
        let locale = ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }
            .first { !$0.isEmpty }
        hasBlocks = locale?.uppercased().replacing("-", with: "").contains("UTF8") ?? false
    }

    /// True if lines can be redrawn on a terminal with this environment: `TERM` is neither empty
    /// nor `dumb`.
    package static func canRedraw(environment: [String: String]) -> Bool {
        !["", "dumb"].contains(environment["TERM"] ?? "")
    }

    /// Makes a text faint by an ANSI code; without colors it is unchanged.
    package func faint(_ text: String) -> String { paint(text, "2") }

    /// A progress bar of `width` characters, of which `fraction`, clamped to [0, 1], is filled.
    package func bar(_ fraction: Double, width: Int) -> String {
        let full = min(width, max(0, Int((fraction * Double(width)).rounded())))
        let (done, left) = hasBlocks ? ("█", "░") : ("#", "-")
        return paint(String(repeating: done, count: full), "36")
            + paint(String(repeating: left, count: width - full), "2")
    }

    /// Colors a text by an ANSI code, such as `32` for green; without colors it is unchanged.
    package func paint(_ text: String, _ code: String) -> String {
        hasColors && !text.isEmpty ? "\u{1B}[\(code)m\(text)\u{1B}[0m" : text
    }

    /// Shortens a text to `width` characters, with an ellipsis in its middle, because the names of
    /// trials differ at both ends. Use `ShortNames` for several names.
    package static func fitted(_ text: String, _ width: Int, _ ellipsis: String = "..") -> String {
        guard text.count > width else { return text }
        guard width > ellipsis.count + 1 else { return String(text.prefix(max(0, width))) }
        let tail = (width - ellipsis.count) / 2
        return text.prefix(width - ellipsis.count - tail) + ellipsis + text.suffix(tail)
    }

    /// Pads a text with spaces on its right to `width` characters; a longer text is unchanged.
    package static func left(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(0, width - text.count))
    }

    /// Pads a text with spaces on its left to `width` characters; a longer text is unchanged.
    package static func right(_ text: String, _ width: Int) -> String {
        String(repeating: " ", count: max(0, width - text.count)) + text
    }
}
