import JSON
import Results
import Testing
import Vocabulary

/// The names of stored sets of features in lock files and jobs.
@Suite struct FeatureSetTests {
    private static let keys: [FeatureSetID: String] = [
        .init(split: .train): "a", .init(split: .train, view: 0): "b",
        .init(split: .train, view: 11): "c", .init(split: .val): "d", .init(split: .test): "e",
    ]
    private static let text =
        #"{"test":"e","train":"a","train view 1":"b","train view 12":"c","val":"d"}"#

    @Test func setsAreNamedBySplitAndView() throws {
        let json = FeatureSetID.json(Self.keys)
        #expect(json.canonical == Self.text)
        #expect(json.members?.map(\.key) == json.members?.map(\.key).sorted())
        #expect(FeatureSetID.keys(json.texts) == Self.keys)
        #expect(FeatureSetID.keys([:]) == [:])
    }

    @Test(arguments: [
        "", "training", "train view", "train view 0", "train view -1", "train view 01",
        "train view +1", "train view x", "train  view 1", "train view 1 ", "train view 1 2",
        "train views 1", "val 1",
    ])
    func otherNamesAreRefused(_ name: String) {
        #expect(FeatureSetID.keys([name: "a", "val": "b"]) == nil)
    }
}
