import Dispatch
import Foundation
package import Processes
import Synchronization

/// A lock that one process holds among all machines with a common file system.
///
/// A lease is a folder of numbered files. The process that creates the next number, which `link`
/// allows for only one process, holds the lease as long as no higher number exists. A next number
/// is only created if the last holder has released the lease, has died, or has not renewed its file
/// for longer than `Timing.expiry`, by the clock of the file server. A holder that finds a higher
/// number has lost the lease. System locks, which some network file systems do not support, are not
/// needed.
///
/// A lease cannot stop a holder that sleeps for longer than the expiry before it notices the loss.
package final class Lease: Sendable {
    /// The interval at which a holder renews its file, and the time without renewal after which it
    /// is considered dead.
    package struct Timing: Sendable {
        /// The interval of renewals in seconds.
        package var renewal: Double
        /// The time in seconds after which a holder that does not renew is considered dead.
        package var expiry: Double

        /// - Parameters:
        ///   - renewal: the interval in seconds.
        ///   - expiry: the time in seconds; several times the interval.
        package init(renewal: Double = 10, expiry: Double = 60) {
            self.renewal = renewal
            self.expiry = expiry
        }
    }

    private let folder: String
    private let number: Int
    private let timing: Timing
    private let state: Mutex<State>
    private let onLoss: @Sendable () -> Void
    // The timer does not change after `init`, and it may be cancelled from any thread.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    private struct State {
        var record: LeaseRecord
        var hasEnded = false
        var isLost = false
        var renewed = ContinuousClock.now
    }

    /// Acquires the lease if no living process holds it.
    /// - Parameters:
    ///   - folder: a folder for this lease only; created if it does not exist.
    ///   - note: a text about the holder, for others to read.
    ///   - onLoss: called once, on another thread, if another process has acquired the lease.
    /// - Returns: nil if another process holds the lease.
    /// - Throws: `FileError`.
    package convenience init?(
        trying folder: String, note: String, timing: Timing = Timing(),
        onLoss: @escaping @Sendable () -> Void = {}
    ) throws {
        try self.init(
            trying: folder, LeaseRecord(owner: .current, note: note), timing: timing, onLoss: onLoss
        )
    }

    /// Acquires the lease with a given record; see `init(trying:note:timing:onLoss:)`.
    package init?(
        trying folder: String, _ record: LeaseRecord, timing: Timing,
        onLoss: @escaping @Sendable () -> Void = {}
    ) throws {
        guard let number = try LeaseFolder(folder).take(record, timing) else { return nil }
        self.folder = folder
        self.number = number
        self.timing = timing
        self.onLoss = onLoss
        state = Mutex(State(record: record))
        timer = DispatchSource.makeTimerSource(queue: .global())
        timer.setEventHandler { [weak self] in self?.renew() }
        timer.schedule(deadline: .now() + timing.renewal, repeating: timing.renewal)
        timer.resume()
    }

    deinit {
        timer.cancel()
        release()
    }

    /// True if another process has acquired the lease, or may have.
    package var isLost: Bool { state.withLock { $0.isLost } }

    /// Sets a text about the current work, for others to read; it is written at the next renewal.
    package func setDetail(_ text: String) { state.withLock { $0.record.detail = text } }

    /// Releases the lease; further calls have no effect.
    /// - Parameter removing: true if the lease is no longer needed, so that its folder is removed.
    ///   A process that acquires it nevertheless must check whether the work has been done.
    package func release(removing: Bool = false) {
        timer.cancel()
        state.withLock { state in
            guard !state.hasEnded else { return }
            state.hasEnded = true
            guard !state.isLost else { return }
            let files = LeaseFolder(folder)
            if removing {
                files.remove(number)
            } else {
                state.record.isReleased = true
                try? files.rewrite(number, state.record)
            }
        }
    }

    private func renew() {
        let isLost = state.withLock { state in
            guard !state.hasEnded, !state.isLost else { return false }
            let files = LeaseFolder(folder)
            let now = ContinuousClock.now
            do {
                guard try files.numbers().max() ?? 0 <= number else { throw CancellationError() }
                try files.rewrite(number, state.record)
                state.renewed = now
            } catch is CancellationError {
                state.isLost = true
            } catch {
                // Other processes consider a holder that cannot write to be dead.
                state.isLost = now - state.renewed > .seconds(timing.expiry - timing.renewal)
            }
            return state.isLost
        }
        if isLost { onLoss() }
    }
}

