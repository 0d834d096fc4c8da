import Files
import Testing

/// White space around the fields of tables.
struct CSVBlankTests {
    private static let blanks = [
        " ", "\t", "\u{B}", "\u{85}", "\u{A0}", "\u{1680}", "\u{2000}", "\u{200B}", "\u{2028}",
        "\u{202F}", "\u{205F}", "\u{2060}", "\u{3000}", "\u{FEFF}", " \u{A0}\t\u{3000}",
    ]

    @Test(arguments: blanks) func areTrimmedOutsideOfQuotes(_ blank: String) throws {
        let text = "\(blank)a\(blank),\(blank)\"\(blank)b\(blank)\"\(blank),\(blank)\n"
        let records = try CSVParser(text, trims: true).records()
        #expect(
            records.map(\.fields.utf8) == [["a", "\(blank)b\(blank)", ""].map { Array($0.utf8) }])
        // White space is kept if the parser does not trim.
        #expect(try CSVParser("\(blank)a\(blank)\n").records()[0].fields.count == 1)
    }

    /// A parser that trims reads back the table that was written.
    @Test(arguments: blanks) func areQuotedWhereTheyAreWritten(_ blank: String) throws {
        for field in ["\(blank)a", "a\(blank)", "\(blank)", "a\(blank)b"] {
            let table = CSVTable(header: ["one", "two"], rows: [[field, "x"]])
            let records = try CSVParser(table.text, trims: true).records()
            #expect(records[1].fields.utf8 == [field, "x"].map { Array($0.utf8) })
        }
    }

    /// Joiners, variation selectors and combining marks are part of a field.
    @Test(arguments: [
        "\u{200C}", "\u{200D}", "\u{FE0F}", "\u{301}", "\u{E33}", "\u{AD}", "\u{1F600}",
    ])
    func othersStay(_ mark: String) throws {
        let fields = try CSVParser("\(mark)a\(mark),b\n", trims: true).records()[0].fields
        #expect(fields.utf8 == ["\(mark)a\(mark)", "b"].map { Array($0.utf8) })
    }

    @Test func aTabThatSeparatesIsNoBlank() throws {
        let records = try CSVParser(
            "\ta\t\t \u{A0}b \n", separator: UInt8(ascii: "\t"), trims: true
        ).records()
        #expect(records[0].fields == ["", "a", "", "b"])
    }
}

extension [String] {
    /// The bytes of the fields, because strings compare equal in any Unicode form.
    fileprivate var utf8: [[UInt8]] { map { [UInt8]($0.utf8) } }
}
