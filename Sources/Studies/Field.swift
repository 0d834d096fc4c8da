import JSON
import Vocabulary

/// The settings of a section of a study file, each declared once. Reading a file, writing JSON and
/// the schema of study files are derived from the declarations.
///
/// To add a plain setting, add a stored property with its default and a line in `fields`.
protocol DeclaredSettings: Sendable {
    /// Creates settings with their defaults; a required setting has no valid value until it is
    /// read.
    init()
    /// The declarations in the order in which the settings are written and listed.
    static var fields: [Field<Self>] { get }
}

/// The declaration of a setting: its name, the property that stores it, and how it is read, written
/// and described.
struct Field<Owner: DeclaredSettings>: Sendable {
    /// The cases in which a setting is written.
    enum Presence: Sendable {
        case always
        /// The setting is written only if its value is not the default. The keys of trials from
        /// before the setting existed stay valid.
        case changed
    }

    /// The effect of a setting on a trial.
    enum Effect: Sendable {
        /// The setting is part of the key of a trial.
        case result
        /// The setting does not change what is trained, and is not part of the key.
        case none
        /// The setting is the location of the data on this machine; it is not part of the key, nor
        /// of the record of a trial.
        case location
    }

    typealias Path<Value> = any WritableKeyPath<Owner, Value> & Sendable

    /// The key of the setting in a study file.
    let name: String
    /// The property that stores the value, or that contains it.
    let path: any PartialKeyPath<Owner> & Sendable
    /// True if a section without the setting is an error.
    let isRequired: Bool
    /// The cases in which the setting is written.
    let written: Presence
    /// The effect of the setting on a trial.
    let effect: Effect
    /// True if the value has settings of its own, each of which can be swept.
    let isNested: Bool
    /// True if the schema has a shared definition of the value and refers to it.
    let isShared: Bool
    /// Reads the setting from its section into the property.
    /// - Returns: false if an error was reported.
    let read: @Sendable (inout TrialReader, _ section: LocatedJSON, inout Owner) -> Bool
    /// The value as JSON.
    let json: @Sendable (Owner) -> JSONValue
    /// The JSON Schema of the setting.
    let schema: @Sendable (Catalog) -> JSONValue
    /// The declaration of a plain setting; nil for others.
    let setting: Setting?

    /// Declares a plain setting: a number, a text, a Boolean or one of several names.
    /// - Parameters:
    ///   - range: the accepted whole numbers.
    ///   - numbers: the accepted numbers of a setting that need not be whole.
    ///   - summary: a sentence for the schema and help texts.
    init<Value: PlainValue>(
        _ name: String, _ path: Path<Value>, in range: ClosedRange<Int>? = nil,
        within numbers: NumberRange? = nil, isRequired: Bool = false, written: Presence = .changed,
        effect: Effect = .result, _ summary: String
    ) {
        let setting = Setting(
            name, range.map { .integer($0) } ?? numbers.map { .number($0) } ?? Value.kind,
            default: isRequired ? nil : Owner()[keyPath: path].json, summary)
        self.init(
            name, path, isRequired: isRequired, written: written, effect: effect, plain: setting,
            json: \.json,
            schema: { _ in Schema.of(setting) },
            read: { reader, section in
                reader.value(setting, in: section).flatMap(Value.init(json:))
            })
    }

    /// Declares a setting whose value is one of the names in a catalog; the first name is the
    /// default.
    init(
        _ name: String, _ path: Path<String>,
        oneOf names: any KeyPath<Catalog, [String]> & Sendable, written: Presence = .changed,
        _ summary: String
    ) {
        let fallback = Owner()[keyPath: path]
        @Sendable func setting(_ catalog: Catalog?) -> Setting {
            guard let names = catalog?[keyPath: names] else {
                return Setting(name, .string, default: .string(fallback), summary)
            }
            return Setting(name, .choice(names), default: .string(names[0]), summary)
        }
        self.init(
            name, path, written: written, json: \.json,
            schema: { Schema.of(setting($0)) },
            read: { reader, section in reader.value(setting(reader.catalog), in: section)?.text })
    }

    /// Declares a setting whose value is a kind with its settings.
    /// - Parameters:
    ///   - summary: a sentence for the schema.
    ///   - resolve: changes the kind after reading; returns nil if it reported an error.
    init(
        _ name: String, _ path: Path<Configuration>, kindOf family: Catalog.Family,
        written: Presence = .changed, effect: Effect = .result, _ summary: String? = nil,
        resolve:
            @escaping @Sendable (inout TrialReader, LocatedJSON, Configuration) -> Configuration? =
            {
                $2
            }
    ) {
        let fallback = Owner()[keyPath: path]
        self.init(
            name, path, isRequired: family.fallback == nil, written: written, effect: effect,
            isNested: true, isShared: true, json: \.json,
            schema: { catalog in
                let schema = Schema.family(family, in: catalog)
                return summary.map { Schema.described(schema, $0) } ?? schema
            },
            read: { reader, section in
                let given = section[name]
                if given == nil, reader.isOfRecord, family.fallback != nil { return fallback }
                guard let kind = reader.configuration(given, family, name, in: section) else {
                    return nil
                }
                return given.map { resolve(&reader, $0, kind) } ?? kind
            })
    }

