import Reports
import Results

/// Draws the charts and writes the report at the end of a run, which no mistake in the researcher's text may spoil.
/// - Throws: `ResultsError`, `JSONError` or `FileError`.
func writeReport(_ folder: ResultsFolder, _ console: Console) throws {
    console.progress("drawing charts")
    try Reports.takeNarrative(beside: folder.readLock().studyFile, into: folder)
    do {
        let outcome = try Reports.make(folder)
        if let problem = outcome.problem { console.warn("\(problem)") }
    } catch let error as NarrativeError {
        console.warn(
            "\(error); the report is without your text until 'study report' finds it in order")
    }
    console.note("report: \(folder.reportPath)")
}
