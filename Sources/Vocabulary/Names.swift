import JSON

/// A list of known names, with suggestions for a misspelled one.
package struct Names: Sendable {
    /// The names in the order in which messages list them.
    package let names: [String]

    /// A list of known names.
    package init(_ names: [String]) { self.names = names }

    /// The text "did you mean 'step'?", or the whole list if no name is similar.
    package func suggestion(for name: String) -> String {
        if let near = nearest(to: name) { return "did you mean '\(near)'?" }
        if names.isEmpty { return "there are none" }
        return "expected " + (names.count > 1 ? "one of " : "") + names.joined(separator: ", ")
    }

    /// The text "must be one of ...", with the most similar name if there is one.
    package func correction(of name: String) -> String {
        let list = names.map { "\"\($0)\"" }.joined(separator: ", ")
        let near = nearest(to: name).map { "; did you mean \"\($0)\"?" } ?? ""
        return
            "must be \(names.count > 1 ? "one of " : "")\(list); got \(JSONValue.string(name).excerpt)\(near)"
    }

    /// The only known name that begins with `name`, otherwise the one with the smallest edit
    /// distance to it; nil if every distance is too large.
    package func nearest(to name: String) -> String? {
        let wanted = Array(name.lowercased())
        let longer = names.filter { $0.lowercased().hasPrefix(name.lowercased()) }
        if wanted.count >= 3, longer.count == 1 { return longer[0] }
        let limit = max(1, min(3, wanted.count / 3))
        let ranked = names.map { known in
            (known, Self.distance(wanted, Array(known.lowercased())))
        }
        return ranked.min { $0.1 < $1.1 }.flatMap { $0.1 <= limit ? $0.0 : nil }
    }

    /// The Damerau-Levenshtein distance (optimal string alignment): the number of characters to
    /// insert, delete, replace or swap with their neighbor.
    package static func distance(_ a: [Character], _ b: [Character]) -> Int {
        var rows = [Array(0...b.count)]
        for i in 0..<a.count {
            var row = [i + 1]
            for j in 0..<b.count {
                var least = min(
                    rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
                if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
                    least = min(least, rows[i - 1][j - 1] + 1)
                }
                row.append(least)
            }
            rows.append(row)
        }
        return rows[a.count][b.count]
    }
}
