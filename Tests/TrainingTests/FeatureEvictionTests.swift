import Files
import Foundation
import TestSupport
import Testing
import Training
import Weights
import featuremaker

/// The features that are removed when the limit of the cache is reached.
@Suite struct FeatureEvictionTests {
    /// The size of a file with 10 rows of 1000 values, in bytes.
    private static let size = 4096 + 40_000

    private static func store(_ folder: String, files: Int) -> FeatureStore {
        FeatureStore(folder: "\(folder)/features", limit: files * size + 2000)
    }

    /// Makes features whose last use was `hours` hours ago.
    private static func make(_ store: FeatureStore, _ name: String, hours: Int) throws {
        let path = try store.makeKnown(name, rows: 10, width: 1000).path
        try age(path, hours: hours)
    }

    private static func age(_ path: String, hours: Int) throws {
        try FileManager.default.setAttributes(
            [.modificationDate: Date(timeIntervalSinceNow: Double(-hours) * 3600)],
            ofItemAtPath: path)
    }

    private static func names(_ store: FeatureStore, of names: [String]) -> [String] {
        let keys = store.entries().map(\.file.key)
        return names.filter { keys.contains(featureKey($0)) }
    }

    private static let all = ["a", "b", "c", "d", "e"]

    @Test func theLeastRecentlyUsedGoes() throws {
        try withTemporaryFolder { folder in
            let store = Self.store(folder, files: 3)
            try Self.make(store, "a", hours: 5)
            try Self.make(store, "b", hours: 7)
            try Self.make(store, "c", hours: 6)
            #expect(Self.names(store, of: Self.all) == ["a", "b", "c"])
            #expect(store.entries().map(\.file.key) == ["b", "c", "a"].map(featureKey))
            try Self.make(store, "d", hours: 1)
            #expect(Self.names(store, of: Self.all) == ["a", "c", "d"])
            // Opening counts as use.
            #expect(try store.open(featureKey("c"), verify: false) != nil)
            try Self.make(store, "e", hours: 1)
            #expect(Self.names(store, of: Self.all) == ["c", "d", "e"])
            // Checking and listing do not count as use.
            try Self.age("\(folder)/features/\(featureKey("c")).safetensors", hours: 9)
            #expect(store.verify(featureKey("c")) == nil)
            #expect(store.entries().first?.file.key == featureKey("c"))
        }
    }

    @Test func whatIsInUseStays() throws {
        try withTemporaryFolder { folder in
            let store = Self.store(folder, files: 2)
            try Self.make(store, "a", hours: 9)
            try Self.make(store, "b", hours: 8)
            var used = try store.open(featureKey("a"), verify: false)
            try Self.age("\(folder)/features/\(featureKey("a")).safetensors", hours: 9)
            try Self.make(store, "c", hours: 7)
            #expect(Self.names(store, of: Self.all) == ["a", "c"])
            let cleared = store.clear()
            #expect(cleared.removed.map(\.key) == [featureKey("c")])
            #expect(cleared.inUse.map(\.key) == [featureKey("a")])
            #expect(used.flatMap(KnownFeatures.differingRow) == nil)
            used = nil
            #expect(store.clear().removed.count == 1)
        }
    }

    @Test func oneBeyondTheLimitStaysAlone() throws {
        try withTemporaryFolder { folder in
            let store = Self.store(folder, files: 2)
            try Self.make(store, "a", hours: 2)
            let large = try store.makeKnown("b", rows: 30, width: 1000)
            #expect(KnownFeatures.differingRow(large) == nil)
            #expect(Self.names(store, of: Self.all) == ["b"])
        }
    }

    @Test func imagesCountAndOtherFilesAreLeftAlone() throws {
        try withTemporaryFolder { folder in
            let store = Self.store(folder, files: 2)
            let key = featureKey("image")
            let image = "\(folder)/images/\(key).rgb"
            let others = [
                "images/holiday.rgb", "images/\(key).png", "features/model.safetensors",
                "weights/\(key).safetensors", "features/.\(key).tmp", "images/notes.lock",
            ]
            let whole = Data(count: Self.size)
            for path in [image] + others.map({ "\(folder)/\($0)" }) {
                try FileManager.default.createDirectory(
                    atPath: (path as NSString).deletingLastPathComponent,
                    withIntermediateDirectories: true)
                try whole.write(to: URL(fileURLWithPath: path))
            }
            try Self.age(image, hours: 3)
            try Self.make(store, "a", hours: 2)
            #expect(FileManager.default.fileExists(atPath: image))
            try Self.make(store, "b", hours: 1)
            #expect(!FileManager.default.fileExists(atPath: image))
            #expect(Self.names(store, of: Self.all) == ["a", "b"])
            store.clear()
            for path in others {
                #expect(FileManager.default.fileExists(atPath: "\(folder)/\(path)"), "\(path)")
            }
        }
    }

    @Test func leftoversGo() throws {
        try withTemporaryFolder { folder in
            let store = Self.store(folder, files: 2)
            try Self.make(store, "a", hours: 1)
            let leftovers = [
                "features/.\(featureKey("b")).safetensors.1abc.tmp",
                "features/\(featureKey("c")).lock", "images/.\(featureKey("d")).rgb.x.tmp",
            ]
            try FileManager.default.createDirectory(
                atPath: "\(folder)/images", withIntermediateDirectories: true)
            for path in leftovers {
                try Data(count: 100).write(to: URL(fileURLWithPath: "\(folder)/\(path)"))
            }
            try Self.make(store, "e", hours: 1)
            for path in leftovers {
                #expect(!FileManager.default.fileExists(atPath: "\(folder)/\(path)"), "\(path)")
            }
        }
    }

    @Test func clearTakesOnlyWhatIsOldEnough() throws {
        try withTemporaryFolder { folder in
            let store = FeatureStore(folder: "\(folder)/features")
            try Self.make(store, "a", hours: 5)
            try Self.make(store, "b", hours: 3)
            store.clear(unusedSince: Date(timeIntervalSinceNow: -4 * 3600))
            #expect(Self.names(store, of: Self.all) == ["b"])
            store.clear()
            #expect(store.entries().isEmpty)
            let rest = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
            #expect(rest.isEmpty)
        }
    }

    /// A file system of 1 MB, which only root can mount.
    @Test(.enabled(if: getuid() == 0, "only root can mount a small file system"))
    func aFullDiskIsReportedAtOnce() throws {
        try withTemporaryFolder { folder in
            guard try Self.run("/bin/mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", folder) else {
                print("a tmpfs cannot be mounted here: nothing tested")
                return
            }
            defer { _ = try? Self.run("/bin/umount", folder) }
            let store = FeatureStore(folder: "\(folder)/features")
            _ = try store.makeKnown("a", rows: 10, width: 1000)
            let error = #expect(throws: FileError.self) {
                try store.make(
                    featureKey("b"), FeatureRequest(title: "large", rows: 500, width: 1000)
                ) { _ in Issue.record("computed for nothing") }
            }
            let path = "\(folder)/features/\(featureKey("b")).safetensors"
            #expect(
                error?.description
                    == "\(path): cannot write: No space left on device; free disk space, for example with 'study cache clear'"
            )
            let names = try FileManager.default.contentsOfDirectory(atPath: "\(folder)/features")
            #expect(names == ["\(featureKey("a")).safetensors"])
            #expect(try store.open(featureKey("a"), verify: true) != nil)
        }
    }

    private static func run(_ program: String, _ arguments: String...) throws -> Bool {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        return process.terminationStatus == 0
    }
}
