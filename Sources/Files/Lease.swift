import Dispatch
import Foundation
package import Processes
import Synchronization

/// The right to do something, held by one process among all machines that share a file system.
///
/// A lease is a folder of numbered files. Whoever makes the next number, which `link` lets one
/// process do, has the right as long as nobody makes a higher one; and a next one is made only when
/// the last holder has let go, is dead, or has not renewed its file for longer than
/// `Timing.expiry`, by the file server's clock alone. A holder that finds a higher number has lost
/// the right. No lock of the system is needed, which some network file systems lack.
///
/// What no lease can do is to stop a holder that sleeps for longer than its expiry before it
/// notices.
package final class Lease: Sendable {
    /// How often a holder renews its file, and after how long without that it is taken for dead.
    package struct Timing: Sendable {
        package var renewal: Double
        package var expiry: Double

        /// - Parameters:
        ///   - renewal: seconds.
        ///   - expiry: seconds; several renewals.
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
    // Constant after `init`, and cancelling it is safe from any thread.
    nonisolated(unsafe) private let timer: any DispatchSourceTimer

    private struct State {
        var record: LeaseRecord
        var hasEnded = false
        var isLost = false
        var renewed = ContinuousClock.now
    }

    /// Takes the right where nobody alive has it.
    /// - Parameters:
    ///   - folder: of this lease alone; made when it is not there.
    ///   - note: who holds it, for others.
    ///   - onLoss: called once, on another thread, when somebody else has taken the right.
    /// - Returns: nil when somebody has it.
    /// - Throws: `FileError`.
    package convenience init?(
        trying folder: String, note: String, timing: Timing = Timing(),
        onLoss: @escaping @Sendable () -> Void = {}
    ) throws {
        try self.init(
            trying: folder, LeaseRecord(owner: .current, note: note), timing: timing, onLoss: onLoss
        )
    }

    /// The same, with a record of one's own.
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

    /// Whether somebody else has taken the right, or may have.
    package var isLost: Bool { state.withLock { $0.isLost } }

    /// Says something of what is being done, for others to read; it is written with the next
    /// renewal.
    package func tell(_ text: String) { state.withLock { $0.record.detail = text } }

    /// Gives the right back; no effect the second time.
    /// - Parameter removing: whether nobody needs the right any more, so that nothing of it stays.
    ///   Whoever takes it all the same must look whether what it is for has been done.
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
                // Others see a holder that cannot write as one that is dead.
                state.isLost = now - state.renewed > .seconds(timing.expiry - timing.renewal)
            }
            return state.isLost
        }
        if isLost { onLoss() }
    }
}

/// What a lease's file says of its holder.
package struct LeaseRecord: Sendable, Hashable, Codable {
    package var owner: ProcessIdentity
    /// Who it is, for people.
    package var note: String
    /// What it told of its work.
    package var detail: String?
    package var isReleased = false

    package init(owner: ProcessIdentity, note: String) {
        self.owner = owner
        self.note = note
    }

    /// The holder of the lease in a folder; nil where nobody alive has it, as far as can be seen
    /// without writing.
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

    /// - Throws: `FileError`; nothing where the folder is not there.
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

    /// Seconds since 1970, by the file server's clock.
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

    /// Makes the next number.
    /// - Returns: nil when somebody alive has the last one, or another was faster.
    func take(_ record: LeaseRecord, _ timing: Lease.Timing) throws -> Int? {
        // Where a holder removes the folder in the meantime, there is a second try, and a third.
        for _ in 0..<3 {
            try FileManager.makeFolder(path)
            let own = "\(path)/.\(String(UInt64.random(in: 0...(.max)), radix: 36))"
            let data = try JSONEncoder().encode(record)
            guard (try? data.write(to: URL(fileURLWithPath: own))) != nil else { continue }
            defer { unlink(own) }
            let last = try numbers().max() ?? 0
            if last > 0 {
                guard let holder = read(last) else { continue }
                if isAlive(holder, last, now: Self.modified(own), timing) { return nil }
            }
            guard Self.link(own, file(last + 1)) else {
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

    /// - Parameter now: when a file was written just now, by the file server's clock.
    private func isAlive(
        _ holder: LeaseRecord, _ number: Int, now: Double?, _ timing: Lease.Timing
    ) -> Bool {
        if holder.isReleased { return false }
        if let isAlive = holder.owner.isAlive { return isAlive }
        guard let now, let then = modified(number) else { return true }
        return now - then < timing.expiry
    }

    /// Whether the new name is this file's. A network file system may say that it failed when it
    /// did not.
    private static func link(_ old: String, _ new: String) -> Bool {
        if Foundation.link(old, new) == 0 { return true }
        var information = stat()
        return stat(old, &information) == 0 && information.st_nlink == 2
    }
}
