import Terminal
import Testing

@Suite struct TextStyleTests {
    @Test func colorsAndBlocksFollowTheEnvironment() {
        let style = TextStyle(environment: ["LANG": "de_DE.UTF-8", "TERM": "xterm"])
        #expect(style.paint("a", "32") == "\u{1B}[32ma\u{1B}[0m")
        #expect(style.paint("", "32") == "")
        #expect(style.bar(0.5, width: 4) == "\u{1B}[36m██\u{1B}[0m\u{1B}[2m░░\u{1B}[0m")
        let none = TextStyle(environment: ["NO_COLOR": "1", "LC_ALL": "C", "LANG": "de_DE.UTF-8"])
        #expect(none.paint("a", "32") == "a")
        #expect(none.bar(0.5, width: 4) == "##--")
        #expect(none.bar(-1, width: 4) == "----" && none.bar(2, width: 4) == "####")
    }

    @Test func aTerminalWithoutANameOrACursorIsNotRedrawn() {
        #expect(TextStyle.canRedraw(environment: ["TERM": "xterm"]))
        #expect(!TextStyle.canRedraw(environment: ["TERM": "dumb"]))
        #expect(!TextStyle.canRedraw(environment: [:]))
    }

    @Test(arguments: [
        (10, "abcdefghi"), (9, "abcdefghi"), (8, "abc..ghi"), (5, "ab..i"), (3, "abc"),
    ])
    func longNamesAreShortenedInTheirMiddle(_ width: Int, _ expected: String) {
        #expect(TextStyle.fitted("abcdefghi", width) == expected)
    }

    @Test func columnsArePadded() {
        #expect(TextStyle.left("ab", 4) == "ab  " && TextStyle.right("ab", 4) == "  ab")
        #expect(TextStyle.left("abc", 2) == "abc" && TextStyle.right("abc", 2) == "abc")
    }
}
