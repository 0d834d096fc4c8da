import Foundation

/// A link or an image of a page.
struct Link {
    /// The page and the line.
    let place: String
    /// The target as it is written.
    let target: String
    let isImage: Bool
}

extension Page {
    /// All links and images outside of code.
    var links: [Link] {
        prose.flatMap { index, line -> [Link] in
            let text = line.replacing(/`[^`]*`/, with: "code")
            func link(_ target: Substring, _ isImage: Bool) -> Link {
                Link(place: "\(path):\(index + 1)", target: String(target), isImage: isImage)
            }
            let plain = /(!?)\[(?:[^\[\]]|!\[[^\]]*\]\([^)]*\))*\]\(([^)\s]+)[^)]*\)/
            let inline = text.matches(of: plain).map { link($0.2, !$0.1.isEmpty) }
            // An image within the text of a link.
            let inner = text.matches(of: /\[!\[[^\]]*\]\(([^)\s]+)\)\]/).map { link($0.1, true) }
            let references = text.matches(of: /^\[[^\]^]+\]: +(\S+)/).map { link($0.1, false) }
            let tags = text.matches(of: /<img[^>]*src="([^"]+)"/).map { link($0.1, true) }
            return inline + inner + references + tags
        }
    }

    /// The anchors of the headings, as GitHub and the documentation site make them.
    var anchors: [String] {
        prose.compactMap { _, line in
            guard let heading = line.wholeMatch(of: /#{1,6} +(.*?)(?: #+)?\s*/) else { return nil }
            let text = String(heading.1).replacing(/\[([^\]]*)\]\([^)]*\)/) { $0.1 }
            return text.lowercased()
                .filter { $0.isLetter || $0.isNumber || "_- ".contains($0) }
                .replacing(" ", with: "-")
        }
    }
}
