/// Settings that are valid one by one and do not make sense together.
package struct Contradiction: Sendable, Hashable {
    /// The consequence of a contradiction.
    package enum Severity: Sendable, Hashable {
        /// The settings cannot be intended: the study is rejected.
        case error
        /// The settings may be intended, as in a short trial run: a note is printed.
        case note
    }

    /// The path of the setting, relative to the kind that declares the rule or to the study, such
    /// as `minimum`.
    package var setting: String
    /// The message: both values, their effect, and the remedy.
    package var message: String
    /// The consequence: the study is rejected, or a note is printed.
    package var severity: Severity

    /// A contradiction of the setting with the path `setting`; an empty path is the object itself.
    package init(_ severity: Severity, _ setting: String, _ message: String) {
        self.severity = severity
        self.setting = setting
        self.message = message
    }

    /// The contradiction with a path relative to the parent object: `minimum` of `schedule` becomes
    /// `schedule.minimum`.
    package func below(_ path: String) -> Contradiction {
        Contradiction(severity, setting.isEmpty ? path : "\(path).\(setting)", message)
    }
}
