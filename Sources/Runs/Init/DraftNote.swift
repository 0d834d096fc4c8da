/// An observation of the data, or a choice of a setting, with its reason.
package struct DraftNote: Sendable, Hashable {
    /// The subject: a setting by its path in the study file, or a word such as `data`.
    package let subject: String
    /// One sentence or more.
    package let text: String

    init(_ subject: String, _ text: String) {
        self.subject = subject
        self.text = text
    }
}

extension [DraftNote] {
    mutating func add(_ subject: String, _ text: String) { append(DraftNote(subject, text)) }
}
