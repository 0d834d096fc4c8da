import Datasets
import Foundation
import Tensors
import Testing
import Vocabulary

/// The labels in tables: several in a field, a column for each, uncertain and missing ones, and
/// their reduction to classes.
@Suite struct TableLabelTests {
    private let fixture: TableFixture

    init() throws { fixture = try TableFixture("a.png", "b.png", "c.png", "d.png") }

    // MARK: - Several labels in a field

    private static let lists = "file,found\na,X|Y\nb,none\nc,Y\nd,Z | X\n"

    private func lists(_ settings: inout TableSettings) {
        settings.labels.column = "found"
        settings.labels.separator = "|"
        settings.labels.none = "none"
    }

    @Test func severalLabels() throws {
        let table = try fixture.table(Self.lists, task: .multilabel, lists)
        #expect(table.classes == ["X", "Y", "Z"])
        #expect(
            table.statesByPath == ["a.png": "110", "b.png": "000", "c.png": "010", "d.png": "101"])
        #expect(table.labels == nil)
        let ordered = try fixture.table(Self.lists, task: .multilabel) {
            lists(&$0)
            $0.classes = ["Z", "Y", "X"]
        }
        #expect(ordered.statesByPath["d.png"] == "101")
        #expect(ordered.statesByPath["c.png"] == "010")
        // A label that the list of classes lacks.
        let message = fixture.message(Self.lists, task: .multilabel) {
            lists(&$0)
            $0.classes = ["Y", "X"]
        }
        #expect(message.contains("'Z' is none of the classes Y, X"))
    }

    @Test func listsOfPython() throws {
        let text =
            "file,found\na,\"['X', ' Y']\"\nb,['normal']\nc,\"[\"\"Y\"\", 'Y']\"\nd,\"['Z', 'X']\"\n"
        let table = try fixture.table(text, task: .multilabel) {
            $0.labels.column = "found"
            $0.labels.separator = ","
            $0.labels.none = "normal"
        }
        #expect(
            table.statesByPath == ["a.png": "110", "b.png": "000", "c.png": "010", "d.png": "101"])
        let message = fixture.message(text.replacing("['normal']", with: "[]"), task: .multilabel) {
            $0.labels.column = "found"
            $0.labels.separator = ","
        }
        #expect(message.contains("1 image has no label"))
    }

    @Test func oneLabelAgainstTheRest() throws {
        let table = try fixture.table(Self.lists) {
            lists(&$0)
            $0.labels.positive = "X"
        }
        #expect(table.classes == ["no X", "X"])
        #expect(table.positiveClass == "X")
        #expect(table.labels == [1, 0, 0, 1])
    }

    @Test func oneLabelAgainstImagesWithoutAny() throws {
        let table = try fixture.table(Self.lists) {
            lists(&$0)
            $0.labels.positive = "X"
            $0.labels.negative = "none"
        }
        #expect(table.classesByPath == ["a.png": "X", "b.png": "none", "d.png": "X"])
        #expect(table.notes.contains { $0.contains("1 image left out because of the label") })
    }

    @Test func oneLabelAgainstAnother() throws {
        let text = "file,found\na,X\nb,Y\nc,Z\nd,X|Y\n"
        let message = fixture.message(text) {
            lists(&$0)
            $0.labels.positive = "X"
            $0.labels.negative = "Y"
        }
        #expect(message.contains("both X and Y"))
        let table = try fixture.table(text.replacing("X|Y", with: "Y|Z")) {
            lists(&$0)
            $0.labels.positive = "X"
            $0.labels.negative = "Y"
        }
        #expect(table.classesByPath == ["a.png": "X", "b.png": "Y", "d.png": "Y"])
    }

    @Test func severalLabelsAreNoClass() {
        let message = fixture.message(Self.lists, lists)
        #expect(message.contains("2 images have invalid labels"))
        #expect(message.contains("2 labels (X, Y); set dataset.table.labels.positive"))
    }

    @Test func unknownLabelsAreExplained() {
        let message = fixture.message(Self.lists) {
            lists(&$0)
            $0.labels.positive = "Quux"
        }
        #expect(message.contains("dataset.table.labels.positive: no label 'Quux'"))
        #expect(message.contains("X, Y, Z"))
    }

    @Test func labelsOfRowsWithoutAnImageDoNotCount() throws {
        let table = try fixture.table(
            Self.lists + "nowhere,W\n", task: .multilabel, skips: true, lists)
        #expect(table.classes == ["X", "Y", "Z"])
    }

    @Test func spellingsThatDifferInCaseAreNotTwoClasses() {
        let message = fixture.message("file,label\na,Ill\nb,ill\nc,well\nd,well\n")
        #expect(message.contains("the labels 'Ill' and 'ill' differ only in case"))
    }

    // MARK: - A column for each label

    private func columns(_ settings: inout TableSettings) {
        settings.labels.columns = ["X", "Y"]
    }

    @Test(arguments: [
        "file,X,Y\na,1,0\nb,0.0,1.0\nc,\"1\",1\nd,0,0\n",
        "file;Y;X\na;FALSE;True\nb;yes;no\nc;Positive;1.000\nd;negative;0e0\n",
    ])
    func spellings(_ text: String) throws {
        let table = try fixture.table(text, task: .multilabel, columns)
        #expect(
            table.statesByPath == ["a.png": "10", "b.png": "01", "c.png": "11", "d.png": "00"])
    }

    private static let uncertain = "file,X,Y\na,1,\nb,-1,0\nc,-1.0,1\nd,0,nan\n"

    @Test func uncertainAndMissingNeedARule() {
        let message = fixture.message(Self.uncertain, task: .multilabel, columns)
        #expect(message.contains("'X' is uncertain; set dataset.table.labels.uncertain to ignore"))
        #expect(message.contains("'Y' is missing; set dataset.table.labels.missing to ignore"))
    }

    @Test(arguments: [
        (TableLabels.Policy.ignore, TableLabels.Policy.ignore, ["1-", "-0", "-1", "0-"]),
        (.positive, .negative, ["10", "10", "11", "00"]),
        (.negative, .positive, ["11", "00", "01", "01"]),
    ])
    func policies(
        uncertain: TableLabels.Policy, missing: TableLabels.Policy, expected: [String]
    ) throws {
        let table = try fixture.table(Self.uncertain, task: .multilabel) {
            columns(&$0)
            ($0.labels.uncertain, $0.labels.missing) = (uncertain, missing)
        }
        #expect(table.paths.map { table.statesByPath[$0] } == expected)
    }

    @Test func anImageWithoutAKnownLabelIsLeftOut() throws {
        let table = try fixture.table("file,X,Y\na,1,0\nb,-1,\nc,0,1\nd,,-1\n", task: .multilabel) {
            columns(&$0)
            ($0.labels.uncertain, $0.labels.missing) = (.ignore, .ignore)
        }
        #expect(table.paths == ["a.png", "c.png"])
        #expect(table.notes.contains { $0.contains("2 images left out because of the label") })
    }

    @Test func valuesOfThisTable() throws {
        let table = try fixture.table("file,X\na,2\nb,-1\nc,ja\nd,?\n", task: .multilabel) {
            $0.labels.columns = ["X"]
            $0.labels.values = [.positive: ["2", "JA"], .negative: ["-1"], .uncertain: ["?"]]
            $0.labels.uncertain = .ignore
        }
        #expect(table.statesByPath == ["a.png": "1", "b.png": "0", "c.png": "1"])
        let message = fixture.message("file,X\na,2\nb,0\nc,1\nd,0\n", task: .multilabel) {
            $0.labels.columns = ["X"]
        }
        #expect(message.contains("column 'X' is '2'; expected 1 or 0"))
    }

    @Test func oneHotColumnsAreClasses() throws {
        let text = "file,A,B,C\na,1.0,0.0,0.0\nb,0.0,1.0,0.0\nc,0,1,0\nd,1,0,0\n"
        let table = try fixture.table(text) { $0.labels.columns = ["A", "B", "C"] }
        #expect(table.classes == ["A", "B"])
        #expect(table.labels == [0, 1, 1, 0])
        #expect(table.notes.contains("table.csv: no image has C, so it is no class"))
        let two = fixture.message(text.replacing("c,0,1,0", with: "c,0,1,1")) {
            $0.labels.columns = ["A", "B", "C"]
        }
        #expect(two.contains("2 labels (B, C)"))
        let none = fixture.message(text.replacing("c,0,1,0", with: "c,0,0,0")) {
            $0.labels.columns = ["A", "B", "C"]
        }
        #expect(none.contains("no label is positive"))
    }

    @Test func namesMergeAndLeaveOut() throws {
        let text = "file,dx\na,nv\nb,mel\nc,bkl\nd,1.0\n"
        let table = try fixture.table(text) {
            $0.labels.column = "dx"
            $0.labels.names = [
                "nv": "benign", "bkl": nil, "mel": "malignant", "1": "benign",
            ]
        }
        #expect(
            table.classesByPath == ["a.png": "benign", "b.png": "malignant", "d.png": "benign"])
        let columns = try fixture.table("file,nv,mel,bcc\na,1,0,0\nb,0,1,0\nc,0,0,1\nd,1,0,0\n") {
            $0.labels.columns = ["nv", "mel", "bcc"]
            $0.labels.names = ["nv": "benign", "mel": "malignant", "bcc": "malignant"]
        }
        #expect(columns.classes == ["benign", "malignant"])
        #expect(columns.labels == [0, 1, 1, 0])
    }

    @Test func orderOfClasses() throws {
        let text = "file,label\na,x\nb,y\nc,x\nd,y\n"
        let table = try fixture.table(text) {
            $0.labels.column = "label"
            $0.classes = ["y", "x"]
        }
        #expect(table.classes == ["y", "x"])
        #expect(table.labels == [1, 0, 1, 0])
        let message = fixture.message(Self.lists) {
            lists(&$0)
            $0.labels.positive = "X"
            $0.classes = ["X", "Y"]
        }
        #expect(message.contains("dataset.table.classes must be no X, X, in any order"))
    }

    @Test func binaryNeedsTwoClasses() {
        let message = fixture.message("file,label\na,x\nb,y\nc,z\nd,x\n", task: .binary)
        #expect(message.contains("has 3 classes, but dataset.task is binary"))
    }

    // MARK: - Several rows for an image

    private static let readers = """
        file,who,X,Y
        a,1,1,0
        a,2,1,0
        a,3,0,0
        b,1,0,1
        b,2,0,1
        b,3,0,0
        c,1,0,0
        d,1,1,1

        """

    @Test func rowsThatDifferNeedARule() {
        let message = fixture.message(Self.readers, task: .multilabel, columns)
        #expect(message.contains("2 images have contradictory rows"))
        #expect(message.contains("'X' differs; correct the rows, or set dataset.table.rows"))
    }

    @Test func unionAndMajority() throws {
        let one = Self.readers.replacing("a,2,1,0", with: "a,2,0,0")
        func states(_ rule: TableSettings.RowRule) throws -> [String: String] {
            try fixture.table(one, task: .multilabel) {
                columns(&$0)
                $0.rows = rule
            }.statesByPath
        }
        #expect(
            try states(.union) == ["a.png": "10", "b.png": "01", "c.png": "00", "d.png": "11"])
        #expect(
            try states(.majority) == ["a.png": "00", "b.png": "01", "c.png": "00", "d.png": "11"])
    }

    @Test func aTieHasNoMajority() {
        let message = fixture.message("file,X,Y\na,1,0\na,0,0\nb,0,1\nc,0,1\nd,1,1\n") {
            columns(&$0)
            $0.rows = .majority
        }
        #expect(message.contains("'X' has as many positive as negative rows"))
    }

    @Test func rowsOfAReaderAreUnited() throws {
        // Three boxes of one reader do not outvote the two others.
        let text = """
            file,who,kind
            a,1,X
            a,1,Y
            a,1,Y
            a,2,nothing
            a,3,nothing
            b,1,X
            b,2,X
            b,2,Y
            b,3,X
            c,1,Y
            d,1,nothing

            """
        let table = try fixture.table(text, task: .multilabel) {
            $0.labels.column = "kind"
            $0.labels.none = "nothing"
            $0.rows = .majority
            $0.reader = "who"
        }
        #expect(table.classes == ["X", "Y"])
        #expect(
            table.statesByPath == ["a.png": "00", "b.png": "10", "c.png": "01", "d.png": "00"])
    }
}
