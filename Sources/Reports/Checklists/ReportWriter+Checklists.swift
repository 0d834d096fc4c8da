import Files
import Foundation
import Markup
package import Results

extension Checklist {
    /// The name of the file in the results folder.
    package var fileName: String { "checklist-\(name).md" }
    /// The name of the page in the results folder.
    package var pageName: String { "checklist-\(name).html" }

    private static let mark = "\n<!-- As written by 'study report'; SHA-256 of the text above: "

    /// A text with a last line by which `unsigned` finds whether it was edited since.
    static func signed(_ text: String) -> String {
        "\(text)\(mark)\(SHA256Digest.of(text)) -->\n"
    }

    /// The text that `signed` was given; nil if a person has edited the file since.
    static func unsigned(_ text: String) -> String? {
        text.range(of: mark, options: .backwards).map { String(text[..<$0.lowerBound]) }
            .flatMap { signed($0) == text ? $0 : nil }
    }
}

/// An error that prevents the writing of a checklist.
package enum ChecklistError: Error, Sendable, Hashable, CustomStringConvertible {
    /// A person has edited the file.
    case edited(file: String)
    /// The images of the study can have several labels, for which there are no checklists.
    case severalLabels(folder: String)

    package var description: String {
        switch self {
        case .edited(let file):
            "\(file): edited since the program wrote it; rename it to keep your text, or remove it, then run the command again"
        case .severalLabels(let folder):
            "\(folder): --checklist is for studies of classes that exclude each other; the images of this study can have several labels (dataset.task is multilabel); leave it out"
        }
    }
}

extension ReportWriter {
    /// Checks that no checklist is in the way of a new one.
    /// - Throws: `ChecklistError` for a file that a person has edited, and for a study whose images
    ///   can have several labels; `FileError`.
    package static func requireUnedited(
        _ checklists: [Checklist], in folder: ResultsFolder
    ) throws {
        if !checklists.isEmpty, try folder.readLock().dataset.isMultilabel {
            throw ChecklistError.severalLabels(folder: folder.path)
        }
        for checklist in checklists where try isEdited(checklist, in: folder) {
            throw ChecklistError.edited(file: "\(folder.path)/\(checklist.fileName)")
        }
    }

    /// Whether the file of a checklist exists and a person has changed it.
    static func isEdited(_ checklist: Checklist, in folder: ResultsFolder) throws -> Bool {
        let path = "\(folder.path)/\(checklist.fileName)"
        guard FileManager.default.fileExists(atPath: path) else { return false }
        let text = String(decoding: try OpenFile(path: path).contents(), as: UTF8.self)
        return Checklist.unsigned(text) == nil
    }

    /// Writes the given checklists, and those that exist, so that they never show older results
    /// than the report; a checklist that a person has edited stays as it is.
    static func write(
        _ checklists: [Checklist], in folder: ResultsFolder, _ document: ReportDocument
    ) throws {
        let wanted = try written(in: folder, with: checklists)
        guard !wanted.isEmpty else { return }
        let answers = ChecklistAnswers(document)
        for checklist in wanted {
            try write(
                ChecklistDocument(checklist: checklist, answers: answers).markdown, as: checklist,
                in: folder)
        }
    }

    /// Replaces the text of the checklists by a note, because a run replaces the results.
    static func emptyChecklists(in folder: ResultsFolder) throws {
        for checklist in try written(in: folder, with: []) {
            try write(
                "# \(checklist.title)\n\nA run replaces the results. The report at its end fills this list again.",
                as: checklist, in: folder)
        }
    }

    /// The given checklists and those that exist, without those that a person has edited.
    private static func written(
        in folder: ResultsFolder, with checklists: [Checklist]
    ) throws -> [Checklist] {
        let names = Set(checklists.map(\.name))
        return try Checklist.all.filter { checklist in
            let path = "\(folder.path)/\(checklist.fileName)"
            guard names.contains(checklist.name) || FileManager.default.fileExists(atPath: path)
            else { return false }
            return try !isEdited(checklist, in: folder)
        }
    }

    private static func write(
        _ text: Markdown, as checklist: Checklist, in folder: ResultsFolder
    ) throws {
        try AtomicFile.write(
            Checklist.signed(text.source + "\n"), to: "\(folder.path)/\(checklist.fileName)")
        let page = "\(folder.path)/\(checklist.pageName)"
        if FileManager.default.fileExists(atPath: page) {
            try writePage(of: checklist, in: folder)
        }
    }

    /// Writes the page of a checklist from its file.
    /// - Returns: the path of the page.
    /// - Throws: `ResultsError`, `JSONError` or `FileError`.
    @discardableResult
    package static func writePage(
        of checklist: Checklist, in folder: ResultsFolder
    ) throws -> String {
        let text = try OpenFile(path: "\(folder.path)/\(checklist.fileName)").contents()
        let page = HTMLReport(
            title: "\(checklist.title): \(try folder.readLock().title)",
            markdown: String(decoding: text, as: UTF8.self), folder: folder.path)
        let path = "\(folder.path)/\(checklist.pageName)"
        try AtomicFile.write(page.html, to: path)
        return path
    }
}
