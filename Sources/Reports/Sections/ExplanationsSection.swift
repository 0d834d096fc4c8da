import Markup
import Results
import Terminal
import Vocabulary

/// The heat maps of the best trial that `study explain` has drawn.
struct ExplanationsSection {
    /// The images and heat maps of the best trial; nil if they were not drawn.
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
            "Heat maps",
            [
                """
                The \(record.split.title) images with the most confident predictions of \(Markdown.code(record.trial)), \
                correct and incorrect, each beside its heat map (Grad-CAM on the last feature map). Brighter regions \
                contribute more to the predicted class. Look for predictions that depend on something other than the \
                finding, such as letters or the edge of the film.
                """,
                Markdown.image(
                    "Images and heat maps", "explanations/\(record.trial).png"),
                Markdown.table(
                    ["prediction", "images", "shown, from left to right"], [.left, .right, .left],
                    rows: rows
                ),
            ])
    }
}