    /// Declares a setting whose value is a kind with its settings, or null.
    init(
        _ name: String, _ path: Path<Configuration?>, kindOf family: Catalog.Family,
        effect: Effect = .result, _ summary: String? = nil
    ) {
        self.init(
            name, path, effect: effect, isNested: true, isShared: true,
            json: { $0?.json ?? .null },
            schema: { catalog in
                let schema = Schema.nullable(Schema.family(family, in: catalog))
                return summary.map { Schema.described(schema, $0, .null) } ?? schema
            },
            read: { reader, section in
                guard let node = section[name], node.isBroken || !node.json.isNull else {
                    return .some(nil)
                }
                return reader.configuration(node, family).map { .some($0) }
            })
    }

    /// Declares a setting of another form.
    /// - Parameter value: reads the value from its node; returns nil if it reported an error.
    init<Value: Sendable>(
        _ name: String, _ path: Path<Value>, written: Presence = .changed,
        effect: Effect = .result, isNested: Bool = false, isShared: Bool = false,
        json: @escaping @Sendable (Value) -> JSONValue,
        schema: @escaping @Sendable (Catalog) -> JSONValue,
        value: @escaping @Sendable (inout TrialReader, LocatedJSON) -> Value?
    ) {
        let fallback = Owner()[keyPath: path]
        self.init(
            name, path, written: written, effect: effect, isNested: isNested, isShared: isShared,
            json: json, schema: schema,
            read: { reader, section in
                section[name].map { value(&reader, $0) } ?? fallback
            })
    }

    /// - Parameter read: the value in the section, or the default; returns nil if it reported an
    ///   error.
    init<Value: Sendable>(
        _ name: String, _ path: Path<Value>, isRequired: Bool = false,
        written: Presence = .changed, effect: Effect = .result, isNested: Bool = false,
        isShared: Bool = false, plain setting: Setting? = nil,
        json: @escaping @Sendable (Value) -> JSONValue,
        schema: @escaping @Sendable (Catalog) -> JSONValue,
        read: @escaping @Sendable (inout TrialReader, _ section: LocatedJSON) -> Value?
    ) {
        self.name = name
        self.path = path
        self.isRequired = isRequired
        self.written = written
        self.effect = effect
        self.isNested = isNested
        self.isShared = isShared
        self.setting = setting
        self.schema = schema
        self.json = { json($0[keyPath: path]) }
        self.read = { reader, section, owner in
            guard let value = read(&reader, section) else { return false }
            owner[keyPath: path] = value
            return true
        }
    }
}

extension Field {
    /// The declaration for settings that contain the owner: the setting is then one of theirs.
    /// - Parameter path: the property that stores the owner.
    func inside<Outer: DeclaredSettings>(
        _ path: any WritableKeyPath<Outer, Owner> & Sendable
    ) -> Field<Outer> {
        Field<Outer>(self, at: path)
    }

    private init<Inner: DeclaredSettings>(
        _ field: Field<Inner>, at path: any WritableKeyPath<Owner, Inner> & Sendable
    ) {
        name = field.name
        self.path = path
        isRequired = field.isRequired
        written = field.written == .always ? .always : .changed
        effect = field.effect == .none ? .none : field.effect == .result ? .result : .location
        isNested = field.isNested
        isShared = field.isShared
        setting = field.setting
        schema = field.schema
        json = { field.json($0[keyPath: path]) }
        read = { reader, section, owner in
            field.read(&reader, section, &owner[keyPath: path])
        }
    }
}

extension DeclaredSettings {
    /// The settings by name: first those that are always written, then those that differ from their
    /// defaults.
    var members: [JSONValue.Member] { members(otherThan: Self()) }

    /// The settings by name: first those that are always written, then those that differ from
    /// `initial`.
    func members(otherThan initial: Self) -> [JSONValue.Member] {
        let always = Self.fields.filter { $0.written == .always }
        let changed = Self.fields.filter {
            $0.written == .changed && $0.json(self) != $0.json(initial)
        }
        return (always + changed).map { .init($0.name, $0.json(self)) }
    }

    static var names: [String] { fields.map(\.name) }

    /// The names of the settings with this effect.
    static func names(of effect: Field<Self>.Effect) -> [String] {
        fields.filter { $0.effect == effect }.map(\.name)
    }
}

extension TrialReader {
    /// Reads all declared settings of a section.
    /// - Returns: nil if an error was reported.
    mutating func section<Settings: DeclaredSettings>(
        _ node: LocatedJSON, as type: Settings.Type = Settings.self
    ) -> Settings? {
        guard object(node, known: Settings.names) != nil else { return nil }
        var settings = Settings()
        return fill(&settings, from: node).isEmpty ? settings : nil
    }

    /// Reads declared settings of a section.
    /// - Returns: the names of the invalid settings.
    mutating func fill<Settings: DeclaredSettings>(
        _ settings: inout Settings, from section: LocatedJSON
    ) -> [String] {
        var invalid: [String] = []
        for field in Settings.fields where !field.read(&self, section, &settings) {
            invalid.append(field.name)
        }
        return invalid
    }
}
