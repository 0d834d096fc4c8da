import JSON
import Vocabulary

/// A type whose values are plain settings.
protocol PlainValue: Sendable {
    /// The values that a setting of the type accepts.
    static var kind: Setting.Kind { get }
    /// Reads a value that was already checked against `kind`.
    init?(json: JSONValue)
    var json: JSONValue { get }
}

extension Int: PlainValue {
    static var kind: Setting.Kind { .integer(Int.min...Int.max) }
    init?(json: JSONValue) {
        guard let number = json.int else { return nil }
        self = number
    }
    var json: JSONValue { .number(Double(self)) }
}

extension Double: PlainValue {
    static var kind: Setting.Kind { .number(NumberRange(-.infinity, .infinity)) }
    init?(json: JSONValue) {
        guard let number = json.double else { return nil }
        self = number
    }
    var json: JSONValue { .number(self) }
}

extension Bool: PlainValue {
    static var kind: Setting.Kind { .boolean }
    init?(json: JSONValue) {
        guard let value = json.bool else { return nil }
        self = value
    }
    var json: JSONValue { .boolean(self) }
}

extension String: PlainValue {
    static var kind: Setting.Kind { .string }
    init?(json: JSONValue) {
        guard let text = json.text else { return nil }
        self = text
    }
    var json: JSONValue { .string(self) }
}

/// A setting that can be null (nil).
extension Optional: PlainValue where Wrapped: PlainValue {
    static var kind: Setting.Kind { Wrapped.kind }
    init?(json: JSONValue) {
        if json.isNull {
            self = .none
        } else if let value = Wrapped(json: json) {
            self = .some(value)
        } else {
            return nil
        }
    }
    var json: JSONValue { map(\.json) ?? .null }
}

/// A setting whose value is the name of a case.
extension PlainValue where Self: RawRepresentable & CaseIterable, RawValue == String {
    static var kind: Setting.Kind { .choice(allCases.map(\.rawValue)) }
    init?(json: JSONValue) {
        guard let name = json.text else { return nil }
        self.init(rawValue: name)
    }
    var json: JSONValue { .string(rawValue) }
}

extension Interpolation: PlainValue {}
extension DecodeMode: PlainValue {}
extension OrientationMode: PlainValue {}
extension BadImagePolicy: PlainValue {}
extension FeaturePrecision: PlainValue {}
extension PrecisionSetting: PlainValue {}
