import Foundation

/// An image of a page that the page's own commands make: one below a directive
/// `<!-- image from: PATH -->`.
struct RecordedImage: Sendable {
    /// The index of the image's line in the page.
    let index: Int
    /// The path that the directive gives, from the root of the copy in which the commands run.
    let source: String
    /// The image's file, from the project's root.
    let target: String
}

extension Page {
    /// The images that the page's own commands make.
    var recordedImages: [RecordedImage] {
        let folder = (path as NSString).deletingLastPathComponent
        return prose.compactMap { index, text in
            guard let image = text.firstMatch(of: /!\[[^\]]*\]\(([^)]+)\)/),
                let source = directives(above: index)["image from"]
            else { return nil }
            let target = folder.isEmpty ? String(image.1) : "\(folder)/\(image.1)"
            return RecordedImage(index: index, source: source, target: target)
        }
    }
}
