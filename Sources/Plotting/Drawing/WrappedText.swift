import Analysis

/// Texts in several lines.
enum WrappedText {
    /// The lines of a text for a width in pixels. A word that is too long is broken.
    static func lines(_ text: String, to width: Double, size: Double) -> [String] {
        func fits(_ text: String) -> Bool { ChartStyle.width(of: text, size: size) <= width }
        var lines: [String] = []
        for word in text.split(separator: " ").map(String.init) {
            if let last = lines.last, fits(last + " " + word) {
                lines[lines.count - 1] = last + " " + word
                continue
            }
            lines.append("")
            for character in word {
                let longer = lines[lines.count - 1] + String(character)
                if fits(longer) || lines[lines.count - 1].isEmpty {
                    lines[lines.count - 1] = longer
                } else {
                    lines.append(String(character))
                }
            }
        }
        return lines
    }
}
