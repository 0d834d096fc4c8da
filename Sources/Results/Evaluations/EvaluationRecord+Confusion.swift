import JSON

extension EvaluationRecord {
    /// A confusion matrix as an array of its rows.
    static func json(_ matrix: [[Int]]) -> JSONValue {
        .array(matrix.map { .array($0.map { JSONValue($0) }) })
    }

    /// Reads a confusion matrix.
    /// - Throws: `ResultsError` if a row is not an array of whole numbers.
    static func matrix(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> [[Int]] {
        var rows: [[Int]] = []
        for row in try reader.elements(key) {
            rows.append(
                try row.require("an array of whole numbers") { value in
                    guard let elements = value.elements else { return nil }
                    let numbers = elements.compactMap(\.int)
                    return numbers.count == elements.count ? numbers : nil
                })
        }
        return rows
    }
}