/// The content of a lease's file: its holder.
package struct LeaseRecord: Sendable, Hashable, Codable {
    /// The process that holds the lease.
    package var owner: ProcessIdentity
    /// A text about the holder.
    package var note: String
    /// A text about the holder's current work.
    package var detail: String?
    /// True if the holder has released the lease.
    package var isReleased = false

    package init(owner: ProcessIdentity, note: String) {
        self.owner = owner
        self.note = note
    }

    /// The holder of the lease in a folder; nil if no living process holds it, as far as can be
    /// determined without writing.
    package static func holder(of folder: String, expiry: Double = Lease.Timing().expiry)
        -> LeaseRecord?
    {
        let files = LeaseFolder(folder)
        guard let last = try? files.numbers().max(), let record = files.read(last),
            !record.isReleased
        else { return nil }
        if let isAlive = record.owner.isAlive { return isAlive ? record : nil }
        let age = Date().timeIntervalSince1970 - (files.modified(last) ?? 0)
        return age < expiry ? record : nil
    }
}

/// The numbered files of a lease.
struct LeaseFolder {
    private let path: String

    init(_ path: String) { self.path = path }

    private func file(_ number: Int) -> String { "\(path)/\(number)" }

    /// The numbers of the files; empty if the folder does not exist.
    /// - Throws: `FileError`.
    func numbers() throws -> [Int] {
        do {
            return try FileManager.default.contentsOfDirectory(atPath: path).compactMap { Int($0) }
        } catch {
            if !FileManager.default.fileExists(atPath: path) { return [] }
            throw FileError(operation: "list the folder", path: path, error: error)
        }
    }

    func read(_ number: Int) -> LeaseRecord? {
        FileManager.default.contents(atPath: file(number)).flatMap {
            try? JSONDecoder().decode(LeaseRecord.self, from: $0)
        }
    }

    /// The modification time in seconds since 1970, by the clock of the file server.
    func modified(_ number: Int) -> Double? { Self.modified(file(number)) }

    private static func modified(_ path: String) -> Double? {
        var information = stat()
        guard stat(path, &information) == 0 else { return nil }
        return Double(information.st_mtim.tv_sec) + Double(information.st_mtim.tv_nsec) / 1e9
    }

    func rewrite(_ number: Int, _ record: LeaseRecord) throws {
        let data = try JSONEncoder().encode(record)
        try AtomicFile.write(to: file(number), isLasting: false) { try $0.write(data) }
    }

    func remove(_ number: Int) {
        unlink(file(number))
        rmdir(path)
    }

    /// Creates the next number.
    /// - Returns: the number; nil if a living process holds the last one, or another process was
    ///   faster.
    func take(_ record: LeaseRecord, _ timing: Lease.Timing) throws -> Int? {
        // If a holder removes the folder in the meantime, the creation is tried again, at most
        // three times.
        for _ in 0..<3 {
            try FileManager.makeFolder(path)
            let own = "\(path)/.\(String(UInt64.random(in: 0...(.max)), radix: 36))"
            let data = try JSONEncoder().encode(record)
            guard (try? data.write(to: URL(fileURLWithPath: own))) != nil else { continue }
            defer { unlink(own) }
            let last = try numbers().max() ?? 0
            if last > 0, isAlive(read(last), last, now: Self.modified(own), timing) { return nil }
            guard try Self.link(own, file(last + 1), data) else {
                if FileManager.default.fileExists(atPath: path) { return nil }
                continue
            }
            let numbers = try numbers()
            guard numbers.max() == last + 1 else {
                unlink(file(last + 1))
                return nil
            }
            for number in numbers where number <= last { unlink(file(number)) }
            return last + 1
        }
        return nil
    }

    /// - Parameters:
    ///   - holder: the record in the file of the number; nil if it cannot be read, for example
    ///     while it is being written.
    ///   - now: the time at which a file was just written, by the clock of the file server.
    private func isAlive(
        _ holder: LeaseRecord?, _ number: Int, now: Double?, _ timing: Lease.Timing
    ) -> Bool {
        if let holder {
            if holder.isReleased { return false }
            if let isAlive = holder.owner.isAlive { return isAlive }
        }
        guard let now, let then = modified(number) else { return true }
        return now - then < timing.expiry
    }

    /// Creates the file `new` as a hard link to `old`; true if it exists afterwards. A network file
    /// system may report a failure although it succeeded. On a file system without hard links, a
    /// file with the same data is created.
    /// - Throws: `FileError` if the file cannot be created for another reason than that it exists.
    private static func link(_ old: String, _ new: String, _ data: Data) throws -> Bool {
        if Foundation.link(old, new) == 0 { return true }
        let code = errno
        var information = stat()
        if stat(old, &information) == 0, information.st_nlink == 2 { return true }
        guard [EPERM, EOPNOTSUPP, ENOSYS, EMLINK].contains(code) else { return false }
        let descriptor = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
        guard descriptor >= 0 else {
            if errno == EEXIST || errno == ENOENT { return false }
            throw FileError(operation: "create", path: new)
        }
        defer { close(descriptor) }
        guard data.withUnsafeBytes({ write(descriptor, $0.baseAddress, $0.count) }) == data.count
        else {
            let error = FileError(operation: "write", path: new)
            unlink(new)
            throw error
        }
        return true
    }
}
