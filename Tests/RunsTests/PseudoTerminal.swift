import Foundation

/// The screen of a terminal, for the sequences that `study` may send; others are recorded in
/// `unknown`.
struct Screen {
    private(set) var rows: Int
    private(set) var columns: Int
    private(set) var lines: [[Character]]
    /// Control sequences that `study` must not send.
    private(set) var unknown: [String] = []
    /// Lines that have scrolled off the top.
    private(set) var scrolled: [String] = []
    private(set) var row = 0
    private(set) var column = 0
    private var sequence: String?

    init(rows: Int, columns: Int) {
        self.rows = rows
        self.columns = columns
        lines = Array(repeating: Array(repeating: " ", count: columns), count: rows)
    }

    /// The rows as text, without blanks at their ends.
    var text: [String] { lines.map { Self.trimmed($0) } }

    private static func trimmed(_ line: [Character]) -> String {
        String(String(line).reversed().drop { $0 == " " }.reversed())
    }

    /// Changes the size without wrapping lines again; lines that do not fit scroll off the top.
    mutating func resize(rows: Int, columns: Int) {
        while row >= rows { scroll() }
        lines = lines.prefix(rows).map { line in
            Array(line.prefix(columns))
                + Array(repeating: " ", count: max(0, columns - line.count))
        }
        while lines.count < rows { lines.append(Array(repeating: " ", count: columns)) }
        (self.rows, self.columns) = (rows, columns)
        column = min(column, columns - 1)
    }

    mutating func feed(_ text: String) {
        // A carriage return with its line feed is a single character in Swift.
        for scalar in text.unicodeScalars { feed(Character(scalar)) }
    }

    private mutating func feed(_ character: Character) {
        if let open = sequence {
            sequence = open + String(character)
            let isIntroduced = open.isEmpty && character == "["
            if !isIntroduced, character.isLetter || open.isEmpty { endSequence() }
            return
        }
        switch character {
        case "\u{1B}": sequence = ""
        case "\r": column = 0
        case "\n":
            row += 1
            if row == rows { scroll() }
        default: put(character)
        }
    }

    private mutating func put(_ character: Character) {
        if column == columns {
            column = 0
            row += 1
            if row == rows { scroll() }
        }
        lines[row][column] = character
        column += 1
    }

    private mutating func scroll() {
        scrolled.append(Self.trimmed(lines.removeFirst()))
        lines.append(Array(repeating: " ", count: columns))
        row -= 1
    }

    private mutating func endSequence() {
        let text = sequence ?? ""
        sequence = nil
        let number = Int(text.dropFirst().dropLast())
        switch text.last {
        case "A": row = max(0, row - (number ?? 1))
        case "K": clear(row, from: min(column, columns))
        case "J":
            clear(row, from: min(column, columns))
            for below in lines.indices.dropFirst(row + 1) { clear(below, from: 0) }
        case "m": break
        default: unknown.append(text)
        }
    }

    private mutating func clear(_ row: Int, from column: Int) {
        for place in column..<columns { lines[row][place] = " " }
    }
}

/// A pseudo-terminal: programs write to `slave`, and the output is drawn on a screen.
final class PseudoTerminal {
    let slave: FileHandle
    private let master: Int32
    private(set) var screen: Screen
    /// All output so far.
    private(set) var raw = ""
    private var rest: [UInt8] = []

    /// `TIOCSPTLCK` and `TIOCGPTN`.
    private static let (setLock, getNumber): (UInt, UInt) = (0x4004_5431, 0x8004_5430)

    init(rows: Int, columns: Int) throws {
        // These calls are those of posix_openpt, grantpt, unlockpt and ptsname on Linux.
        master = open("/dev/ptmx", O_RDWR | O_NOCTTY)
        var (locked, number) = (Int32(0), Int32(0))
        guard master >= 0, ioctl(master, Self.setLock, &locked) == 0,
            ioctl(master, Self.getNumber, &number) == 0
        else { throw POSIXError(.ENOTTY) }
        slave = FileHandle(
            fileDescriptor: open("/dev/pts/\(number)", O_RDWR | O_NOCTTY), closeOnDealloc: true)
        _ = fcntl(master, F_SETFL, O_NONBLOCK)
        screen = Screen(rows: rows, columns: columns)
        setSize(rows: rows, columns: columns)
    }

    deinit { close(master) }

    func resize(rows: Int, columns: Int) {
        read()
        screen.resize(rows: rows, columns: columns)
        setSize(rows: rows, columns: columns)
    }

    private func setSize(rows: Int, columns: Int) {
        var size = winsize(
            ws_row: UInt16(rows), ws_col: UInt16(columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(master, UInt(TIOCSWINSZ), &size)
    }

    /// Sends a text as if it were typed.
    func type(_ text: String) {
        _ = Array(text.utf8).withUnsafeBytes { write(master, $0.baseAddress, $0.count) }
    }

    /// Draws the output so far.
    func read() {
        var buffer = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = Foundation.read(master, &buffer, buffer.count)
            guard count > 0 else { break }
            rest += buffer[..<count]
        }
        // A character of several bytes may be incomplete.
        let end = rest.lastIndex { $0 < 0x80 }.map { $0 + 1 } ?? 0
        let text = String(decoding: rest[..<end], as: UTF8.self)
        rest.removeFirst(end)
        raw += text
        screen.feed(text)
    }
}
