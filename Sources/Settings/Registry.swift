/// A thing that a study file names by its kind: a schedule, an optimizer, a network.
package protocol Configurable: Sendable {
    /// The name in a study file, in lower camel case.
    static var kind: String { get }
    /// One sentence for help texts and the JSON schema.
    static var summary: String { get }
    static var settings: [Setting] { get }
    /// - Parameter values: checked against `settings`, with defaults filled in.
    init(_ values: SettingValues) throws
}

/// What a kind is called and which settings it takes: all that reading a study file needs to know of it.
package struct KindDescription: Sendable {
    package let kind: String
    package let summary: String
    package let settings: [Setting]

    package init(kind: String, summary: String, settings: [Setting]) {
        self.kind = kind
        self.summary = summary
        self.settings = settings
    }

    package init<C: Configurable>(_ type: C.Type) {
        self.init(kind: type.kind, summary: type.summary, settings: type.settings)
    }
}

/// All kinds of one family, such as the schedules, by name.
package struct Registry<Element>: Sendable {
    package struct Entry: Sendable {
        package let description: KindDescription
        package let make: @Sendable (SettingValues) throws -> Element

        package init(
            _ description: KindDescription,
            make: @escaping @Sendable (SettingValues) throws -> Element
        ) {
            self.description = description
            self.make = make
        }
    }

    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    package var descriptions: [KindDescription] { entries.map(\.description) }

    /// Makes the element that a validated configuration describes; nil when no entry has its kind.
    package func make(_ configuration: Configuration) throws -> Element? {
        try entries.first { $0.description.kind == configuration.kind }?.make(configuration.values)
    }
}

/// A kind and its settings, checked and complete: what is left of `{"kind": "step", "every": 2}` after
/// validation.
package struct Configuration: Sendable, Hashable {
    package var kind: String
    package var values: SettingValues

    package init(kind: String, values: SettingValues) {
        self.kind = kind
        self.values = values
    }
}

/// Settings by name, checked against their declarations, defaults filled in.
package struct SettingValues: Sendable, Hashable {
    package var values: [String: JSON]

    package init(_ values: [String: JSON]) { self.values = values }

    /// The defaults of `settings`, overridden by `values`; for tests and for kinds made in code.
    package init(_ settings: [Setting], _ values: [String: JSON] = [:]) {
        self.values = [:]
        for setting in settings {
            if let value = values[setting.name] ?? setting.fallback {
                self.values[setting.name] = value
            }
        }
    }

    package func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { undeclared(name, "number") }
        return value
    }

    package func integer(_ name: String) -> Int { Int(number(name)) }

    package func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = values[name] else { undeclared(name, "boolean") }
        return value
    }

    package func string(_ name: String) -> String {
        guard case .string(let value)? = values[name] else { undeclared(name, "string") }
        return value
    }

    /// The number, or nil when the setting is absent or null.
    package func optionalNumber(_ name: String) -> Double? {
        if case .number(let value)? = values[name] { value } else { nil }
    }

    private func undeclared(_ name: String, _ type: String) -> Never {
        preconditionFailure("setting '\(name)' is not declared as a \(type) with a default")
    }
}
