/// Settings that are valid each by itself and make no sense together.
package struct Contradiction: Sendable, Hashable {
    package enum Severity: Sendable, Hashable {
        /// Nobody can mean it: the study is refused.
        case error
        /// It may be meant, as in a short trial run: it is said.
        case note
    }

    /// The setting at fault, below the kind that declares the rule or from the study on, such as
    /// `minimum`.
    package var setting: String
    /// What is wrong, with both values, and what to do.
    package var message: String
    package var severity: Severity

    package init(_ severity: Severity, _ setting: String, _ message: String) {
        self.severity = severity
        self.setting = setting
        self.message = message
    }

    /// The same from the study on: `minimum` of `schedule` is `schedule.minimum`.
    package func below(_ path: String) -> Contradiction {
        Contradiction(severity, setting.isEmpty ? path : "\(path).\(setting)", message)
    }
}
