internal import CCMark

/// Conversion of GitHub-flavored Markdown to HTML by cmark-gfm, with tables, strikethrough,
/// automatic links and the tag filter.
package enum MarkdownHTML {
    private static let extensions = ["table", "strikethrough", "autolink", "tagfilter"]

    /// Converts a Markdown text to HTML; HTML tags in it are kept, except for those that the tag
    /// filter disables, such as `<script>`.
    package static func html(_ markdown: String) -> String {
        cmark_gfm_core_extensions_ensure_registered()
        // The report collapses text with HTML tags of its own; scripts are disabled by the tag
        // filter and the page's policy.
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
