import Foundation
package import Markup

extension ResultsFolder {
    /// The page of `report.md`, which contains all images and a content security policy for
    /// browsers.
    /// - Parameter title: the title of the page; nil: the study's.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func page(title: String? = nil) throws -> HTMLReport {
        HTMLReport(
            title: try title ?? readLock().title,
            markdown: String(
                decoding: FileManager.default.contents(atPath: reportPath) ?? Data(),
                as: UTF8.self), folder: path)
    }
}
