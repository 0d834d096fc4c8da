import Foundation
import Results
import Synchronization

/// The file `log.txt` of the trials of a job, with the standard error of their process and the way
/// in which it ended.
///
/// Text is written at once, so that the log of a running trial can be read, and also that of a
/// killed run. Errors of writing are ignored, since a log is not a result.
final class ProcessLog: Sendable {
    /// The open log files, one for each trial.
    private let handles: [FileHandle]
    private let written = Mutex(Written())
    private static let tailLength = 4000
    private static let longestLine = 200
    /// The path of the first trial's log, relative to the results folder.
    private let path: String
    /// The number of the first line that the process has written.
    private let firstLine: Int

    /// The text that the process has written so far.
    private struct Written {
        enum Text {
            case none
            /// A single line or a part of it.
            case line(Data)
            /// Several lines, or one that is too long for a message.
            case long
        }

        var tail = Data()
        var text = Text.none

        mutating func add(_ data: Data) {
            tail = Data((tail + data).suffix(ProcessLog.tailLength))
            guard !data.isEmpty else { return }
            let whole: Data
            switch text {
            case .none: whole = data
            case .line(let line): whole = line + data
            case .long: return
            }
            let inner = whole.last == UInt8(ascii: "\n") ? whole.dropLast() : whole
            let isLine =
                whole.count <= ProcessLog.longestLine && !inner.contains(UInt8(ascii: "\n"))
            text = isLine ? .line(whole) : .long
        }
    }

    /// Opens the logs; a log that cannot be opened is left out.
    init(_ folders: [TrialFolder]) {
        path = folders.first.map { "trials/\($0.id)/log.txt" } ?? "log.txt"
        let before = folders.first.flatMap { FileManager.default.contents(atPath: $0.logPath) }
        // The first line is the note on the start of the process.
        firstLine = (before ?? Data()).count { $0 == UInt8(ascii: "\n") } + 2
        handles = folders.compactMap { folder in
            guard (try? folder.create()) != nil else { return nil }
            let descriptor = open(folder.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            return descriptor < 0
                ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
    }

    /// Adds a comment of the run: a line that begins with `#` and the time.
    func note(_ text: String) { put(Data("# \(Date().ISO8601Format()) \(text)\n".utf8)) }

    /// Adds text that the process has written.
    func add(_ data: Data) {
        put(data)
        written.withLock { $0.add(data) }
    }

    /// A reference to the text that the process has written, with the text itself if it is a single
    /// line without addresses; nil if the process has written nothing.
    var summary: String? {
        let location = "\(path), line \(firstLine)"
        switch written.withLock({ $0.text }) {
        case .none: return nil
        case .line(let data):
            let line = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
            return line.contains("0x") ? "see \(location)" : "\(line) (\(location))"
        case .long: return "see the log from \(location)"
        }
    }

    /// The last 20 lines that the process has written.
    var standardErrorTail: [String] {
        let tail = written.withLock { $0.tail }
        return String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(20)
            .map(String.init)
    }

    private func put(_ data: Data) {
        for handle in handles { try? handle.write(contentsOf: data) }
    }
}
