/// The normalization of fields that programs write in several ways.
enum FieldText {
    /// An identifier without the decimals that pandas gives to whole numbers in a column with gaps:
    /// `50414267` for `50414267.0`.
    static func identifier(_ text: String) -> String {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count == 2, !parts[0].isEmpty, parts[1] == "0",
            parts[0].utf8.allSatisfy((UInt8(ascii: "0")...UInt8(ascii: "9")).contains)
        else { return text }
        return String(parts[0])
    }

    /// The value of an attribute; nil where the field says that it is unknown. An age as DICOM
    /// writes it, such as `058Y` or `006M`, is in years.
    static func attribute(_ text: String) -> String? {
        if ["", "na", "n/a", "nan", "null", "unknown"].contains(text.lowercased()) { return nil }
        let days: [Character: Double] = ["Y": 365.25, "M": 365.25 / 12, "W": 7, "D": 1]
        guard text.utf8.count == 4, let unit = text.last, let length = days[unit],
            let number = Int(text.dropLast()), number >= 0
        else { return text }
        if unit == "Y" { return String(number) }
        return String((Double(number) * length / 365.25 * 1000).rounded() / 1000)
    }
}
