import Markup
import Testing

@Suite struct ShellTextTests {
    @Test func aWordIsQuotedWhereItMustBe() {
        #expect(ShellText.quoted("results/a-1") == "results/a-1")
        #expect(ShellText.quoted("it's") == "'it'\\''s'")
        #expect(ShellText.quoted("") == "''")
    }
}
