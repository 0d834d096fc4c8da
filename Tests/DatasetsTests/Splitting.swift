import Datasets
import Foundation
import JSON
import Testing
import TestSupport
import Vocabulary

/// Test helpers for splits of a folder of images.
protocol Splitting {
    var folder: TemporaryFolder { get }
}

extension Splitting {
    static func rule(_ kind: String, _ values: [String: JSONValue] = [:]) throws
        -> any SplitRule
    {
        let entry = try #require(
            SplitRules.all.entries.first { $0.description.kind == kind })
        return try entry.make(SettingValues(entry.description.settings, values))
    }

    /// Writes patients with several images each in both classes: every tenth image in val, and a
    /// test split.
    func writePatients(sizes: [Int] = [1, 1, 2, 1, 5, 1, 3, 1, 1, 2], count: Int = 40)
        throws
    {
        for (label, name) in ["A", "B"].enumerated() {
            for patient in 0..<count * (label + 1) {
                for image in 0..<sizes[patient % sizes.count] {
                    let split = patient % 10 == 3 ? "val" : patient % 10 == 8 ? "test" : "train"
                    try folder.touch("\(split)/\(name)/\(name)p\(patient)-\(image).png")
                }
            }
        }
    }

    static var pattern: String { #"^(\w+p\d+)-"# }

    func dataset(_ rule: any SplitRule, pattern: String? = Self.pattern) throws -> Dataset {
        try Dataset(root: folder.path, rule: rule, groupPattern: pattern)
    }

    func write(_ manifest: SplitManifest) throws -> String {
        try folder.write(Data(manifest.text.utf8), "split.csv")
        return folder.path + "/split.csv"
    }
}
