import Foundation
import Results

/// `log.txt` of the trials of a job: what their process writes to its standard error, and how it ended.
///
/// Text is added as it comes, so that there is something to read of a trial that is still training, and of one whose run
/// was killed. What cannot be written is left out: a log is no result.
final class ProcessLog: @unchecked Sendable {
    // Open as long as this object is; `tail` is only touched by the thread that writes.
    private let handles: [FileHandle]
    private var tail = Data()
    private static let tailLength = 4000

    init(_ folders: [TrialFolder]) {
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
        tail = Data((tail + data).suffix(Self.tailLength))
    }

    /// The last lines of what the process has written.
    var lastWords: [String] {
        String(decoding: tail, as: UTF8.self).split(whereSeparator: \.isNewline).suffix(20)
            .map(String.init)
    }

    private func put(_ data: Data) {
        for handle in handles { try? handle.write(contentsOf: data) }
    }
}
