internal import CCMark

/// Conversion of GitHub-flavored Markdown to HTML by cmark-gfm, with tables, strikethrough,
/// automatic links and the tag filter.
package enum MarkdownHTML {
    private typealias Node = OpaquePointer

    private static let extensions = ["table", "strikethrough", "autolink", "tagfilter"]

    /// Converts a Markdown text to HTML; HTML tags in it are kept, except for those that the tag
    /// filter disables, such as `<script>`.
    package static func html(_ markdown: String) -> String {
        // The report collapses text with HTML tags of its own; scripts are disabled by the tag
        // filter and the page's policy.
        html(markdown, options: CMARK_OPT_UNSAFE) { _ in }
    }

    /// Converts a Markdown text to HTML in which HTML tags of the text are shown as they were
    /// written, and links with other schemes than those of web pages and mail lead nowhere.
    package static func htmlWithoutTags(_ markdown: String) -> String {
        html(markdown, options: CMARK_OPT_DEFAULT, edit: showTags)
    }

    /// - Parameter edit: changes the parsed document before it is rendered.
    private static func html(
        _ markdown: String, options: Int32, edit: (Node) -> Void
    ) -> String {
        cmark_gfm_core_extensions_ensure_registered()
        let parser = cmark_parser_new(options)
        defer { cmark_parser_free(parser) }
        for name in extensions {
            if let found = cmark_find_syntax_extension(name) {
                cmark_parser_attach_syntax_extension(parser, found)
            }
        }
        var text = markdown
        text.withUTF8 { bytes in
            bytes.withMemoryRebound(to: CChar.self) {
                cmark_parser_feed(parser, $0.baseAddress, $0.count)
            }
        }
        guard let document = cmark_parser_finish(parser) else { return "" }
        defer { cmark_node_free(document) }
        edit(document)
        let html = cmark_render_html(
            document, options, cmark_parser_get_syntax_extensions(parser))
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return html.map { String(cString: $0) } ?? ""
    }

    /// Replaces the HTML tags of a document by texts.
    private static func showTags(_ document: Node) {
        for node in nodes(of: document) {
            let isBlock = cmark_node_get_type(node) == CMARK_NODE_HTML_BLOCK
            guard isBlock || cmark_node_get_type(node) == CMARK_NODE_HTML_INLINE,
                let text = cmark_node_new(CMARK_NODE_TEXT)
            else { continue }
            cmark_node_set_literal(text, cmark_node_get_literal(node))
            let shown = isBlock ? cmark_node_new(CMARK_NODE_PARAGRAPH) : text
            if isBlock { cmark_node_append_child(shown, text) }
            cmark_node_replace(node, shown)
            cmark_node_free(node)
        }
    }

    /// All nodes of a document.
    private static func nodes(of document: Node) -> [Node] {
        let iterator = cmark_iter_new(document)
        defer { cmark_iter_free(iterator) }
        var nodes: [Node] = []
        var event = cmark_iter_next(iterator)
        while event != CMARK_EVENT_DONE {
            if event == CMARK_EVENT_ENTER, let node = cmark_iter_get_node(iterator) {
                nodes.append(node)
            }
            event = cmark_iter_next(iterator)
        }
        return nodes
    }
}
