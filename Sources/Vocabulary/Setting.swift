package import JSON

/// One setting that a study file may give: its name, what it may hold, its default and what it
/// means.
///
/// Validation, the JSON schema, help texts and the choices that an error lists all come from these.
package struct Setting: Sendable {
    /// What a setting may hold.
    package enum Kind: Sendable {
        case number(NumberRange)
        case integer(ClosedRange<Int>)
        case boolean
        case string
        case choice([String])
        /// Some of these names, at least one, each once.
        case names([String])
    }

    /// In lower camel case.
    package let name: String
    /// What it may hold.
    package let kind: Kind
    /// The value when the file says nothing; nil: the setting must be given.
    package let fallback: JSONValue?
    /// One sentence for help and schema.
    package let summary: String

    package init(_ name: String, _ kind: Kind, default fallback: JSONValue?, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }
}

/// The numbers that a setting accepts, with open or closed ends.
package struct NumberRange: Sendable, Hashable {
    /// May be minus infinity.
    package var lower: Double
    /// May be infinity.
    package var upper: Double
    /// Whether the lower end itself is accepted.
    package var includesLower: Bool
    /// Whether the upper end itself is accepted.
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
