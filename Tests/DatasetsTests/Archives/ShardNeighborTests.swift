import Datasets
import Foundation
import TestSupport
import Testing

/// Files beside WebDataset shards, and damaged shards.
@Suite struct ShardNeighborTests {
    /// Calls `body` with a folder of three shards, and the path of a shard in another folder.
    private static func with(_ body: (_ folder: String, _ other: String) throws -> Void) throws {
        try withTemporaryFolder { root in
            let samples = "\(root)/samples"
            try FileManager.default.createDirectory(
                atPath: samples, withIntermediateDirectories: true)
            for (index, name) in ["A", "B", "A", "B"].enumerated() {
                try Data("image".utf8).write(to: URL(fileURLWithPath: "\(samples)/\(index).png"))
                try Data(name.utf8).write(to: URL(fileURLWithPath: "\(samples)/\(index).cls"))
            }
            let folder = "\(root)/set"
            try FileManager.default.createDirectory(
                atPath: folder, withIntermediateDirectories: true)
            for shard in ["train-0000", "val-0000", "test-0000"] {
                let tar = try ExternalProgram.run(
                    "/bin/tar", ["cf", "\(folder)/\(shard).tar", "-C", samples, "."])
                try #require(tar.status == 0, "\(tar.text)")
            }
            try body(folder, "\(folder)/train-0000.tar")
        }
    }

    @Test func otherArchivesAndImagesBesideShardsAreCounted() throws {
        try Self.with { folder, shard in
            #expect(try Dataset(root: folder).unread.images.isEmpty)
            let manager = FileManager.default
            try manager.copyItem(atPath: shard, toPath: "\(folder)/train-0001.zip")
            try manager.copyItem(atPath: shard, toPath: "\(folder)/train-0002.tar.gz")
            try Data("image".utf8).write(to: URL(fileURLWithPath: "\(folder)/a.png"))
            try manager.createDirectory(
                atPath: "\(folder)/train-0005", withIntermediateDirectories: true)
            try Data("image".utf8).write(to: URL(fileURLWithPath: "\(folder)/train-0005/b.png"))
            let unread = try Dataset(root: folder).unread
            #expect(unread.images.reduce(0) { $0 + $1.count } == 4, "\(unread)")
        }
    }

    /// The error names the damaged shard, the first or the only one.
    @Test(arguments: ["test-0000", "train-0000"], [true, false])
    func aDamagedShardIsNamed(_ name: String, isAlone: Bool) throws {
        try Self.with { folder, _ in
            let path = "\(folder)/\(name).tar"
            let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
            try bytes.prefix(1500).write(to: URL(fileURLWithPath: path))
            if isAlone {
                for other in try FileManager.default.contentsOfDirectory(atPath: folder)
                where other != "\(name).tar" {
                    try FileManager.default.removeItem(atPath: "\(folder)/\(other)")
                }
            }
            #expect {
                _ = try Dataset(root: folder)
            } throws: {
                "\($0)".contains("\(name).tar") && "\($0)".contains("truncated")
            }
        }
    }
}
