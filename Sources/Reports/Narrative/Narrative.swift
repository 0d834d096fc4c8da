import JSON
import Markup
import Vocabulary

/// The researcher's own text, with its placeholders replaced by values, tables, charts and sections
/// of the report.
struct Narrative {
    /// The text with all placeholders replaced.
    let markdown: Markdown
    /// The names of the report's sections that the text contains.
    let sections: Set<String>

    /// The content that placeholders can name.
    struct Sources {
        let variables: TemplateValue
        /// The names of the available charts, each with its Markdown.
        let charts: [(name: String, markdown: Markdown)]
        /// The sections of the report, each with its Markdown.
        let blocks: [(name: String, markdown: Markdown)]
    }

    /// Replaces the placeholders of a text.
    /// - Parameters:
    ///   - text: Markdown with the placeholders of `Template`.
    ///   - file: the name of the text's file, for errors.
    /// - Throws: `NarrativeError` with all unknown placeholders.
    init(_ text: String, file: String, _ sources: Sources) throws(NarrativeError) {
        var parts: [Markdown] = []
        var sections: Set<String> = []
        let template = Template(text)
        var diagnostics: [NarrativeError.Diagnostic] = []
        for part in template.parts {
            if case .block("section", let name, _) = part { sections.insert(name) }
            do { parts.append(try Self.content(of: part, sources)) } catch {
                diagnostics.append(.init(location: part.location, message: error.message))
            }
        }
        if let unclosed = template.unclosed { diagnostics.append(unclosed) }
        guard diagnostics.isEmpty else {
            throw NarrativeError(file: file, diagnostics: diagnostics)
        }
        markdown = parts.joined()
        self.sections = sections
    }

    private static func content(
        of part: Template.Part, _ sources: Sources
    ) throws(VariableError) -> Markdown {
        switch part {
        case .text(let text): Markdown(source: text)
        case .value(let text, _): try value(text, sources.variables)
        case .block("chart", let name, _): try named(name, "chart", sources.charts)
        case .block("table", let query, _): try VariableTable(query, sources.variables).markdown
        case .block("section", let name, _): try named(name, "section", sources.blocks)
        case .block(let kind, _, _):
            throw VariableError(
                "unknown block '\(kind)'; \(Names(["chart", "table", "section"]).suggestion(for: kind))"
            )
        }
    }

    /// The text of a variable, escaped as within a sentence.
    private static func value(_ text: String, _ variables: TemplateValue) throws(VariableError)
        -> Markdown
    {
        guard let path = VariablePath(text) else {
            throw VariableError(
                "'\(text)' is not a variable; expected a name such as best.network or trials[\"vgg16-cosine\"].test_accuracy"
            )
        }
        let variable = try path.variable(in: variables)
        if case .absent(let reason) = variable {
            throw VariableError("'\(text)' has no value: \(reason)")
        }
        guard let shown = variable.shown else {
            throw VariableError(
                "'\(text)' is not a single value; name one of its members: \(variable.names.joined(separator: ", "))"
            )
        }
        return Markdown(shown)
    }

    /// The Markdown of a chart or section. Its name may have dashes in place of underscores.
    private static func named(
        _ name: String, _ kind: String, _ all: [(name: String, markdown: Markdown)]
    ) throws(VariableError) -> Markdown {
        let plain = name.replacing("-", with: "_")
        guard let found = all.first(where: { $0.name.replacing("-", with: "_") == plain }) else {
            throw VariableError(
                "unknown \(kind) '\(name)'; \(Names(all.map(\.name)).suggestion(for: name))")
        }
        return found.markdown
    }
}
