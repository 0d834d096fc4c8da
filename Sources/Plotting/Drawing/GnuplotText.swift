/// Plain text in gnuplot's scripts and data.
enum GnuplotText {
    /// A text in single quotes, where gnuplot reads nothing but the quotes themselves; terminals
    /// are set to `noenhanced`, so `_`, `^` and braces are characters, too.
    static func quoted(_ text: String) -> String {
        "'" + scalars(line(text)) { $0 == "'" ? "''" : nil } + "'"
    }

    /// A tick's label in single quotes: gnuplot writes the tick's value in place of a `%`.
    static func tick(_ text: String) -> String {
        quoted(scalars(text) { $0 == "%" ? "%%" : nil })
    }

    /// A text on one line.
    static func line(_ text: String) -> String {
        scalars(text) { $0.properties.generalCategory == .control || isNewline($0) ? " " : nil }
    }

    /// A field of a table that gnuplot reads: it knows neither line breaks nor doubled quotation
    /// marks within quotes, and would lose the row. They stand there as `␤` and `”`.
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
