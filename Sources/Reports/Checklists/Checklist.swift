import Markup

/// A reporting guide for studies of AI: its items in short, each with the function that answers it
/// from a results folder.
///
/// To add a guide, add a file with an extension that declares it, and a line in `all`. The items
/// are paraphrased, because the wording of a guide belongs to its authors; the numbers are those of
/// the guide.
package struct Checklist: Sendable {
    /// The name on the command line and in the file's name, such as `claim`.
    package let name: String
    /// The short name with the version, such as `CLAIM 2024`.
    package let title: String
    /// The sentences on what the guide is for and how its items are counted.
    let scope: Markdown
    /// The reference, without the DOI.
    let citation: String
    let doi: String
    let sections: [Section]

    /// The guides, in the order of the documentation.
    package static let all: [Checklist] = [.claim, .tripodAI, .stardAI]

    /// The names of all guides, for help and errors.
    package static var names: String { all.map(\.name).joined(separator: ", ") }

    /// A part of a guide, such as `Methods: data`.
    struct Section: Sendable {
        let title: String
        let items: [ChecklistItem]

        init(_ title: String, _ items: [ChecklistItem]) {
            (self.title, self.items) = (title, items)
        }
    }

    /// All items, in the order of the guide.
    var items: [ChecklistItem] { sections.flatMap(\.items) }
}

/// An item of a reporting guide.
struct ChecklistItem: Sendable {
    /// The number in the guide, such as `12a`.
    let number: String
    /// The topic in a few words.
    let topic: Markdown
    private let answer: @Sendable (ChecklistAnswers) -> ChecklistAnswer

    /// - Parameter answer: returns what a results folder shows, and what it leaves open.
    init(
        _ number: String, _ topic: Markdown,
        _ answer: @escaping @Sendable (ChecklistAnswers) -> ChecklistAnswer
    ) {
        (self.number, self.topic, self.answer) = (number, topic, answer)
    }

    /// An item that no results folder can answer.
    /// - Parameter open: the sentence on what the authors add.
    init(_ number: String, _ topic: Markdown, open: Markdown) {
        self.init(number, topic) { _ in .open(open) }
    }

    /// The answer of a results folder.
    func answer(_ answers: ChecklistAnswers) -> ChecklistAnswer {
        let answer = answer(answers)
        return answer.found.isEmpty && answer.open.isEmpty
            ? .open("This folder does not record it.") : answer
    }
}

/// The answer of a results folder to an item, and the rest that its authors have to add.
struct ChecklistAnswer: Sendable, Hashable {
    /// Whether an item is answered.
    enum State: String, Sendable, CaseIterable { case answered, partly, open }

    /// The sentences on what the folder shows.
    let found: [Markdown]
    /// The sentences on what is missing.
    let open: [Markdown]

    init(found: [Markdown], open: [Markdown] = []) { (self.found, self.open) = (found, open) }

    /// An answer that leaves nothing open.
    static func found(_ sentences: Markdown...) -> Self { Self(found: sentences) }
    /// An item of which the folder shows nothing.
    static func open(_ sentences: Markdown...) -> Self { Self(found: [], open: sentences) }

    /// Both answers; what either leaves open is open.
    static func + (left: Self, right: Self) -> Self {
        Self(
            found: left.found + right.found.filter { !left.found.contains($0) },
            open: left.open + right.open.filter { !left.open.contains($0) })
    }

    var state: State { found.isEmpty ? .open : open.isEmpty ? .answered : .partly }

    /// The sentences, those for the authors last.
    var markdown: Markdown {
        let missing: [Markdown] =
            open.isEmpty ? [] : ["**For the authors:** \(open.joined(separator: " "))"]
        return (found + missing).joined(separator: " ")
    }
}
