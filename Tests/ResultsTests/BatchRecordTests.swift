import Foundation
import JSON
import Results
import Studies
import Testing
import TestSupport

struct BatchRecordTests {
    private static let order: BatchOrder = {
        var settings = ExecutorSettings()
        settings.kind = .slurm
        settings.partition = "gpu"
        return BatchOrder(
            studyFile: "a.json", studyFolder: "/home/a/studies", currentDirectory: "/home/a",
            overrides: ["training.epochs=2"], settings: settings, retries: 1, limit: 2,
            selected: ["a-s1", "a-s2"])
    }()

    private static let work = [
        BatchRecord.Work(trial: "a-s1", untilEpoch: 3, isPruned: true),
        BatchRecord.Work(trial: "a-s2", untilEpoch: nil, isPruned: false),
        BatchRecord.Work(trial: "b@x-s1", untilEpoch: 10, isPruned: false),
    ]

    @Test func aRecordIsReadAsItIsWritten() throws {
        try withTemporaryFolder { folder in
            let batch = ResultsFolder(folder).batch(3)
            var record = BatchRecord(
                number: 3, scheduler: "slurm", order: Self.order, threads: ["a-s1": 4],
                work: Self.work, tried: [Self.work[2]], taskCount: 2)
            record.order.makesPage = true
            try batch.write(record)
            #expect(try batch.read() == record)
            record.jobs = .init(prepare: "10", arrays: ["11"], collect: "12")
            record.order.limit = nil
            record.isCancelled = true
            try batch.write(record)
            #expect(try batch.read() == record)
        }
    }

    /// The batch of an earlier version may still run: its order stands beside the other members,
    /// and its work is text.
    @Test func aRecordOfAnEarlierVersionIsRead() throws {
        try withTemporaryFolder { folder in
            let batch = ResultsFolder(folder).batch(3)
            try FileManager.default.createDirectory(
                atPath: batch.path, withIntermediateDirectories: true)
            try #"""
            {
              "currentDirectory" : "/home/a",
              "isCancelled" : false,
              "jobs" : { "arrays" : ["11"], "collect" : "12", "prepare" : "10" },
              "limit" : 2,
              "number" : 3,
              "overrides" : ["training.epochs=2"],
              "retries" : 1,
              "scheduler" : "slurm",
              "selected" : ["a-s1", "a-s2"],
              "settings" : "{\"kind\":\"slurm\",\"options\":[],\"partition\":\"gpu\"}",
              "studyFile" : "a.json",
              "studyFolder" : "/home/a/studies",
              "submitted" : 1700000000.5,
              "taskCount" : 2,
              "threads" : { "a-s1" : 4 },
              "tried" : ["b@x-s1@10"],
              "work" : ["a-s1@3!", "a-s2", "b@x-s1@10"]
            }
            """#.write(toFile: batch.recordPath, atomically: true, encoding: .utf8)
            let record = try batch.read()
            #expect(record.order == Self.order)
            #expect(record.work == Self.work && record.tried == [Self.work[2]])
            #expect(record.jobs == .init(prepare: "10", arrays: ["11"], collect: "12"))
            #expect(record.number == 3 && record.taskCount == 2 && record.threads == ["a-s1": 4])
            #expect(record.submitted == 1_700_000_000.5 && !record.isCancelled)
            // Once it is written again, it has the form of this version.
            try batch.write(record)
            #expect(try batch.read() == record)
        }
    }
}
