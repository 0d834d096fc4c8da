/// The classes of a model as somebody else's table writes them: by name, whose case and punctuation
/// are ignored, or as 1 for the positive one of two classes and 0 for the other.
struct ReaderClasses {
    let names: [String]
    /// The number of the positive class of two; nil if it is unknown.
    let positive: Int?

    /// A class and whether it was written as 0 or 1.
    struct Reading: Hashable {
        let number: Int
        let isBit: Bool
    }

    /// The values that a message lists.
    var expected: String {
        let bits = acceptsBits ? ", or 1 (\(names[positive ?? 0])) and 0" : ""
        return "one of \(names.joined(separator: ", "))\(bits)"
    }

    /// The class that a field names; nil if there is none or if several match.
    func reading(of text: String) -> Reading? {
        if let number = names.firstIndex(of: text) { return Reading(number: number, isBit: false) }
        let spellings: [(String) -> String] = [{ $0.lowercased() }, ReaderColumns.plain]
        for spell in spellings {
            let key = spell(text)
            let found = names.indices.filter { spell(names[$0]) == key }
            if !key.isEmpty, found.count == 1 { return Reading(number: found[0], isBit: false) }
            if found.count > 1 { return nil }
        }
        // A class that is named by a number may be written as `1.0`.
        if let value = Double(text) {
            let found = names.indices.filter { Double(names[$0]) == value }
            if found.count == 1 { return Reading(number: found[0], isBit: false) }
        }
        guard acceptsBits, let positive else { return nil }
        switch text.lowercased() {
        case "1", "1.0", "true": return Reading(number: positive, isBit: true)
        case "0", "0.0", "false": return Reading(number: 1 - positive, isBit: true)
        default: return nil
        }
    }

    /// Whether 0 and 1 can only mean the other class and the positive one.
    private var acceptsBits: Bool {
        names.count == 2 && positive != nil && names.allSatisfy { Double($0) == nil }
    }
}
