internal import CCMark

/// Markdown as GitHub reads it, as HTML: by cmark-gfm, with tables, and with the tags that it
/// permits.
package enum MarkdownHTML {
    private static let extensions = ["table", "strikethrough", "autolink", "tagfilter"]

    package static func html(_ markdown: String) -> String {
        cmark_gfm_core_extensions_ensure_registered()
        // The report folds text away with HTML of its own; scripts and their like are made harmless
        // by the tag filter and the page's policy.
        let options = CMARK_OPT_UNSAFE
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
        let document = cmark_parser_finish(parser)
        defer { cmark_node_free(document) }
        let html = cmark_render_html(
            document, options, cmark_parser_get_syntax_extensions(parser))
        defer { cmark_get_default_mem_allocator().pointee.free(html) }
        return html.map { String(cString: $0) } ?? ""
    }
}
