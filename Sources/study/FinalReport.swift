import Reports
import Results
import Terminal

/// Draws the charts and writes the report at the end of a run, which no mistake in the researcher's
/// text may spoil.
/// - Parameter hasPage: whether `report.html` is written too, where it is not there.
/// - Throws: `ResultsError`, `JSONError` or `FileError`.
func writeReport(_ folder: ResultsFolder, _ console: Console, hasPage: Bool = false) throws {
    console.progress("drawing charts")
    try ReportWriter.copyNarrative(beside: folder.readLock().studyFile, into: folder)
    do {
        let outcome = try ReportWriter.make(folder)
        if let error = outcome.plottingError { console.warn("\(error)") }
    } catch let error as NarrativeError {
        console.warn(
            "\(error); the report is without your text until 'study report' finds it in order")
    }
    if hasPage { _ = try ReportWriter.writePage(folder) }
    console.note("report: \(folder.reportPath)")
}

/// Removes report, tables and charts that tell of results which a run is about to replace. Whatever
/// becomes of the run, none of them shows results that the lock does not have; its end makes them
/// anew.
/// - Returns: whether `report.html` was among them.
/// - Throws: `FileError`.
func withdrawReport(_ folder: ResultsFolder, _ console: Console) throws -> Bool {
    let removed = try ReportWriter.withdraw(from: folder)
    if !removed.isEmpty {
        console.note(
            "note: report, tables and charts in \(folder.path) show results that this run replaces; they are removed, and "
                + "made anew at the end")
    }
    return removed.contains("report.html")
}
