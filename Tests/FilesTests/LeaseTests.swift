import Files
import Foundation
import Processes
import Synchronization
import Testing
import TestSupport

@Suite struct LeaseTests {
    private static let quick = Lease.Timing(renewal: 0.05, expiry: 0.5)

    private func lease(
        _ folder: String, host: String? = nil, timing: Lease.Timing = quick,
        onLoss: @escaping @Sendable () -> Void = {}
    ) throws -> Lease? {
        var owner = ProcessIdentity.current
        owner.host = host ?? owner.host
        return try Lease(
            trying: "\(folder)/lease", LeaseRecord(owner: owner, note: "test"), timing: timing,
            onLoss: onLoss)
    }

    @Test func oneHolderAtATime() throws {
        try withTemporaryFolder { folder in
            let first = try #require(try lease(folder))
            #expect(try lease(folder) == nil)
            #expect(LeaseRecord.holder(of: "\(folder)/lease")?.note == "test")
            first.release()
            #expect(LeaseRecord.holder(of: "\(folder)/lease") == nil)
            let second = try #require(try lease(folder))
            second.release(removing: true)
            #expect(!FileManager.default.fileExists(atPath: "\(folder)/lease"))
            #expect(try lease(folder) != nil)
        }
    }

    /// Of many simultaneous requests, one succeeds.
    @Test func oneOfManyGetsIt() throws {
        try withTemporaryFolder { folder in
            for round in 0..<50 {
                let leases = Mutex<[Lease]>([])
                DispatchQueue.concurrentPerform(iterations: 8) { _ in
                    if let lease = try? lease("\(folder)/\(round)", timing: Lease.Timing()) {
                        leases.withLock { $0.append(lease) }
                    }
                }
                #expect(leases.withLock { $0.count } == 1)
                for lease in leases.withLock({ $0 }) { lease.release(removing: round % 2 == 0) }
                let next = try lease("\(folder)/\(round)")
                #expect(next != nil)
            }
        }
    }

    /// A holder on this machine that has ended is detected at once.
    @Test func aDeadHolderIsFollowed() throws {
        try withTemporaryFolder { folder in
            let process = Process()
            process.executableURL = URL(fileURLWithPath: "/bin/true")
            try process.run()
            process.waitUntilExit()
            let dead = ProcessIdentity(
                host: ProcessIdentity.current.host, number: process.processIdentifier,
                startTicks: 1)
            let slow = Lease.Timing(renewal: 100, expiry: 600)
            let first = try Lease(
                trying: "\(folder)/lease", LeaseRecord(owner: dead, note: "dead"), timing: slow)
            #expect(first != nil)
            #expect(LeaseRecord.holder(of: "\(folder)/lease") == nil)
            #expect(try lease(folder) != nil)
            withExtendedLifetime(first) {}
        }
    }

    /// A holder on another machine loses the lease when it has not renewed its file for a long
    /// time, and not before.
    @Test func aSilentHolderIsFollowed() throws {
        try withTemporaryFolder { folder in
            // The expiry is long enough for renewals on a busy machine.
            let timing = Lease.Timing(renewal: 0.05, expiry: 5)
            let far = try #require(try lease(folder, host: "far", timing: timing))
            Thread.sleep(forTimeInterval: 5.5)
            #expect(try lease(folder, timing: timing) == nil)
            far.release()
            let slow = Lease.Timing(renewal: 100, expiry: 5)
            let silent = try #require(try lease(folder, host: "far", timing: slow))
            #expect(try lease(folder, timing: timing) == nil)
            Thread.sleep(forTimeInterval: 5.5)
            let next = try lease(folder, timing: timing)
            #expect(next != nil)
            // Releasing a lost lease does not remove anything.
            silent.release(removing: true)
            #expect(try lease(folder, timing: timing) == nil)
            next?.release()
        }
    }

    @Test func whoeverLosesItIsTold() throws {
        try withTemporaryFolder { folder in
            let isLost = DispatchSemaphore(value: 0)
            let loser = try #require(
                try lease(
                    folder, host: "far", timing: Lease.Timing(renewal: 4, expiry: 30),
                    onLoss: { isLost.signal() }))
            Thread.sleep(forTimeInterval: 0.6)
            let winner = try #require(try lease(folder))
            #expect(isLost.wait(timeout: .now() + 20) == .success)
            #expect(loser.isLost)
            #expect(!winner.isLost)
            #expect(LeaseRecord.holder(of: "\(folder)/lease") != nil)
        }
    }

    @Test func whatIsToldIsRead() throws {
        try withTemporaryFolder { folder in
            let lease = try #require(try lease(folder))
            lease.setDetail("half")
            for _ in 0..<400 where LeaseRecord.holder(of: "\(folder)/lease")?.detail == nil {
                Thread.sleep(forTimeInterval: 0.05)
            }
            #expect(LeaseRecord.holder(of: "\(folder)/lease")?.detail == "half")
        }
    }
}
