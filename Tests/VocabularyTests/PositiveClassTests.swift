import JSON
import Testing
import Vocabulary

@Suite struct PositiveClassTests {
    @Test func itIsSetOrKnownAndNeverGuessed() throws {
        #expect(try PositiveClass.resolved(nil, among: ["NORMAL", "PNEUMONIA"]) == "PNEUMONIA")
        #expect(try PositiveClass.resolved("NORMAL", among: ["NORMAL", "PNEUMONIA"]) == "NORMAL")
        for classes in [
            ["COVID", "NORMAL"], ["cancer", "healthy"], ["TB", "non-TB"], ["PNEUMONIA", "Z"],
            ["normal", "pneumonia"],
        ] {
            #expect(try PositiveClass.resolved(nil, among: classes) == nil)
            #expect(try PositiveClass.resolved(classes[0], among: classes) == classes[0])
        }
        #expect(try PositiveClass.resolved(nil, among: ["NORMAL", "PNEUMONIA", "TB"]) == nil)
    }

    @Test func otherNamesAreRefusedWithTheNearest() {
        let unknown = #expect(throws: PositiveClassError.self) {
            try PositiveClass.resolved("COVDI", among: ["COVID", "NORMAL"])
        }
        #expect(
            unknown.map { "\($0)" }
                == #"must be one of "COVID", "NORMAL"; got "COVDI"; did you mean "COVID"?"#)
        let three = #expect(throws: PositiveClassError.self) {
            try PositiveClass.resolved("A", among: ["A", "B", "C"])
        }
        #expect(three?.description.contains("two classes; this one has 3 (A, B, C)") == true)
        // Two encodings of one letter are two names.
        #expect(throws: PositiveClassError.self) {
            try PositiveClass.resolved("e\u{301}", among: ["\u{e9}", "x"])
        }
    }

    @Test func theQuestionNamesBoth() {
        let text = PositiveClass.question(["COVID", "NORMAL"])
        #expect(text.contains(#"which of "COVID" and "NORMAL" is the positive class"#))
        #expect(text.contains(#"{ "positiveClass": "COVID" }"#))
    }
}
