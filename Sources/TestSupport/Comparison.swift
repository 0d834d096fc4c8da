import JSON
package import Testing

/// The difference between computed and expected values.
package struct Comparison: Sendable, CustomStringConvertible {
    /// True if the counts are equal and every value is within `atol + rtol * |expected|`.
    package let isClose: Bool
    /// The index of the element that exceeds its tolerance most; nil if there are no elements.
    package let worstIndex: Int?
    /// The relative error `|actual - expected| / |expected|` in the Euclidean norm.
    package let relativeL2: Double
    package let description: String

    package init(_ actual: [Float], _ expected: [Float], atol: Double, rtol: Double) {
        guard actual.count == expected.count else {
            (isClose, worstIndex, relativeL2) = (false, nil, .infinity)
            description = "\(actual.count) values, expected \(expected.count)"
            return
        }
        var worst: (index: Int, excess: Double)?
        var beyond = 0
        for (index, (a, e)) in zip(actual, expected).enumerated() {
            let excess = Self.excess(of: a, over: e, atol: atol, rtol: rtol)
            if excess > 0 { beyond += 1 }
            if worst == nil || excess > worst!.excess { worst = (index, excess) }
        }
        isClose = beyond == 0
        worstIndex = worst?.index
        relativeL2 = TestSupport.relativeL2(actual, expected)
        description =
            worst.map { worst in
                "\(beyond) of \(actual.count) values beyond tolerance; worst at [\(worst.index)]: "
                    + "\(actual[worst.index]), expected \(expected[worst.index]) "
                    + "(atol \(atol), rtol \(rtol)); relative L2 error "
                    + "\(TestSupport.relativeL2(actual, expected))"
            } ?? "no values"
    }

    /// The amount by which a value exceeds its tolerance; infinite if only one of the values is NaN
    /// or infinite.
    private static func excess(
        of actual: Float, over expected: Float, atol: Double, rtol: Double
    ) -> Double {
        if actual == expected || (actual.isNaN && expected.isNaN) { return -.infinity }
        guard actual.isFinite, expected.isFinite else { return .infinity }
        let (actual, expected) = (Double(actual), Double(expected))
        return abs(actual - expected) - (atol + rtol * abs(expected))
    }
}

/// The relative error `|actual - expected| / |expected|` in the Euclidean norm; 0 for equal values,
/// infinite if only `expected` is zero.
/// - Precondition: the counts are equal.
package func relativeL2(_ actual: [Float], _ expected: [Float]) -> Double {
    precondition(
        actual.count == expected.count, "\(actual.count) values, expected \(expected.count)")
    var (difference, norm) = (0.0, 0.0)
    for (a, e) in zip(actual, expected) {
        if a != e { difference += (Double(a) - Double(e)) * (Double(a) - Double(e)) }
        norm += Double(e) * Double(e)
    }
    return difference == 0 ? 0 : (difference / norm).squareRoot()
}

/// Expects every value to be within `atol + rtol * |expected|`; a failure gives the worst element.
/// - Parameter label: the name of the values, for the message.
package func expectClose(
    _ actual: [Float], _ expected: [Float], atol: Double = 1e-6, rtol: Double = 1e-5,
    _ label: String = "", sourceLocation: SourceLocation = #_sourceLocation
) {
    let comparison = Comparison(actual, expected, atol: atol, rtol: rtol)
    let prefix = label.isEmpty ? "" : "\(label): "
    #expect(comparison.isClose, "\(prefix)\(comparison)", sourceLocation: sourceLocation)
}
