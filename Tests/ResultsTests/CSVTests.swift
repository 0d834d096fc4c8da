import Evaluation
import Files
import Results
import Testing
import Vocabulary

@Suite struct CSVTests {
    @Test(arguments: [
        ["a", "b"], ["", ""], ["a,b", "\"quoted\""], ["two\nlines", "cr\r\nlf"], ["\"", ","],
        ["é", "naïve, \"ü\""], [" spaces ", "x"],
    ])
    func fieldsComeBack(_ fields: [String]) throws {
        let table = CSVTable(header: ["one", "two"], rows: [fields, ["1", "2"]])
        #expect(try CSVDocument(text: table.text, file: "t.csv").table == table)
    }

    @Test func windowsLinesAndAByteOrderMarkAreRead() throws {
        let document = try CSVDocument(text: "\u{FEFF}a,b\r\n1,2\r\n", file: "t.csv")
        #expect(document.table == CSVTable(header: ["a", "b"], rows: [["1", "2"]]))
    }

    @Test(arguments: [
        (0.1, "0.1"), (1, "1"), (-3, "-3"), (0.1 + 0.2, "0.30000000000000004"), (1e-5, "1e-05"),
        (.nan, "nan"), (.infinity, "inf"), (1e300, "1e+300"), (0, "0"),
    ])
    func numbersAreShort(_ number: Double, _ text: String) {
        #expect(CSVTable.text(of: number) == text)
        #expect(Double(text)?.bitPattern == number.bitPattern || number.isNaN)
    }

    @Test(arguments: [
        ("", "t.csv:1: expected a header line; the file is empty"),
        ("epoch,lr\n1\n", "t.csv:2: expected 2 fields as in the header, got 1"),
        ("epoch,lr\n1,2,3\n", "t.csv:2: expected 2 fields as in the header, got 3"),
        ("epoch,lr\n\"1,2\n", "t.csv:2: a quoted field has no closing '\"'"),
        ("step,lr\n1,2\n", "t.csv:1: no column 'loss'; the header has step, lr"),
        ("step,lr,loss\n1,0.1,0.5\n2,x,0.4\n", "t.csv:3: column 'lr': expected a number, got 'x'"),
        (
            "step,lr,loss\n0,0.1,0.5\n",
            "t.csv:2: column 'step': expected a whole number of at least 1, got '0'"
        ),
        (
            "step,lr,loss\n\"1\n\",1,2\n\n1,,2\n",
            "t.csv:2: column 'step': expected a whole number of at least 1, got '1\n'"
        ),
        ("step,lr,loss\n\n\n1,,2\n", "t.csv:4: column 'lr': expected a number, got ''"),
    ])
    func aBrokenFileIsNamedWithItsLine(_ text: String, _ message: String) {
        let error = #expect(throws: ResultsError.self) {
            _ = try StepRecord.read(CSVDocument(text: text, file: "t.csv"))
        }
        #expect(error.map { "\($0)" } == message)
    }

    @Test(arguments: [true, false], [true, false])
    func epochsComeBack(_ hasVal: Bool, _ hasTest: Bool) throws {
        let records = (1...3).map { epoch in
            EpochRecord(
                epoch: epoch, learningRate: 0.1 / Double(epoch),
                train: Metrics(loss: 0.1 + 0.2, accuracy: 2 / 3.0),
                val: hasVal ? Metrics(loss: .infinity, accuracy: 1) : nil,
                test: hasTest ? Metrics(loss: 1e-7, accuracy: 0) : nil, seconds: 12.25)
        }
        let table = EpochRecord.table(records)
        #expect(table.header.contains("val_loss") == hasVal)
        #expect(table.header.contains("test_accuracy") == hasTest)
        #expect(try EpochRecord.read(CSVDocument(text: table.text, file: "e.csv")) == records)
    }

    @Test func theColumnsOfEpochsAreThoseOfTheContract() {
        let metrics = Metrics(loss: 1, accuracy: 0.5)
        let record = EpochRecord(
            epoch: 1, learningRate: 0.1, train: metrics, val: metrics, test: metrics, seconds: 1)
        #expect(
            EpochRecord.table([record]).header.joined(separator: ",")
                == "epoch,lr,train_loss,train_accuracy,val_loss,val_accuracy,test_loss,"
                + "test_accuracy,seconds")
    }

    @Test func anAccuracyInPercentIsRefused() {
        let text = "epoch,lr,train_loss,train_accuracy,seconds\n1,0.1,0.5,83,2\n"
        let error = #expect(throws: ResultsError.self) {
            _ = try EpochRecord.read(CSVDocument(text: text, file: "e.csv"))
        }
        #expect(
            error.map { "\($0)" }
                == "e.csv:2: column 'train_accuracy': expected a fraction from 0 to 1, got '83'")
    }

    @Test func predictionsComeBack() throws {
        var table = PredictionTable(
            classes: ["NORMAL", "a,b"], files: ["test/NORMAL/x \"1\".jpeg", "y"],
            groups: [nil, nil],
            predictions: Predictions(
                labels: [0, 1], probabilities: [0.25, 0.75, 0.125, 0.875], classes: 2))
        let text = """
            file,label,predicted,probability_NORMAL,"probability_a,b"
            "test/NORMAL/x ""1"".jpeg",NORMAL,"a,b",0.25,0.75
            y,"a,b","a,b",0.125,0.875

            """
        #expect(table.csv.text == text)
        #expect(try PredictionTable(CSVDocument(text: text, file: "p.csv")) == table)
        #expect(table.predictions.correct == 1)
        table.groups[1] = "p1"
        let document = try CSVDocument(text: table.csv.text, file: "p.csv")
        #expect(document.table.header.last == "group")
        #expect(try PredictionTable(document) == table)
    }

    @Test func aPredictionOfAnUnknownClassIsRefused() {
        let text = "file,label,predicted,probability_A,probability_B\nx,A,C,0.5,0.5\n"
        let error = #expect(throws: ResultsError.self) {
            _ = try PredictionTable(CSVDocument(text: text, file: "p.csv"))
        }
        #expect(
            error.map { "\($0)" } == "p.csv:2: column 'predicted': expected one of A, B, got 'C'")
    }
}
