import Foundation

/// Questions on a terminal: each question is written, and one line is read as its answer. A
/// question is asked again after an answer that is not accepted.
package struct Dialog {
    private let readLine: () -> String?
    private let write: (String) -> Void

    /// Creates a dialog.
    /// - Parameters:
    ///   - readLine: returns the next line of the input without its line feed; nil at the end.
    ///   - write: writes a text to the output.
    package init(readLine: @escaping () -> String?, write: @escaping (String) -> Void) {
        self.readLine = readLine
        self.write = write
    }

    /// The dialog on standard input and standard error.
    package static var terminal: Dialog {
        Dialog(
            readLine: { Swift.readLine() },
            write: { try? FileHandle.standardError.write(contentsOf: Data($0.utf8)) })
    }

    /// True if standard input and standard error are a terminal, so that the user can answer.
    package static var hasTerminal: Bool {
        isatty(STDIN_FILENO) == 1 && isatty(STDERR_FILENO) == 1
    }

    /// Asks a question until its answer is accepted.
    /// - Parameters:
    ///   - question: the question without a colon at its end.
    ///   - fallback: the answer for an empty line, shown in brackets; nil: an empty line is not
    ///     accepted.
    ///   - accept: returns the value of an answer, which has no spaces at its ends; its error is
    ///     written before the question is asked again.
    /// - Throws: `EndOfInput`.
    package func ask<Value>(
        _ question: String, default fallback: String?, accept: (String) throws -> Value
    ) throws(EndOfInput) -> Value {
        while true {
            write(question + (fallback.map { " [\($0)]" } ?? "") + ": ")
            guard let line = readLine() else {
                write("\n")
                throw EndOfInput()
            }
            let typed = line.trimmingCharacters(in: .whitespaces)
            guard let answer = typed.isEmpty ? fallback : typed else {
                write("an answer is needed\n")
                continue
            }
            do { return try accept(answer) } catch { write("\(error)\n") }
        }
    }
}

/// The end of the input of a dialog before its last answer.
package struct EndOfInput: Error, Sendable, CustomStringConvertible {
    /// Creates the error.
    package init() {}

    /// The message for the user.
    package var description: String { "the input ended before the last question" }
}
