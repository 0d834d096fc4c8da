import Markup
import Results
import Terminal
import Vocabulary

/// Where the best trial looks, as `study explain` has drawn it.
struct ExplanationsSection {
    /// Of the best trial; nil where nothing was drawn.
    let record: ExplanationRecord?

    var markdown: Markdown? {
        guard let record else { return nil }
        let rows = record.rows.map { row -> [Markdown] in
            [
                "actual \(row.label), predicted \(row.predicted)",
                Markdown(Formatting.count(row.count)),
                row.images.map { Markdown.code($0.file) }.joined(separator: ", "),
            ]
        }
        return Markdown.section(
            "Where the network looks",
            [
                """
                The \(record.split.title) images that \(Markdown.code(record.trial)) predicted with the highest probabilities, \
                correctly and incorrectly, each beside its heat map: Grad-CAM on the last feature map, the brighter the \
                more. Look for predictions that rest on something else than the finding, such as letters or the edge of \
                the film.
                """,
                Markdown.image(
                    "Images and heat maps", "explanations/\(record.trial).png"),
                Markdown.table(
                    ["prediction", "images", "shown, from the left"], [.left, .right, .left],
                    rows: rows
                ),
            ])
    }
}
