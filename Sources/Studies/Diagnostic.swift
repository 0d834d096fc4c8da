package import JSON
package import Vocabulary

/// An error in a study: its source location and its cause.
package struct Diagnostic: Sendable, Hashable {
    /// The source that a value was read from.
    package enum Source: Sendable, Hashable {
        /// A file, by its name, and the location in it; nil for the whole file.
        case file(String, TextLocation?)
        /// An option `--set` of the command line, by its index from 0.
        case override(Int)
    }

    /// The cause of an error, without its wording.
    package enum Issue: Sendable, Hashable {
        case unreadable(String)
        case syntax(JSONError.Issue)
        case value(SettingError)
        case unknownKey(String, of: String, known: [String])
        /// A setting under the name that it had in earlier versions; the text names the new one.
        case renamed(to: String)
        case unknownKind(String, noun: String, known: [String])
        case missing(key: String, expected: String)
        case unsafeName(String)
        case emptyText
        case path(WrittenPathError)
        case weights(String)
        case train(JSONValue)
        case cropBeyondResize(crop: Int, resize: Int)
        case resizeBelowCrop(resize: Int, crop: Int)
        case emptyAxis
        case badAxisPath(String)
        case notSwept(String)
        case repeatedValue(of: JSONPath)
        case repeatedTrial(String)
        case longTrial(String)
        case tooManyTrials(limit: Int)
        case badOverride(String)
        case overrideSyntax(JSONError.Issue, TextLocation)
        case noSettings(JSONPath, JSONValue)
        case noElement(JSONPath, count: Int)
        /// An error found by another module, with its message.
        case other(String)
    }

    /// The source that the value was read from.
    package let source: Source
    /// The path of the value, such as `sweep.schedule[2].rate`; empty for the whole file.
    package let path: JSONPath
    /// The cause of the error.
    package let issue: Issue

    package init(_ source: Source, path: JSONPath, _ issue: Issue) {
        self.source = source
        self.path = path
        self.issue = issue
    }

    /// The name of the study file, or `--set`.
    package var file: String {
        switch source {
        case .file(let name, _): name
        case .override: "--set"
        }
    }

    /// The location in the file; nil for a `--set` and for the whole file.
    package var location: TextLocation? {
        if case .file(_, let location) = source { location } else { nil }
    }

    /// The line, from 1; nil without a location.
    package var line: Int? { location?.line }
    /// The column in characters, from 1; nil without a location.
    package var column: Int? { location?.column }
}

/// All errors of a study, in the order of the file; those of overrides come last.
package struct StudyErrors: Error, Sendable, Hashable {
    /// At least one error; none occurs twice.
    package let diagnostics: [Diagnostic]

    /// - Parameter diagnostics: the errors in any order; repetitions are removed.
    package init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics.unique.enumerated().sorted {
            (Self.rank($0), $0.offset) < (Self.rank($1), $1.offset)
        }
        .map(\.element)
    }

    private static func rank(_ item: (offset: Int, element: Diagnostic)) -> TextLocation {
        switch item.element.source {
        case .file(_, let location): location ?? TextLocation(line: 0, column: 0)
        case .override(let number): TextLocation(line: .max, column: number)
        }
    }
}
