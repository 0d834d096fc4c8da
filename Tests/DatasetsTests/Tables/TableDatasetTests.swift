import Datasets
import Foundation
import Images
import JSON
import Tensors
import Testing
import Vocabulary

/// Data sets whose labels are in a table: splits, digests, decoded images and evaluations.
@Suite struct TableDatasetTests {
    private static let text = """
        file,label,split,group
        1.jpeg,A,train,p1
        2.jpeg,B,train,p1
        3.jpeg,A,train,p2
        4.jpeg,B,val,p3
        5.jpeg,A,val,p4
        6.jpeg,B,test,p5
        7.jpeg,A,test,p6

        """

    private let fixture: TableFixture

    init() throws {
        fixture = try TableFixture()
        for number in 1...7 {
            try fixture.folder.writeImage("images/\(number).jpeg", tone: 11 * number)
        }
    }

    private func columns(_ settings: inout TableSettings) {
        settings.labels.column = "label"
        settings.split = .column("split")
        settings.group = .init(column: "group")
    }

    private func dataset(
        _ text: String = Self.text, rule: any SplitRule = OfficialSplit(SettingValues([:])),
        _ change: ((inout TableSettings) -> Void)? = nil
    ) throws -> Dataset {
        try Dataset(
            root: fixture.root, rule: rule,
            table: try fixture.table(text) {
                columns(&$0)
                change?(&$0)
            }, cacheFolder: fixture.folder.cache)
    }

    private func fingerprint(
        _ text: String = Self.text, _ change: ((inout TableSettings) -> Void)? = nil
    ) throws -> String {
        try dataset(text, change).fingerprint(cacheFolder: fixture.folder.cache)
    }

    @Test func splitsAndClasses() throws {
        let set = try dataset()
        #expect(set.classes == ["A", "B"])
        #expect(set.splits == [.train, .val, .test])
        #expect(set.counts(.train) == [2, 1])
        #expect(set.samples(.train).map(\.path) == ["1.jpeg", "3.jpeg", "2.jpeg"])
        #expect(set.groups(of: set.samples(.train)) == ["p1", "p2", "p1"])
        #expect(set.groupPattern == nil)
        #expect(set.unread.isEmpty)
    }

    @Test func aRuleKeepsPatientsTogether() throws {
        let values: [String: JSONValue] = ["validation": 0.4, "from": ["train", "val", "test"]]
        let rule = try GroupedSplit(SettingValues(GroupedSplit.settings, values))
        let set = try dataset(rule: rule)
        let part = set.samples(.train).contains { $0.path == "1.jpeg" } ? Split.train : .val
        #expect(set.samples(part).contains { $0.path == "2.jpeg" })
        #expect(Leakage(set).groups.isEmpty)
    }

    @Test func equalRowsAreTheSameData() throws {
        let first = try fingerprint()
        let text = "\u{FEFF}" + Self.text.replacing("\n", with: "\r\n")
        #expect(try fingerprint(text) == first)
        let lines = Self.text.split(separator: "\n")
        let reversed = ([lines[0]] + lines.dropFirst().reversed()).joined(separator: "\n")
        #expect(try fingerprint(reversed) == first)
        let wider = Self.text.replacing(",A,", with: ",A ,").replacing("1.jpeg", with: "./1.jpeg")
        #expect(try fingerprint(wider) == first)
    }

    @Test(arguments: [
        ("3.jpeg,A", "3.jpeg,B"), ("p6", "p7"), ("5.jpeg,A,val", "5.jpeg,A,test"), (",A,", ",C,"),
    ])
    func aChangedRowIsOtherData(old: String, new: String) throws {
        #expect(try fingerprint(Self.text.replacing(old, with: new)) != fingerprint())
    }

    @Test func theOrderOfClassesIsPartOfTheData() throws {
        #expect(try fingerprint { $0.classes = ["B", "A"] } != fingerprint())
    }

    /// Each image keeps its own pixels if labels change, although decoded images are cached.
    @Test func pixelsFollowTheImageAndNotTheLabel() throws {
        func pixels(_ text: String) throws -> [String: [UInt8]] {
            let set = try DecodedSet(
                dataset(text), transform: EvaluationTransform(resize: 16, crop: 16),
                cacheFolder: fixture.folder.cache)
            var pixels: [String: [UInt8]] = [:]
            var keys: [String] = []
            for split in set.splits.values {
                keys.append(split.key)
                for (index, sample) in split.samples.enumerated() {
                    pixels[sample.path] = try split.withPixels(at: index) { Array($0) }
                }
            }
            #expect(Set(keys).count == 3)
            return pixels
        }
        let first = try pixels(Self.text)
        #expect(Set(first.values).count == 7)
        let swapped = Self.text.replacing("1.jpeg,A", with: "1.jpeg,B")
            .replacing("2.jpeg,B", with: "2.jpeg,A")
        #expect(try pixels(swapped) == first)
    }

    @Test func featuresOfOtherOrdersHaveOtherKeys() throws {
        func key(_ text: String) throws -> String? {
            try DecodedSet(
                dataset(text), transform: EvaluationTransform(resize: 16, crop: 16),
                cacheFolder: fixture.folder.cache
            ).splits[.train]?.key
        }
        // The order of samples is that of classes, then paths: 1 3 2 and 2 1 3.
        let swapped = Self.text.replacing("1.jpeg,A", with: "1.jpeg,B")
            .replacing("2.jpeg,B", with: "2.jpeg,A").replacing("3.jpeg,A", with: "3.jpeg,B")
        #expect(try key(Self.text) != key(swapped))
    }

    @Test func imagesOfAnEvaluation() throws {
        let table = try fixture.table(Self.text, columns)
        let images = try LabeledImages(
            root: fixture.root, classes: ["B", "A", "Z"], table: table,
            cacheFolder: fixture.folder.cache)
        #expect(images.split == .test)
        #expect(images.samples.map(\.path) == ["6.jpeg", "7.jpeg"])
        #expect(images.counts == [1, 1, 0])
        #expect(images.groups == ["p5", "p6"])
        #expect(throws: LabeledImagesError.self) {
            try LabeledImages(
                root: fixture.root, classes: ["A", "C"], table: table,
                cacheFolder: fixture.folder.cache)
        }
        // A table without splits is evaluated as a whole.
        let whole = try fixture.table(Self.text) { $0.labels.column = "label" }
        let all = try LabeledImages(
            root: fixture.root, classes: ["A", "B"], table: whole,
            cacheFolder: fixture.folder.cache)
        #expect(all.split == nil)
        #expect(all.samples.count == 7)
    }

    @Test func labelsOfSeveral() throws {
        let text = "file,X,Y,split\n1,1,1,train\n2,0,1,train\n3,0,0,val\n4,1,0,val\n"
        let table = try fixture.table(text, task: .multilabel, skips: true) {
            $0.labels.columns = ["X", "Y"]
            $0.split = .column("split")
        }
        let set = try Dataset(root: fixture.root, table: table)
        #expect(set.classes == ["X", "Y"])
        #expect(set.counts(.train) == [1, 2])
        #expect(set.majorityBaseline(.train) == nil)
        #expect(
            set.labels(of: set.samples(.val))?.states == [
                .negative, .negative, .positive, .negative,
            ])
    }
}
