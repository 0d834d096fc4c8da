import Foundation
package import Markup

extension ResultsFolder {
    /// `report.md` as a page with all pictures in it, and its policy for browsers: what it may
    /// load.
    /// - Parameter title: nil: the study's.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    package func page(title: String? = nil) throws -> HTMLReport {
        HTMLReport(
            title: try title ?? readLock().title,
            markdown: String(
                decoding: FileManager.default.contents(atPath: reportPath) ?? Data(),
                as: UTF8.self), folder: path)
    }
}
