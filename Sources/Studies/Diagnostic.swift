package import JSON
package import Vocabulary

/// One thing that is wrong with a study: where it stands and what it is.
package struct Diagnostic: Sendable, Hashable {
    /// What a value was read from.
    package enum Source: Sendable, Hashable {
        /// A file by its name; the place is nil when the file as a whole is meant.
        case file(String, TextLocation?)
        /// A `--set` of the command line, by its number.
        case override(Int)
    }

    /// What is wrong, apart from its wording.
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
        /// Found by another room, in its own words.
        case other(String)
    }

    /// What the value was read from.
    package let source: Source
    /// What is wrong, such as `sweep.schedule[2].rate`; empty: the file as a whole.
    package let path: JSONPath
    /// What is wrong with it.
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

    /// Where it stands in the file; nil for a `--set` and for the file as a whole.
    package var place: TextLocation? {
        if case .file(_, let place) = source { place } else { nil }
    }

    /// Counted from 1.
    package var line: Int? { place?.line }
    /// In characters, counted from 1.
    package var column: Int? { place?.column }
}

/// Everything that is wrong with a study, in the order of the file; overrides come last.
package struct StudyErrors: Error, Sendable, Hashable {
    /// At least one, each once.
    package let diagnostics: [Diagnostic]

    /// - Parameter problems: in any order, possibly with repetitions.
    package init(_ diagnostics: [Diagnostic]) {
        self.diagnostics = diagnostics.unique.enumerated().sorted {
            (Self.rank($0), $0.offset) < (Self.rank($1), $1.offset)
        }
        .map(\.element)
    }

    private static func rank(_ item: (offset: Int, element: Diagnostic)) -> TextLocation {
        switch item.element.source {
        case .file(_, let place): place ?? TextLocation(line: 0, column: 0)
        case .override(let number): TextLocation(line: .max, column: number)
        }
    }
}
