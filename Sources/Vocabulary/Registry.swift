package import JSON

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

/// What a kind is called and which settings it takes: all that reading a study file needs to know
/// of it.
package struct KindDescription: Sendable {
    /// The name in a study file.
    package let kind: String
    /// One sentence.
    package let summary: String
    /// In the order in which help and schema list them.
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
    /// A kind and how it is made.
    package struct Entry: Sendable {
        /// Its name and settings.
        package let description: KindDescription
        /// Makes one from checked settings.
        package let make: @Sendable (SettingValues) throws -> Element

        package init(
            _ description: KindDescription,
            make: @escaping @Sendable (SettingValues) throws -> Element
        ) {
            self.description = description
            self.make = make
        }
    }

    /// In the order in which messages list them.
    package let entries: [Entry]

    package init(_ entries: [Entry]) { self.entries = entries }

    /// What reading a study file needs to know of each.
    package var descriptions: [KindDescription] { entries.map(\.description) }

    /// Makes the element that a validated configuration describes; nil when no entry has its kind.
    package func make(_ configuration: Configuration) throws -> Element? {
        try entries.first { $0.description.kind == configuration.kind }?.make(configuration.values)
    }
}

/// A kind and its settings, checked and complete: what is left of `{"kind": "step", "every": 2}`
/// after validation.
package struct Configuration: Sendable, Hashable {
    /// The name in a study file.
    package var kind: String
    /// All its settings.
    package var values: SettingValues

    package init(kind: String, values: SettingValues) {
        self.kind = kind
        self.values = values
    }
}

/// Settings by name, checked against their declarations, defaults filled in.
package struct SettingValues: Sendable, Hashable {
    /// By name, absent ones without a default left out.
    package var values: [String: JSONValue]

    package init(_ values: [String: JSONValue]) { self.values = values }

    /// The defaults of `settings`, overridden by `values`; for tests and for kinds made in code.
    package init(_ settings: [Setting], _ values: [String: JSONValue] = [:]) {
        self.values = [:]
        for setting in settings {
            if let value = values[setting.name] ?? setting.fallback {
                self.values[setting.name] = value
            }
        }
    }

    /// The number; the setting is declared with a default or was given.
    package func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { undeclared(name, "number") }
        return value
    }

    /// The whole number, likewise.
    package func integer(_ name: String) -> Int { Int(number(name)) }

    /// The truth value, likewise.
    package func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = values[name] else { undeclared(name, "boolean") }
        return value
    }

    /// The text, likewise.
    package func string(_ name: String) -> String {
        guard case .string(let value)? = values[name] else { undeclared(name, "string") }
        return value
    }

    /// The names, likewise.
    package func names(_ name: String) -> [String] {
        guard case .array(let elements)? = values[name] else { undeclared(name, "list of names") }
        return elements.compactMap(\.text)
    }

    /// The number, or nil when the setting is absent or null.
    package func optionalNumber(_ name: String) -> Double? {
        if case .number(let value)? = values[name] { value } else { nil }
    }

    private func undeclared(_ name: String, _ type: String) -> Never {
        preconditionFailure("setting '\(name)' is not declared as a \(type) with a default")
    }
}
