import Evaluation
import JSON
import Studies
import Testing

/// The section `subgroups` of a study, which does not change what is trained.
@Suite struct SubgroupSettingsTests {
    private static func study(_ subgroups: String) -> String {
        text(#""network": "cnn4", "subgroups": \#(subgroups)"#)
    }

    private func messages(_ text: String) -> [String] {
        do { _ = try read(text) } catch { return error.diagnostics.map { "\($0)" } }
        return []
    }

    @Test func everyFormIsRead() throws {
        let study = try read(
            Self.study(
                #"""
                {"attributes": "../a.csv", "by": ["sex", {"age": [40, 60.5]}, "image.size:512",
                 {"subtype": "name:(bacteria|virus)"}, {"years": "age:30"}, {"image.width": [100]}]}
                """#))
        let settings = try #require(study.subgroups)
        #expect(settings.attributes == "/a.csv")
        #expect(
            settings.by == [
                try AttributeSetting("sex"), try AttributeSetting("age:40,60.5"),
                try AttributeSetting("image.size:512"),
                try AttributeSetting("subtype=name:(bacteria|virus)"),
                try AttributeSetting("years=age:30"), try AttributeSetting("image.width:100"),
            ])
        #expect(try read(text(#""network": "cnn4""#)).subgroups == nil)
    }

    /// A record of the study contains the section, and reading it gives the same attributes. The
    /// trials are those of the study without the section.
    @Test func theResolvedStudyHasTheSection() throws {
        let study = try read(
            Self.study(
                #"{"attributes": "../a.csv", "by": [{"age": [40, 60]}, {"x": "name:(a)"}, {"y": "b:1"}]}"#
            ))
        #expect(
            study.resolved["subgroups"]
                == [
                    "attributes": "../a.csv",
                    "by": [["age": [40, 60]], ["x": "name:(a)"], ["y": "b:1"]],
                ])
        let again = try read(study.resolved.pretty)
        #expect(again.subgroups == study.subgroups)
        #expect(study.trials == (try read(text(#""network": "cnn4""#))).trials)
    }

    @Test(arguments: [
        (#"{}"#, "names no attribute"),
        (#"{"by": []}"#, "names no attribute"),
        (#"{"by": ["sex"]}"#, #"set "attributes" to the path of the table"#),
        (#"{"attributes": "", "by": ["sex"]}"#, "empty"),
        (#"{"attributes": "a", "by": ["sex", "sex"]}"#, "named twice"),
        (#"{"attributes": "a", "by": [{"age": [60, 40]}]}"#, "must increase"),
        (#"{"attributes": "a", "by": [{"age": []}]}"#, "bounds of bins"),
        (#"{"attributes": "a", "by": [{"age": [1, "2"]}]}"#, "bounds of bins"),
        (#"{"attributes": "a", "by": [{"age": [1], "x": [2]}]}"#, "expected a column"),
        (#"{"attributes": "a", "by": [7]}"#, "expected a column"),
        (#"{"attributes": "a", "by": "sex"}"#, "an array"),
        (#"{"by": ["name:bacteria"]}"#, "no capture group"),
        (#"{"by": ["image.depth"]}"#, "is unknown"),
        (#"{"attribute": "a"}"#, "attributes"),
        (#"[]"#, "an object"),
    ])
    func errors(_ subgroups: String, _ message: String) {
        let found = messages(Self.study(subgroups))
        #expect(found.contains { $0.contains(message) }, "\(subgroups): \(found)")
    }
}
