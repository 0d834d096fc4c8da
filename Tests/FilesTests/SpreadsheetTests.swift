import Files
import Testing

@Suite struct SpreadsheetTests {
    @Test func aSpreadsheetFindsNoFormula() {
        let table = CSVTable(
            header: ["=A1", "x"],
            rows: [
                ["=HYPERLINK(\"http:x\")", "-0.5"], ["@SUM(1)", "+1e-3"], ["-2+3", "-inf"],
                ["\t=1", "a=b"],
            ])
        #expect(
            table.forSpreadsheets.header + table.forSpreadsheets.rows.flatMap { $0 } == [
                "'=A1", "x", "'=HYPERLINK(\"http:x\")", "-0.5", "'@SUM(1)", "+1e-3", "'-2+3",
                "-inf", "'\t=1", "a=b",
            ])
    }
}
