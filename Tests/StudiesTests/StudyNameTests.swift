import Studies
import Testing

@Suite struct StudyNameTests {
    @Test(arguments: ["a", "lr-sweep", "Study_2.1", "0"])
    func namesOfFoldersAreValid(_ name: String) { #expect(StudyName.isValid(name)) }

    @Test(arguments: ["", "-a", ".a", "a.", "a b", "a/b", "é", String(repeating: "a", count: 101)])
    func otherNamesAreNot(_ name: String) { #expect(!StudyName.isValid(name)) }

    @Test(arguments: [
        ("chest_xray", "chest_xray"), ("My images (2)", "My-images-2"), ("Röntgen", "R-ntgen"),
        ("..", "study"), ("", "study"), ("日本", "study"), ("-a.", "a"), ("a\u{FFFD}b", "a-b"),
    ])
    func anyTextGivesAValidName(_ text: String, _ name: String) {
        #expect(StudyName.valid(like: text) == name)
        #expect(StudyName.isValid(StudyName.valid(like: text)))
    }

    @Test func aLongTextGivesAValidName() {
        #expect(StudyName.isValid(StudyName.valid(like: String(repeating: "a b", count: 90))))
    }
}
