import Analysis
import Foundation
import Markup
import Results
import Terminal
import Vocabulary

/// The page of a study.
struct StudyView: PageView {
    static let template = "study"

    let path: String
    let title: String
    /// The question as HTML; nil if there is none.
    let question: String?
    let hasReport: Bool
    /// The part that changes while the study runs.
    let live: LiveView
    /// The charts; nil if there are none.
    let gallery: Gallery?

    /// The gallery of charts.
    struct Gallery {
        let charts: [Chart]
    }

    /// A chart of the gallery.
    struct Chart {
        /// The file name, percent-encoded.
        let file: String
        /// The path of the study's page.
        let path: String
        let title: String
    }

    /// Reads the results of a study.
    /// - Throws: `ProblemDetails`.
    init(_ entry: StudyIndex.Entry) throws(ProblemDetails) {
        let lock: StudyLock
        do { lock = try entry.results.readLock() } catch {
            throw ProblemDetails(.broken, "the study's results cannot be read", cause: error)
        }
        path = entry.path
        title = lock.title
        question = lock.question.isEmpty ? nil : MarkdownHTML.htmlWithoutTags(lock.question)
        hasReport = entry.hasReport
        live = try LiveView(entry)
        let titles = ReportedCharts(entry.results).titles
        let charts = entry.charts.map { file in
            Chart(
                file: StudyIndex.Entry.escaped(file), path: entry.path,
                title: titles[String(file.dropLast(4))] ?? file)
        }
        gallery = charts.isEmpty ? nil : Gallery(charts: charts)
    }
}

/// The page with the list of all studies.
struct StudiesView: PageView {
    static let template = "studies"

    /// The list; nil if there are no studies.
    let list: List?

    /// The list of studies.
    struct List {
        let studies: [Line]
    }

    /// A row of the list.
    struct Line {
        let path: String
        let title: String
        /// The name of the folder; nil if it is the title.
        let name: String?
        let state: String
        /// The reason why the study cannot be read; nil if it can.
        var problem: String?
        var isRunning = false
        var done = ""
        var choice = ""
        var images = ""
    }

    init(_ entries: [StudyIndex.Entry]) {
        list = entries.isEmpty ? nil : List(studies: entries.map(Line.init))
    }
}

extension StudiesView.Line {
    fileprivate init(_ entry: StudyIndex.Entry) {
        do {
            self.init(
                entry, try entry.results.readLock(), try StudyStatus(entry.results))
        } catch {
            self.init(
                path: entry.path, title: entry.name, name: nil, state: "cannot be read",
                problem: entry.message(error))
        }
    }

    private init(_ entry: StudyIndex.Entry, _ lock: StudyLock, _ status: StudyStatus) {
        let choice =
            status.isFinished
            ? (try? StudyResults(entry.results, hasPredictions: false)).flatMap {
                ChoiceWording($0).line
            } : nil
        self.init(
            path: entry.path, title: lock.title,
            name: lock.title == entry.name ? nil : entry.name, state: status.word,
            isRunning: status.isRunning,
            done: "\(status.done) of \(status.trials.count)", choice: choice ?? "–",
            images: lock.dataset.path)
    }
}

extension StudyStatus {
    /// The number of trials that need no more training.
    var done: Int { trials.count { $0.state == .done || $0.state == .stopped } }

    /// The state of the study, for people.
    var word: String {
        if isRunning { return "running" }
        if hasDied { return "interrupted" }
        if done == trials.count { return "complete" }
        return trials.contains { $0.state == .failed } ? "some trials failed" : "incomplete"
    }
}
