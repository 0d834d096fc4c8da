import Foundation
import Results
import Synchronization

/// `log.txt` of the trials of a job: what their process writes to its standard error, and how it
/// ended.
///
/// Text is added as it comes, so that there is something to read of a trial that is still training,
/// and of one whose run was killed. What cannot be written is left out: a log is no result.
final class ProcessLog: Sendable {
    /// The files of the log, open as long as this object exists.
    private let handles: [FileHandle]
    private let written = Mutex(Written())
    private static let tailLength = 4000
    private static let longestLine = 200
    /// The first trial's log, from the results folder on.
    private let path: String
    /// The number of its first line that is the process's.
    private let firstLine: Int

    /// What the process has written so far.
    private struct Written {
        enum Text {
            case none
            /// One line or a part of it.
            case line(Data)
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

    init(_ folders: [TrialFolder]) {
        path = folders.first.map { "trials/\($0.id)/log.txt" } ?? "log.txt"
        let before = folders.first.flatMap { FileManager.default.contents(atPath: $0.logPath) }
        // The note that the process has started comes first.
        firstLine = (before ?? Data()).count { $0 == UInt8(ascii: "\n") } + 2
        handles = folders.compactMap { folder in
            guard (try? folder.create()) != nil else { return nil }
            let descriptor = open(folder.logPath, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o666)
            return descriptor < 0
                ? nil : FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
        }
    }

    /// Adds a line of the run's own.
    func note(_ text: String) { put(Data("# \(Date().ISO8601Format()) \(text)\n".utf8)) }

    /// Adds what the process has written.
    func add(_ data: Data) {
        put(data)
        written.withLock { $0.add(data) }
    }

    /// Where to read what the process has written, or that itself where it is one line; nil where
    /// there is nothing. Of a dump of threads and registers it gives the place alone.
    var summary: String? {
        let place = "\(path), line \(firstLine)"
        switch written.withLock({ $0.text }) {
        case .none: return nil
        case .line(let data):
            let line = String(decoding: data, as: UTF8.self).trimmingCharacters(in: .newlines)
            return line.contains("0x") ? "see \(place)" : "\(line) (\(place))"
        case .long: return "what it wrote before begins at \(place)"
        }
    }

    /// The last lines of what the process has written.
    var standardErrorTail: [String] {
        let tail = written.withLock { $0.tail }
        return String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(20)
            .map(String.init)
    }

    private func put(_ data: Data) {
        for handle in handles { try? handle.write(contentsOf: data) }
    }
}
