package import Foundation

/// What people read while a command works: notes, and below them lines that are drawn over, on
/// standard error.
///
/// The lines always end in a line feed, so that whatever ends the process leaves the cursor at the
/// start of a free line.
package final class Console: @unchecked Sendable {
    // `drawn` and `lastDraw` are only touched under `mutex`; the rest is constant.
    private let mutex = NSLock()
    private let isQuiet: Bool
    private let output: FileHandle
    /// Whether lines can be drawn over.
    package let isLive: Bool
    package let style: TextStyle
    /// The lines that stand there to be drawn over.
    private var drawn: [String] = []
    private var lastDraw = ContinuousClock.now - .seconds(60)

    /// - Parameter output: standard error, or standard output where the lines are what was asked
    ///   for.
    package init(quiet: Bool = false, output: FileHandle = .standardError) {
        isQuiet = quiet
        self.output = output
        let environment = ProcessInfo.processInfo.environment
        isLive =
            isatty(output.fileDescriptor) == 1 && TextStyle.canRedraw(environment: environment)
        style = isLive ? TextStyle(environment: environment) : TextStyle()
    }

    /// A line that stays.
    package func note(_ text: String) {
        guard !isQuiet else { return }
        warn(text)
    }

    /// A line that stays, quiet or not.
    package func warn(_ text: String) {
        mutex.withLock {
            let lines = drawn
            replaceDrawn(by: [], after: text + "\n")
            if !lines.isEmpty { replaceDrawn(by: lines) }
        }
    }

    /// The line that is drawn over on a terminal; elsewhere one is written every ten seconds.
    package func progress(_ text: @autoclosure () -> String) {
        guard !isQuiet else { return }
        mutex.withLock {
            let now = ContinuousClock.now
            guard now - lastDraw > (isLive ? .milliseconds(100) : .seconds(10)) else { return }
            lastDraw = now
            if isLive {
                replaceDrawn(by: [String(text().prefix(size.width - 1))])
            } else {
                write(text() + "\n")
            }
        }
    }

    /// Draws lines over those that were drawn last; for a terminal only.
    /// - Parameter lines: given columns and lines that there is room for.
    package func draw(_ lines: (_ width: Int, _ height: Int) -> [String]) {
        guard !isQuiet, isLive else { return }
        mutex.withLock {
            let size = size
            replaceDrawn(by: lines(size.width - 1, size.height - 1))
        }
    }

    /// Takes the lines away that are drawn over.
    package func close() { mutex.withLock { replaceDrawn(by: []) } }

    /// Lets the lines stand that are drawn over.
    package func keep() { mutex.withLock { drawn = [] } }

    /// In one write, line over line, so that nothing flickers.
    /// - Parameter text: what is written in the place of the old lines, before the new ones.
    private func replaceDrawn(by lines: [String], after text: String = "") {
        let (width, height) = size
        // Where the terminal has become narrower, it has broken lines.
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

    /// Columns that a line takes, without its colours.
    private static func columns(_ line: String) -> Int {
        line.replacing(/\u{1B}\[[0-9;]*m/, with: "").count
    }

    private func write(_ text: String) { try? output.write(contentsOf: Data(text.utf8)) }

    /// Columns of the terminal; nil where it is none.
    package var width: Int? { isatty(output.fileDescriptor) == 1 ? size.width : nil }

    private var size: (width: Int, height: Int) {
        var size = winsize()
        guard ioctl(output.fileDescriptor, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0,
            size.ws_row > 0
        else { return (100, 24) }
        return (Int(size.ws_col), Int(size.ws_row))
    }
}
