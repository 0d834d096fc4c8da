/// One setting that a study file may give: its name, what it may hold, its default and what it means.
///
/// Validation, the JSON schema, help texts and the choices that an error lists all come from these.
package struct Setting: Sendable {
    package enum Kind: Sendable {
        case number(NumberRange)
        case integer(ClosedRange<Int>)
        case boolean
        case string
        case choice([String])
    }

    package let name: String
    package let kind: Kind
    /// The value when the file says nothing; nil: the setting must be given.
    package let fallback: JSON?
    package let summary: String

    package init(_ name: String, _ kind: Kind, default fallback: JSON?, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }
}

/// The numbers that a setting accepts, with open or closed ends.
package struct NumberRange: Sendable, Hashable {
    package var lower: Double
    package var upper: Double
    package var includesLower: Bool
    package var includesUpper: Bool

    package init(
        _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
    ) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    package static let positive = NumberRange(0, .infinity, includesLower: false)
    package static let nonNegative = NumberRange(0, .infinity)
    /// [0, 1)
    package static let fraction = NumberRange(0, 1, includesUpper: false)
    /// (0, 1]
    package static let factor = NumberRange(0, 1, includesLower: false)
}
