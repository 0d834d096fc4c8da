package import JSON

/// A type that a study file selects by its kind, such as a schedule, an optimizer or a network.
package protocol Configurable: Sendable {
    /// The kind's name in a study file, in lower camel case.
    static var kind: String { get }
    /// One sentence for help texts and the JSON schema.
    static var summary: String { get }
    /// The settings of the kind, in the order in which help and schema list them.
    static var settings: [Setting] { get }
    /// - Parameter values: the values of `settings`, checked and with defaults filled in.
    init(_ values: SettingValues) throws
}

/// The name and the settings of a kind: all that is needed to read it from a study file.
package struct KindDescription: Sendable {
    /// The kind's name in a study file.
    package let kind: String
    /// One sentence for help texts and the JSON schema.
    package let summary: String
    /// The settings in the order in which help and schema list them.
    package let settings: [Setting]

    package init(kind: String, summary: String, settings: [Setting]) {
        self.kind = kind
        self.summary = summary
        self.settings = settings
    }

    /// The description of a type by its own kind, summary and settings.
    package init<C: Configurable>(_ type: C.Type) {
        self.init(kind: type.kind, summary: type.summary, settings: type.settings)
    }
}

/// All kinds of one family, such as the schedules, by name.
package struct Registry<Element>: Sendable {
    /// A kind and the function that makes its elements.
    package struct Entry: Sendable {
        /// The kind's name and settings.
        package let description: KindDescription
        /// Makes an element from checked settings.
        package let make: @Sendable (SettingValues) throws -> Element

        package init(
            _ description: KindDescription,
            make: @escaping @Sendable (SettingValues) throws -> Element
        ) {
            self.description = description
            self.make = make
        }
    }

    /// The entries in the order in which messages list them.
    package let entries: [Entry]

    /// A registry with one entry per kind.
    package init(_ entries: [Entry]) { self.entries = entries }

    /// The descriptions of all kinds, for reading a study file.
    package var descriptions: [KindDescription] { entries.map(\.description) }

    /// Makes the element of a validated configuration; nil if no entry has its kind.
    package func make(_ configuration: Configuration) throws -> Element? {
        try entries.first { $0.description.kind == configuration.kind }?.make(configuration.values)
    }
}

/// A kind and its settings, checked and complete: the result of validating `{"kind": "step",
/// "every": 2}`.
package struct Configuration: Sendable, Hashable {
    /// The kind's name in a study file.
    package var kind: String
    /// The values of all settings of the kind.
    package var values: SettingValues

    package init(kind: String, values: SettingValues) {
        self.kind = kind
        self.values = values
    }
}

/// The values of settings by name, checked against their declarations and with defaults filled in.
package struct SettingValues: Sendable, Hashable {
    /// The values by name; an absent setting without a default is left out.
    package var values: [String: JSONValue]

    /// Values that are already checked.
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

    /// The value of a number setting, which must have a default or be given.
    package func number(_ name: String) -> Double {
        guard case .number(let value)? = values[name] else { undeclared(name, "number") }
        return value
    }

    /// The value of an integer setting, which must have a default or be given.
    package func integer(_ name: String) -> Int { Int(number(name)) }

    /// The value of a Boolean setting, which must have a default or be given.
    package func boolean(_ name: String) -> Bool {
        guard case .boolean(let value)? = values[name] else { undeclared(name, "boolean") }
        return value
    }

    /// The value of a string setting, which must have a default or be given.
    package func string(_ name: String) -> String {
        guard case .string(let value)? = values[name] else { undeclared(name, "string") }
        return value
    }

    /// The value of a setting with a list of names, which must have a default or be given.
    package func names(_ name: String) -> [String] {
        guard case .array(let elements)? = values[name] else { undeclared(name, "list of names") }
        return elements.compactMap(\.text)
    }

    /// The value of a number setting; nil if it is absent or null.
    package func optionalNumber(_ name: String) -> Double? {
        if case .number(let value)? = values[name] { value } else { nil }
    }

    /// The values of a setting with a list of names; nil if it is absent or null.
    package func optionalNames(_ name: String) -> [String]? {
        guard case .array(let elements)? = values[name] else { return nil }
        return elements.compactMap(\.text)
    }

    /// The values of a setting that is an object of settings; nil if it is absent or null.
    package func optionalObject(_ name: String) -> SettingValues? {
        guard case .object(let members)? = values[name] else { return nil }
        return SettingValues(
            Dictionary(members.map { ($0.key, $0.value) }, uniquingKeysWith: { first, _ in first }))
    }

    private func undeclared(_ name: String, _ type: String) -> Never {
        preconditionFailure("setting '\(name)' is not declared as a \(type) with a default")
    }
}
