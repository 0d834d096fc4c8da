package import Training

/// What the features of tests hold.
package enum KnownFeatures {
    /// Exact in half precision, other than its neighbours.
    package static func value(_ row: Int, _ column: Int) -> Float {
        Float((row &* 31 &+ column &* 7) % 4001 - 2000) / 8
    }

    /// Gives all rows, one at a time.
    package static func fill(_ writer: inout FeatureWriter) throws {
        let width = writer.request.width
        for row in 0..<writer.request.rows {
            try writer.append((0..<width).map { value(row, $0) })
        }
    }

    /// The first row that is not as `fill` gives it.
    package static func differingRow(_ matrix: FeatureMatrix) -> Int? {
        var row = [Float](repeating: .nan, count: matrix.width)
        return (0..<matrix.count).first { index in
            row.withUnsafeMutableBufferPointer {
                guard let base = $0.baseAddress else { return }
                matrix.copyRow(index, into: base)
            }
            return row.indices.contains { row[$0] != value(index, $0) }
        }
    }
}
