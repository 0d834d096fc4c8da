package import JSON

/// A setting of a study file: its name, the values that it accepts, its default and its meaning.
///
/// Validation, the JSON schema, help texts and the choices in error messages are derived from these
/// declarations.
package struct Setting: Sendable {
    /// The values that a setting accepts.
    package enum Kind: Sendable {
        case number(NumberRange)
        case integer(ClosedRange<Int>)
        case boolean
        case string
        case choice([String])
        /// A list of these names: at least one, each at most once.
        case names([String])
        /// An object with these settings; the example is JSON that messages show.
        case object([Setting], example: String)
    }

    /// The setting's name in lower camel case.
    package let name: String
    /// The values that the setting accepts.
    package let kind: Kind
    /// The default value; nil: the setting is required.
    package let fallback: JSONValue?
    /// One sentence for help texts and the JSON schema.
    package let summary: String

    /// A setting; a default of nil makes it required.
    package init(_ name: String, _ kind: Kind, default fallback: JSONValue?, _ summary: String) {
        self.name = name
        self.kind = kind
        self.fallback = fallback
        self.summary = summary
    }
}

/// The numbers that a setting accepts, with open or closed ends.
package struct NumberRange: Sendable, Hashable {
    /// The lower end, which may be minus infinity.
    package var lower: Double
    /// The upper end, which may be infinity.
    package var upper: Double
    /// True if the lower end is accepted.
    package var includesLower: Bool
    /// True if the upper end is accepted.
    package var includesUpper: Bool

    package init(
        _ lower: Double, _ upper: Double, includesLower: Bool = true, includesUpper: Bool = true
    ) {
        self.lower = lower
        self.upper = upper
        self.includesLower = includesLower
        self.includesUpper = includesUpper
    }

    /// The numbers greater than 0.
    package static let positive = NumberRange(0, .infinity, includesLower: false)
    /// The numbers at least 0.
    package static let nonNegative = NumberRange(0, .infinity)
    /// The numbers in [0, 1).
    package static let fraction = NumberRange(0, 1, includesUpper: false)
    /// The numbers in (0, 1].
    package static let factor = NumberRange(0, 1, includesLower: false)
}
