package import Studies

/// A results folder that cannot be read or written: what is wrong, where, and what to do.
package enum ResultsError: Error, Sendable, Hashable {
    /// The folder has no `study.lock.json`.
    case notResults(folder: String)
    /// A CSV file ends within a quoted field that began on this line.
    case unclosedQuote(file: String, line: Int)
    /// A CSV file without its header line.
    case emptyTable(file: String)
    /// A header without a column that the file must have.
    case missingColumn(file: String, column: String, found: [String])
    /// A row with more or fewer fields than the header.
    case fieldCount(file: String, line: Int, expected: Int, got: Int)
    /// A field that does not hold what its column must.
    case badField(file: String, line: Int, column: String, expected: String, got: String)
    /// A part of a JSON file that does not hold what it must; `place` is `line:column`.
    case badValue(file: String, place: String, path: String, expected: String, got: String)
    /// Settings in the record of a trial that cannot be read, each with its place.
    case badSettings(StudyErrors)
    /// The JSON file was written by a later program.
    case newerSchema(file: String, version: Int, supported: Int)
    /// Another process writes the folder.
    case locked(folder: String, owner: String)
    /// The folder holds the results of another study; each with its name and file.
    case otherStudy(folder: String, found: String, asked: String)
    /// The lock is there and cannot be read.
    case unreadableLock(file: String, reason: String)
    /// A trial that was finished has no `trial.json`.
    case missingTrial(folder: String)
    /// A `trial.json` is of other settings than the lock says.
    case otherTrial(file: String)
    /// A trial whose name would leave the folder.
    case badTrialName(String)
}

extension ResultsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notResults(let folder):
            "\(folder): no study.lock.json here; expected a results folder that 'study run' wrote"
        case .unclosedQuote(let file, let line):
            "\(file):\(line): a quoted field has no closing '\"'"
        case .emptyTable(let file): "\(file):1: expected a header line; the file is empty"
        case .missingColumn(let file, let column, let found):
            "\(file):1: no column '\(column)'; the header has \(found.joined(separator: ", "))"
        case .fieldCount(let file, let line, let expected, let got):
            "\(file):\(line): expected \(expected) fields as in the header, got \(got)"
        case .badField(let file, let line, let column, let expected, let got):
            "\(file):\(line): column '\(column)': expected \(expected), got '\(got)'"
        case .badValue(let file, let place, let path, let expected, let got):
            "\(file):\(place): \(path): expected \(expected), got \(got)"
        case .badSettings(let errors): "\(errors)"
        case .newerSchema(let file, let version, let supported):
            "\(file): written in version \(version) of the format; this program reads versions up to "
                + "\(supported): use a newer program"
        case .locked(let folder, let owner):
            "\(folder): another run writes this folder (\(owner)); wait for it to end, or choose "
                + "another folder with --output"
        case .otherStudy(let folder, let found, let asked):
            "\(folder): holds the results of the study \(found), not of \(asked); nothing was changed. Choose another folder "
                + "with --output, or replace the study here with --replace, which keeps its finished trials in replaced/"
        case .unreadableLock(let file, let reason):
            "\(file): cannot be read, so nothing was changed: \(reason). Use a program that reads it, restore the file, or "
                + "choose another folder with --output; --replace moves it to replaced/ and begins a new one"
        case .missingTrial(let folder):
            "\(folder): no trial.json here, though the trial was finished; 'study run' trains it again"
        case .otherTrial(let file):
            "\(file): its key is not the one in study.lock.json; 'study run' sorts it out"
        case .badTrialName(let name):
            "'\(name)' is no name of a trial: expected letters, digits, '.', '_' and '-'"
        }
    }
}
