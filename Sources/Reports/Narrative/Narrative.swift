import Settings

/// The researcher's own text, with figures, tables, charts and sections of the report in the places that it names.
struct Narrative {
    /// Markdown.
    let markdown: String
    /// The sections of the report that it has placed.
    let sections: Set<String>

    /// - Parameters:
    ///   - text: Markdown with the placeholders of `Template`.
    ///   - file: its name, for errors.
    ///   - charts: names that are there, each with its Markdown.
    ///   - blocks: the sections of the report, each with its Markdown.
    /// - Throws: `NarrativeError` for a placeholder that stands for nothing.
    init(
        _ text: String, file: String, facts: Fact, charts: [(name: String, markdown: String)],
        blocks: [(name: String, markdown: String)]
    ) throws(NarrativeError) {
        var markdown = ""
        var sections: Set<String> = []
        for piece in try Template(text, file: file).pieces {
            let (content, place): (() throws(FactError) -> String, Place)
            switch piece {
            case .text(let text):
                markdown += text
                continue
            case .value(let text, let at):
                place = at
                content = { () throws(FactError) in try Self.value(text, facts) }
            case .block("chart", let name, let at):
                place = at
                content = { () throws(FactError) in try Self.named(name, "chart", charts) }
            case .block("table", let query, let at):
                place = at
                content = { () throws(FactError) in try FactTable(query, facts).markdown }
            case .block("section", let name, let at):
                place = at
                sections.insert(name)
                content = { () throws(FactError) in try Self.named(name, "section", blocks) }
            case .block(let kind, _, let at):
                place = at
                content = { () throws(FactError) in
                    throw FactError(
                        "no block '\(kind)'; \(Names(["chart", "table", "section"]).suggestion(for: kind))"
                    )
                }
            }
            do { markdown += try content() } catch {
                throw NarrativeError(file: file, place: place, message: error.message)
            }
        }
        self.markdown = markdown
        self.sections = sections
    }

    private static func value(_ text: String, _ facts: Fact) throws(FactError) -> String {
        guard let path = FactPath(text) else {
            throw FactError(
                "'\(text)' is no name; expected one such as best.network or trials[\"vgg16-cosine\"].test_accuracy"
            )
        }
        let fact = try path.fact(in: facts)
        if case .absent(let reason) = fact { throw FactError("no '\(text)': \(reason)") }
        guard let shown = fact.shown else {
            throw FactError("'\(text)' has members: \(fact.names.joined(separator: ", "))")
        }
        return shown
    }

    /// A chart's name may be written with dashes.
    private static func named(
        _ name: String, _ kind: String, _ all: [(name: String, markdown: String)]
    ) throws(FactError) -> String {
        let plain = name.replacing("-", with: "_")
        guard let found = all.first(where: { $0.name.replacing("-", with: "_") == plain }) else {
            throw FactError("no \(kind) '\(name)'; \(Names(all.map(\.name)).suggestion(for: name))")
        }
        return found.markdown
    }
}
