package import Studies

/// An error in reading or writing a results folder, with its location and a remedy.
package enum ResultsError: Error, Sendable, Hashable {
    /// The folder has no `study.lock.json`.
    case notResults(folder: String)
    /// A CSV file ends within a quoted field that began on this line.
    case unclosedQuote(file: String, line: Int)
    /// A CSV file has no header line.
    case emptyTable(file: String)
    /// A CSV file does not have a required column.
    case missingColumn(file: String, column: String, found: [String])
    /// A row has more or fewer fields than the header.
    case fieldCount(file: String, line: Int, expected: Int, got: Int)
    /// A field has an invalid value.
    case badField(file: String, line: Int, column: String, expected: String, got: String)
    /// A JSON file has an invalid value; `location` is `line:column`.
    case badValue(file: String, location: String, path: String, expected: String, got: String)
    /// The settings in the record of a trial cannot be read, each error with its location.
    case badSettings(StudyErrors)
    /// The JSON file was written by a later version of the program.
    case newerSchema(file: String, version: Int, supported: Int)
    /// Another process writes to the folder.
    case locked(folder: String, owner: String)
    /// The folder contains the results of another study; both with name and file.
    case otherStudy(folder: String, found: String, asked: String)
    /// The lock exists but cannot be read.
    case unreadableLock(file: String, reason: String)
    /// A finished trial has no `trial.json`.
    case missingTrial(folder: String)
    /// A `trial.json` has another key than the lock.
    case otherTrial(file: String)
    /// The predictions of an evaluation are not those of its record.
    case otherPredictions(file: String)
    /// A trial's name is not a plain file name.
    case badTrialName(String)
}

extension ResultsError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .notResults(let folder):
            "\(folder): no study.lock.json in this folder; expected a results folder that 'study run' wrote"
        case .unclosedQuote(let file, let line):
            "\(file):\(line): a quoted field has no closing '\"'"
        case .emptyTable(let file): "\(file):1: expected a header line; the file is empty"
        case .missingColumn(let file, let column, let found):
            "\(file):1: no column '\(column)'; the header has \(found.joined(separator: ", "))"
        case .fieldCount(let file, let line, let expected, let got):
            "\(file):\(line): expected \(expected) fields as in the header, got \(got)"
        case .badField(let file, let line, let column, let expected, let got):
            "\(file):\(line): column '\(column)': expected \(expected), got '\(got)'"
        case .badValue(let file, let location, let path, let expected, let got):
            "\(file):\(location): \(path): expected \(expected), got \(got)"
        case .badSettings(let errors): "\(errors)"
        case .newerSchema(let file, let version, let supported):
            "\(file): has version \(version) of the format, but this program reads only versions up to "
                + "\(supported); use a newer version of the program"
        case .locked(let folder, let owner):
            "\(folder): another run writes to this folder (\(owner)); wait until it ends, or choose "
                + "another folder with --output"
        case .otherStudy(let folder, let found, let asked):
            "\(folder): contains the results of the study \(found), not of \(asked); nothing was changed. Choose another "
                + "folder with --output, or use --replace to replace the study; its finished trials are then kept in replaced/"
        case .unreadableLock(let file, let reason):
            "\(file): cannot be read, so nothing was changed: \(reason). Use a version of the program that can read it, "
                + "restore the file, or choose another folder with --output; --replace moves it to replaced/ and creates a new one"
        case .missingTrial(let folder):
            "\(folder): no trial.json in this folder, although the trial was finished; 'study run' trains it again"
        case .otherTrial(let file):
            "\(file): its key differs from the one in study.lock.json; 'study run' resolves this"
        case .otherPredictions(let file):
            "\(file): is not the file of the evaluation (its SHA-256 is not that in evaluation.json); "
                + "make the evaluation again with --replace"
        case .badTrialName(let name):
            "'\(name)' is not a valid trial name; expected letters, digits, '.', '_' and '-'"
        }
    }
}
