import Foundation
import Testing
import TestSupport
import Tracking

/// The runs that MLflow keeps without a server.
@Suite struct LocalRunsTests {
    private func write(_ text: String, _ path: String, end: String, mark: Bool) throws {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let whole = (mark ? "\u{FEFF}" : "") + text.replacing("\n", with: end)
        try Data(whole.utf8).write(to: URL(fileURLWithPath: path))
    }

    /// An mlruns folder with one run of two epochs.
    private func folder(_ path: String, end: String = "\n", mark: Bool = false) throws {
        let run = "\(path)/1/\(String(repeating: "a", count: 32))"
        func write(_ text: String, _ name: String) throws {
            try self.write(text, "\(run)/\(name)", end: end, mark: mark)
        }
        try self.write(
            "experiment_id: '1'\nlifecycle_stage: active\nname: mine\n", "\(path)/1/meta.yaml",
            end: end, mark: mark)
        try write(
            "end_time: 2\nlifecycle_stage: active\nrun_name: one\nstart_time: 1\nstatus: 3\n",
            "meta.yaml")
        try write("5 0.5 0\n6 0.25 1\n", "metrics/train/loss")
        try write("5 NaN 0\n6 1 1\n", "metrics/accuracy")
        try write("0.1", "params/lr")
        try write("a\nb\n", "params/text")
    }

    @Test(arguments: ["\n", "\r\n"], [false, true])
    func filesOfAnySystemAreRead(_ end: String, _ mark: Bool) throws {
        try withTemporaryFolder { path in
            try folder("\(path)/mlruns", end: end, mark: mark)
            let run = "\(path)/mlruns/1/\(String(repeating: "a", count: 32))"
            for name in [".DS_Store", "._loss", "Thumbs.db", "desktop.ini"] {
                try Data([0, 1, 2]).write(to: URL(fileURLWithPath: "\(run)/metrics/\(name)"))
            }
            for place in ["\(path)/mlruns", path] {
                let source = try #require(try LocalRuns.sources(place).first)
                let runs = try #require(try source.runs("mine") { _, _ in })
                #expect(runs.map(\.status) == ["FINISHED"])
                #expect(runs[0].name == "one")
                #expect(runs[0].params == ["lr": "0.1", "text": "a\nb\n"])
                #expect(Set(runs[0].metrics.keys) == ["train/loss", "accuracy"])
                #expect(runs[0].metrics["train/loss"]?.map(\.value) == [0.5, 0.25])
                #expect(runs[0].metrics["accuracy"]?.map(\.step) == [0, 1])
                #expect(runs[0].unread.isEmpty)
            }
        }
    }

    @Test func aDamagedMetricIsNamedAndTheOthersAreRead() throws {
        try withTemporaryFolder { path in
            try folder(path)
            let run = "\(path)/1/\(String(repeating: "a", count: 32))"
            try write("what\n", "\(run)/metrics/other", end: "\n", mark: false)
            let runs = try #require(try LocalRuns.sources(path)[0].runs("mine") { _, _ in })
            #expect(Set(runs[0].metrics.keys) == ["train/loss", "accuracy"])
            #expect(runs[0].unread.count == 1)
            #expect(runs[0].unread[0].contains("metrics/other:1: expected time, value and step"))
        }
    }

    @Test func aPathWithoutRunsIsAnError() throws {
        try withTemporaryFolder { path in
            #expect(throws: TrackingError.noLocalRuns(path)) { try LocalRuns.sources(path) }
            let file = "\(path)/mlflow.db"
            try Data("no database".utf8).write(to: URL(fileURLWithPath: file))
            #expect(throws: TrackingError.noLocalRuns(file)) { try LocalRuns.sources(file) }
        }
    }

    @Test func addressesOfStores() throws {
        try withTemporaryFolder { path in
            try folder("\(path)/mlruns")
            let addresses = ["file://\(path)/mlruns", "\(path)/mlruns", "file:\(path)/mlruns"]
            for address in addresses + ["file://localhost\(path)/mlruns"] {
                #expect(try LocalRuns.sources(address: address)?.count == 1)
                #expect(try LocalRuns.sources(address).count == 1)
            }
            #expect(try LocalRuns.sources(address: "http://localhost:5000") == nil)
            for address in ["postgresql://host/db", "mysql+pymysql://host/db"] {
                let error = #expect(throws: TrackingError.self) {
                    try LocalRuns.sources(address: address)
                }
                #expect(
                    try #require(error).description.contains("mlflow server --backend-store-uri"))
            }
        }
    }
}
