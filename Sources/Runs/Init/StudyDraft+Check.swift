import Datasets
import Foundation
import JSON
import Results
import Studies
import Terminal
import Vocabulary

extension StudyDraft {
    /// Checks the study as `study validate` does, and adds what only a look at every image shows:
    /// images that cannot be read are skipped.
    /// - Parameters:
    ///   - file: the name of the study file in messages.
    ///   - folder: the folder of the study file.
    ///   - progress: called with the name of a task, the number of items done and the total.
    /// - Returns: the number of trials.
    /// - Throws: `StudyErrors` with everything that is wrong; `DatasetError`, `FileError`.
    package mutating func check(
        as file: String, in folder: String,
        progress: (String, Int, Int) -> Void = { _, _, _ in }
    ) throws -> Int {
        func study() throws -> Study {
            try StudyFile.read(
                bytes: Array(text.utf8), file: file, folder: folder, catalog: .all)
        }
        if var settings = try study().trials.first?.settings.dataset, settings.phantom == nil {
            settings.onBadImage = .skip
            let data = try TrialData(settings, progress: progress)
            let skipped = data.splits.values.flatMap(\.skipped)
                .sorted { $0.path.utf8.lexicographicallyPrecedes($1.path.utf8) }
            if !skipped.isEmpty { skip(skipped) }
        }
        let checked = try study()
        _ = try StudyPlan(
            checked, folder: ResultsFolder("results/\(name)"), phantoms: .cache,
            progress: progress)
        return checked.trials.count
    }

    private mutating func skip(_ images: [BadImage]) {
        json["dataset"]?["onBadImage"] = "skip"
        let note = DraftNote(
            "dataset.onBadImage",
            "\(Formatting.plural(images.count, "image")) cannot be read and "
                + "\(images.count == 1 ? "is" : "are") skipped: "
                + Self.list(images.map { "\($0.path) \($0.reason)" }))
        let last = notes.lastIndex { $0.subject.hasPrefix("dataset.") }
        notes.insert(note, at: last.map { $0 + 1 } ?? notes.count)
    }

    /// The first texts, and the number of the others.
    static func list(_ texts: [String]) -> String {
        let more = texts.count - 5
        return texts.prefix(5).joined(separator: "; ") + (more > 0 ? " and \(more) more" : "")
    }
}
