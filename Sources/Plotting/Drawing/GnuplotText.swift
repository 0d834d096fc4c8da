/// Literal text in gnuplot's scripts and data.
enum GnuplotText {
    /// The text in single quotes, in which gnuplot interprets only the quotes themselves. Terminals
    /// are set to `noenhanced`, so `_`, `^` and braces are literal, too.
    static func quoted(_ text: String) -> String {
        "'" + scalars(line(text)) { $0 == "'" ? "''" : nil } + "'"
    }

    /// A tick's label in single quotes, with `%` escaped, which gnuplot replaces by the value.
    static func tick(_ text: String) -> String {
        quoted(scalars(text) { $0 == "%" ? "%%" : nil })
    }

    /// The text on one line, with a space in place of each line break and control character.
    static func line(_ text: String) -> String {
        scalars(text) { $0.properties.generalCategory == .control || isNewline($0) ? " " : nil }
    }

    /// The field of a table for gnuplot, which supports neither line breaks nor doubled quotation
    /// marks within quotes and would lose the row. They are replaced by `␤` and `”`.
    static func field(_ text: String) -> String {
        scalars(text) { scalar in
            switch scalar {
            case "\"": "\u{201D}"
            case _ where isNewline(scalar): "\u{2424}"
            case _ where scalar.properties.generalCategory == .control: "\u{FFFD}"
            default: nil
            }
        }
    }

    private static func isNewline(_ scalar: Unicode.Scalar) -> Bool {
        Character(scalar).isNewline
    }

    private static func scalars(
        _ text: String, _ replaced: (Unicode.Scalar) -> String?
    ) -> String {
        var result = ""
        for scalar in text.unicodeScalars {
            if let other = replaced(scalar) {
                result += other
            } else {
                result.unicodeScalars.append(scalar)
            }
        }
        return result
    }
}
