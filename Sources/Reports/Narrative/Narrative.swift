import JSON
import Markup
import Vocabulary

/// The researcher's own text, with figures, tables, charts and sections of the report in the places
/// that it names.
struct Narrative {
    let markdown: Markdown
    /// The sections of the report that it has placed.
    let sections: Set<String>

    /// What placeholders can stand for.
    struct Sources {
        let facts: Fact
        /// Names that are there, each with its Markdown.
        let charts: [(name: String, markdown: Markdown)]
        /// The sections of the report, each with its Markdown.
        let blocks: [(name: String, markdown: Markdown)]
    }

    /// - Parameters:
    ///   - text: Markdown with the placeholders of `Template`.
    ///   - file: its name, for errors.
    /// - Throws: `NarrativeError` with all placeholders that stand for nothing.
    init(_ text: String, file: String, _ sources: Sources) throws(NarrativeError) {
        var parts: [Markdown] = []
        var sections: Set<String> = []
        let template = Template(text)
        var problems: [NarrativeError.Problem] = []
        for piece in template.pieces {
            if case .block("section", let name, _) = piece { sections.insert(name) }
            do { parts.append(try Self.content(of: piece, sources)) } catch {
                problems.append(.init(place: piece.place, message: error.message))
            }
        }
        if let unclosed = template.unclosed { problems.append(unclosed) }
        guard problems.isEmpty else { throw NarrativeError(file: file, problems: problems) }
        markdown = parts.joined()
        self.sections = sections
    }

    private static func content(
        of piece: Template.Piece, _ sources: Sources
    ) throws(FactError) -> Markdown {
        switch piece {
        case .text(let text): Markdown(source: text)
        case .value(let text, _): try value(text, sources.facts)
        case .block("chart", let name, _): try named(name, "chart", sources.charts)
        case .block("table", let query, _): try FactTable(query, sources.facts).markdown
        case .block("section", let name, _): try named(name, "section", sources.blocks)
        case .block(let kind, _, _):
            throw FactError(
                "no block '\(kind)'; \(Names(["chart", "table", "section"]).suggestion(for: kind))")
        }
    }

    /// A figure or a name, escaped as within a sentence.
    private static func value(_ text: String, _ facts: Fact) throws(FactError) -> Markdown {
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
        return Markdown(shown)
    }

    /// A chart's name may be written with dashes.
    private static func named(
        _ name: String, _ kind: String, _ all: [(name: String, markdown: Markdown)]
    ) throws(FactError) -> Markdown {
        let plain = name.replacing("-", with: "_")
        guard let found = all.first(where: { $0.name.replacing("-", with: "_") == plain }) else {
            throw FactError("no \(kind) '\(name)'; \(Names(all.map(\.name)).suggestion(for: name))")
        }
        return found.markdown
    }
}
