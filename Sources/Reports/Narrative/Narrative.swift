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
        let variables: TemplateValue
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
        var problems: [NarrativeError.Diagnostic] = []
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
    ) throws(VariableError) -> Markdown {
        switch piece {
        case .text(let text): Markdown(source: text)
        case .value(let text, _): try value(text, sources.variables)
        case .block("chart", let name, _): try named(name, "chart", sources.charts)
        case .block("table", let query, _): try VariableTable(query, sources.variables).markdown
        case .block("section", let name, _): try named(name, "section", sources.blocks)
        case .block(let kind, _, _):
            throw VariableError(
                "no block '\(kind)'; \(Names(["chart", "table", "section"]).suggestion(for: kind))")
        }
    }

    /// A figure or a name, escaped as within a sentence.
    private static func value(_ text: String, _ variables: TemplateValue) throws(VariableError)
        -> Markdown
    {
        guard let path = VariablePath(text) else {
            throw VariableError(
                "'\(text)' is no name; expected one such as best.network or trials[\"vgg16-cosine\"].test_accuracy"
            )
        }
        let variable = try path.variable(in: variables)
        if case .absent(let reason) = variable { throw VariableError("no '\(text)': \(reason)") }
        guard let shown = variable.shown else {
            throw VariableError("'\(text)' has members: \(variable.names.joined(separator: ", "))")
        }
        return Markdown(shown)
    }

    /// A chart's name may be written with dashes.
    private static func named(
        _ name: String, _ kind: String, _ all: [(name: String, markdown: Markdown)]
    ) throws(VariableError) -> Markdown {
        let plain = name.replacing("-", with: "_")
        guard let found = all.first(where: { $0.name.replacing("-", with: "_") == plain }) else {
            throw VariableError(
                "no \(kind) '\(name)'; \(Names(all.map(\.name)).suggestion(for: name))")
        }
        return found.markdown
    }
}
