import Foundation

/// What people read while a command works: notes and a progress line on standard error.
final class Console: @unchecked Sendable {
    // `lineIsOpen` and `lastDraw` are only touched under `mutex`; the rest is constant.
    private let mutex = NSLock()
    private let isQuiet: Bool
    private let isTerminal = isatty(STDERR_FILENO) == 1
    private var lineIsOpen = false
    private var lastDraw = ContinuousClock.now - .seconds(60)

    init(quiet: Bool = false) { isQuiet = quiet }

    /// A line that stays.
    func note(_ text: String) {
        guard !isQuiet else { return }
        mutex.withLock {
            closeLine()
            write(text + "\n")
        }
    }

    /// A line that stays, quiet or not.
    func warn(_ text: String) {
        mutex.withLock {
            closeLine()
            write(text + "\n")
        }
    }

    /// The line that is drawn over on a terminal; elsewhere one is written every ten seconds.
    func progress(_ text: @autoclosure () -> String) {
        guard !isQuiet else { return }
        mutex.withLock {
            let now = ContinuousClock.now
            guard now - lastDraw > (isTerminal ? .milliseconds(100) : .seconds(10)) else { return }
            lastDraw = now
            if isTerminal {
                write("\r\u{1B}[2K" + String(text().prefix(width - 1)))
                lineIsOpen = true
            } else {
                write(text() + "\n")
            }
        }
    }

    /// Ends the line that is drawn over.
    func close() { mutex.withLock { closeLine() } }

    private func closeLine() {
        if lineIsOpen { write("\r\u{1B}[2K") }
        lineIsOpen = false
    }

    private func write(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

    private var width: Int {
        var size = winsize()
        return ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 20
            ? Int(size.ws_col) : 100
    }
}

/// A duration for people: `8 s`, `2:05`, `1:02:05`.
func durationText(_ seconds: Double) -> String {
    let whole = Int(max(0, seconds).rounded())
    if whole < 60 { return "\(whole) s" }
    let (hours, minutes) = (whole / 3600, whole / 60 % 60)
    return hours > 0
        ? String(format: "%d:%02d:%02d", hours, minutes, whole % 60)
        : String(format: "%d:%02d", minutes, whole % 60)
}

/// `93.4 %`
func percentText(_ share: Double) -> String { String(format: "%.1f %%", share * 100) }

/// Such as `20.3 MB`.
func sizeText(_ bytes: Int) -> String {
    var (value, units) = (Double(bytes), ["B", "kB", "MB", "GB", "TB"][...])
    while value >= 999.95, units.count > 1 {
        value /= 1000
        units.removeFirst()
    }
    let unit = units.first ?? ""
    return String(format: unit == "B" ? "%.0f" : "%.1f", value) + " \(unit)"
}
