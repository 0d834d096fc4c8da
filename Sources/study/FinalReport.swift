import Reports
import Results
import Terminal

/// Draws the charts and writes the report at the end of a run. A mistake in the narrative is a
/// warning.
/// - Parameter hasPage: whether to write `report.html`, too, even if it does not exist.
/// - Throws: `ResultsError`, `JSONError` or `FileError`.
func writeReport(_ folder: ResultsFolder, _ console: Console, hasPage: Bool = false) throws {
    console.progress("drawing charts")
    try ReportWriter.copyNarrative(beside: folder.readLock().studyFile, into: folder)
    do {
        let outcome = try ReportWriter.make(folder)
        if let error = outcome.plottingError { console.warn("\(error)") }
    } catch let error as NarrativeError {
        console.warn(
            "\(error); the report does not contain your text: correct it and run 'study report'")
    }
    if hasPage { _ = try ReportWriter.writePage(folder) }
    console.note("report: \(folder.reportPath)")
}

/// Removes report, tables and charts of results that a run is about to replace, so that they never
/// show results that the lock does not contain. The run writes them again at its end.
/// - Returns: true if `report.html` was among them.
/// - Throws: `FileError`.
func withdrawReport(_ folder: ResultsFolder, _ console: Console) throws -> Bool {
    let removed = try ReportWriter.withdraw(from: folder)
    if !removed.isEmpty {
        console.note(
            "note: this run replaces results in \(folder.path): its report, tables and charts are removed, and written "
                + "again at the end")
    }
    return removed.contains("report.html")
}
