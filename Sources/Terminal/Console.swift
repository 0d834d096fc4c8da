package import Foundation
import Synchronization

/// The messages that a command prints while it runs, on standard error: permanent lines, and below
/// them lines that are redrawn.
///
/// The redrawn lines always end in a line feed, so that the cursor is at the start of an empty line
/// however the process ends.
package final class Console: Sendable {
    private struct State {
        /// The lines on the screen that the next drawing replaces.
        var drawn: [String] = []
        var lastDraw = ContinuousClock.now - .seconds(60)
    }

    private let state = Mutex(State())
    private let isQuiet: Bool
    private let output: FileHandle
    /// True if the output is a terminal on which lines can be redrawn.
    package let isLive: Bool
    /// The style of text: plain unless the output is a terminal on which lines can be redrawn.
    package let style: TextStyle

    /// - Parameter output: standard error, or standard output if the lines are the command's
    ///   result.
    package init(quiet: Bool = false, output: FileHandle = .standardError) {
        isQuiet = quiet
        self.output = output
        let environment = ProcessInfo.processInfo.environment
        isLive =
            isatty(output.fileDescriptor) == 1 && TextStyle.canRedraw(environment: environment)
        style = isLive ? TextStyle(environment: environment) : TextStyle()
    }

    /// Prints a permanent line, unless the console is quiet.
    package func note(_ text: String) {
        guard !isQuiet else { return }
        warn(text)
    }

    /// Prints a permanent line, even if the console is quiet.
    package func warn(_ text: String) {
        state.withLock { state in
            let lines = state.drawn
            replace(&state.drawn, by: [], after: text + "\n")
            if !lines.isEmpty { replace(&state.drawn, by: lines) }
        }
    }

    /// Redraws a single line on a terminal, at most ten times a second; elsewhere prints it at most
    /// once in ten seconds.
    package func progress(_ text: @autoclosure () -> String) {
        guard !isQuiet else { return }
        state.withLock { state in
            let now = ContinuousClock.now
            let pause: Duration = isLive ? .milliseconds(100) : .seconds(10)
            guard now - state.lastDraw > pause else { return }
            state.lastDraw = now
            if isLive {
                replace(&state.drawn, by: [String(text().prefix(size.width - 1))])
            } else {
                write(text() + "\n")
            }
        }
    }

    /// Replaces the lines that were drawn last; without a terminal it has no effect.
    /// - Parameter lines: called with the number of columns and lines that are available.
    package func draw(_ lines: (_ width: Int, _ height: Int) -> [String]) {
        guard !isQuiet, isLive else { return }
        state.withLock { state in
            let size = size
            replace(&state.drawn, by: lines(size.width - 1, size.height - 1))
        }
    }

    /// Removes the redrawn lines.
    package func close() { state.withLock { replace(&$0.drawn, by: []) } }

    /// Leaves the redrawn lines on the screen; later lines are drawn below them.
    package func keep() { state.withLock { $0.drawn = [] } }

    /// Replaces the redrawn lines in a single write, line over line, to avoid flicker.
    /// - Parameter text: the text written in place of the old lines, before the new ones.
    private func replace(
        _ drawn: inout [String], by lines: [String], after text: String = ""
    ) {
        let (width, height) = size
        // A terminal that has become narrower has wrapped lines.
        let rows = drawn.reduce(0) { rows, line in
            rows + max(1, (Self.columns(line) + width - 1) / width)
        }
        var output = ""
        if rows > 0 { output += "\r\u{1B}[\(min(rows, height - 1))A" }
        if !text.isEmpty, rows > 0 { output += "\u{1B}[J" }
        output += text
        output += lines.map { "\($0)\(isLive ? "\u{1B}[K" : "")\n" }.joined()
        if rows > 0, text.isEmpty { output += "\u{1B}[J" }
        drawn = lines
        if !output.isEmpty { write(output) }
    }

    /// The number of columns of a line, without its color codes.
    private static func columns(_ line: String) -> Int {
        line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
    }

    private func write(_ text: String) { try? output.write(contentsOf: Data(text.utf8)) }

    /// The number of columns of the terminal; nil if the output is not a terminal.
    package var width: Int? { isatty(output.fileDescriptor) == 1 ? size.width : nil }

    private var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(output.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
            size.ws_row > 0
        else { return (100, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
