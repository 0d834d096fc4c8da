package import JSON

/// A validation error in the value of a setting.
package enum SettingError: Sendable, Hashable {
    case type(expected: String, got: JSONValue)
    case range(expected: String, got: Double)
    case notWhole(Double)
    case choice([String], got: String)
}

extension Setting {
    /// The validation error in `value`; nil if the value is valid. `null` is valid if it is the
    /// default.
    package func error(in value: JSONValue) -> SettingError? {
        if value == .null && fallback == .null { return nil }
        return kind.error(in: value)
    }
}

extension Setting.Kind {
    /// The accepted values, worded to follow "must be".
    package var expectation: String {
        switch self {
        case .number(let range):
            range == NumberRange(-.infinity, .infinity) ? "a number" : "a number \(range)"
        case .integer(let range): "a whole number \(NumberRange(range))"
        case .boolean: "true or false"
        case .string: "a string"
        case .choice(let names): "one of \(Self.list(names))"
        case .names(let names): "an array of some of \(Self.list(names)), each once"
        case .object(_, let example): "an object such as \(example)"
        }
    }

    /// The validation error in `value`; nil if the value is valid. The members of an object are not
    /// checked.
    package func error(in value: JSONValue) -> SettingError? {
        switch (self, value) {
        case (.number(let range), .number(let number)):
            range.contains(number) ? nil : .range(expected: "\(range)", got: number)
        case (.integer(let range), .number(let number)):
            if number.rounded() != number {
                .notWhole(number)
            } else if !NumberRange(range).contains(number) {
                .range(expected: "\(NumberRange(range))", got: number)
            } else if abs(number) >= 0x1p53 {
                .range(expected: "less than 2^53", got: number)
            } else {
                nil
            }
        case (.boolean, .boolean), (.string, .string), (.object, .object): nil
        case (.choice(let names), .string(let name)):
            names.contains(name) ? nil : .choice(names, got: name)
        case (.names(let names), .array(let elements)):
            namesError(names, elements)
        default: .type(expected: expectation, got: value)
        }
    }

    private func namesError(_ names: [String], _ elements: [JSONValue]) -> SettingError? {
        let given = elements.compactMap(\.text)
        if let unknown = given.first(where: { !names.contains($0) }) {
            return .choice(names, got: unknown)
        }
        let isFine =
            !given.isEmpty && given.count == elements.count && Set(given).count == given.count
        return isFine ? nil : .type(expected: expectation, got: .array(elements))
    }

    private static func list(_ names: [String]) -> String {
        names.map { "\"\($0)\"" }.joined(separator: ", ")
    }
}

extension NumberRange: CustomStringConvertible {
    /// The range of whole numbers. A bound beyond 2^53 becomes infinite, since a JSON number does
    /// not represent every integer beyond it.
    package init(_ range: ClosedRange<Int>) {
        let limit = 1 << 53
        self.init(
            range.lowerBound <= -limit ? -.infinity : Double(range.lowerBound),
            range.upperBound >= limit ? .infinity : Double(range.upperBound))
    }

    /// True if the number is in the range; false for NaN.
    package func contains(_ number: Double) -> Bool {
        (includesLower ? number >= lower : number > lower)
            && (includesUpper ? number <= upper : number < upper)
    }

    /// The range, worded to follow "must be": `in (0, 1]`, `greater than 0`, `at least 1`.
    package var description: String {
        let (low, high) = (JSONValue.text(of: lower), JSONValue.text(of: upper))
        switch (lower.isFinite, upper.isFinite) {
        case (true, true):
            return "in \(includesLower ? "[" : "(")\(low), \(high)\(includesUpper ? "]" : ")")"
        case (true, false): return (includesLower ? "at least " : "greater than ") + low
        case (false, true): return (includesUpper ? "at most " : "less than ") + high
        case (false, false): return "finite"
        }
    }
}
