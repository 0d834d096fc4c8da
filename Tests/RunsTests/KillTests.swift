import Foundation
import ProgramSupport
import Tensors
import Testing
import TestSupport

/// Runs that are killed several times at random moments produce the files of an undisturbed run.
///
/// SOAK_KILLS is 3 in `make test` and 100 in `make soak`; SOAK_SEED draws other moments.
@Suite(.serialized) struct KillTests {
    private static let kills = Int(Soak.setting("SOAK_KILLS") ?? 3)

    @Test(.timeLimit(.minutes(30))) func aKilledRunResumesToIdenticalFiles() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("first")
            // Images and kernels are then in the cache, as for the runs below.
            try FileManager.default.removeItem(atPath: "\(folder)/cache/features")
            let seconds = try study.run("whole")
            let expected = try study.contents("whole")
            try study.expect("first", expected)

            var random = RandomStream(
                seed: Soak.setting("SOAK_SEED") ?? 1, purpose: .test, name: "kills")
            var (kills, round) = (0, 0)
            while kills < Self.kills {
                round += 1
                let results = "killed-\(round)"
                try? FileManager.default.removeItem(atPath: "\(folder)/cache/features")
                var complete: [String: Data] = [:]
                while complete.count < CommandLineStudy.trials, kills < Self.kills {
                    let process = try study.start(results, round % 2 == 0 ? ["--jobs", "2"] : [])
                    let moment = Double.random(in: 0..<1, using: &random) * seconds
                    Thread.sleep(forTimeInterval: moment)
                    // After SIGKILL the processes of the trials soon notice that the run is gone.
                    kill(process.processIdentifier, SIGKILL)
                    process.waitUntilExit()
                    kills += 1
                    let records = study.records(results)
                    for (id, record) in complete {
                        #expect(records[id] == record, "\(id) was trained twice")
                    }
                    complete = records
                }
                try study.run(results)
                try study.expect(results, expected)
                for (id, record) in complete {
                    #expect(study.records(results)[id] == record, "\(id) was trained twice")
                }
            }
        }
    }

    /// Results depend neither on the number of jobs nor on the folder nor on the cache.
    @Test func jobsAndFoldersMakeNoDifference() throws {
        try withTemporaryFolder { folder in
            let study = try CommandLineStudy(in: folder)
            try study.run("one")
            let expected = try study.contents("one")
            try study.run("two", ["--jobs", "2"])
            try study.expect("two", expected)
            try withTemporaryFolder { other in
                let again = try CommandLineStudy(in: other)
                // A new measurement on the same machine may choose different kernels.
                try FileManager.default.createDirectory(
                    atPath: "\(other)/cache", withIntermediateDirectories: true)
                if FileManager.default.fileExists(atPath: "\(folder)/cache/kernels") {
                    try FileManager.default.copyItem(
                        atPath: "\(folder)/cache/kernels", toPath: "\(other)/cache/kernels")
                }
                try again.run("three", ["--jobs", "3"])
                try again.expect("three", expected)
            }
        }
    }
}
