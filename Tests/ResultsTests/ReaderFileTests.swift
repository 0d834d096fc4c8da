import Evaluation
import Files
import Foundation
import Results
import Testing
import TestSupport

/// Tables of somebody else's predictions, as other programs and people write them.
@Suite struct ReaderFileTests {
    private static let classes = ["NORMAL", "PNEUMONIA"]
    private static let images = [
        "test/NORMAL/a.jpeg", "test/NORMAL/b.jpeg", "test/PNEUMONIA/c.jpeg",
        "test/PNEUMONIA/d.jpeg",
    ]
    private static let labels = [0, 0, 1, 1]

    private static func read(
        _ text: String, images: [String] = images, labels: [Int] = labels,
        classes: [String] = classes, positive: String? = "PNEUMONIA", commonOnly: Bool = false
    ) throws -> (file: ReaderFile, predictions: ReaderPredictions) {
        try read(
            Data(text.utf8), images: images, labels: labels, classes: classes, positive: positive,
            commonOnly: commonOnly)
    }

    private static func read(
        _ data: Data, images: [String], labels: [Int], classes: [String], positive: String?,
        commonOnly: Bool
    ) throws -> (file: ReaderFile, predictions: ReaderPredictions) {
        try withTemporaryFolder { folder in
            let path = "\(folder)/theirs.csv"
            try data.write(to: URL(fileURLWithPath: path))
            let file = try ReaderFile(
                name: "theirs", path: path, images: images, labels: labels, classes: classes,
                positive: positive, commonOnly: commonOnly)
            let count = classes.count
            let table = PredictionTable(
                classes: classes, files: images, groups: images.map { _ in "p" },
                predictions: Predictions(
                    labels: labels,
                    probabilities: images.flatMap { _ in
                        [1] + [Double](repeating: 0, count: count - 1)
                    }, classes: count))
            return (file, file.predictions(for: table))
        }
    }

    private static func decisions(_ text: String) throws -> [Int] {
        try read(text).predictions.table.predictions.predicted
    }

    private static func probabilities(_ text: String) throws -> [Double] {
        let predictions = try read(text).predictions
        return (0..<4).map { predictions.table.predictions.probabilities(of: $0)[1] }
    }

    /// The message without the folder of the file.
    private static func message(_ text: String, commonOnly: Bool = false) -> String {
        message { _ = try read(text, commonOnly: commonOnly) }
    }

    private static func message(_ body: () throws -> Void) -> String {
        do { try body() } catch {
            return "\(error)".replacing(#/^.*\/theirs\.csv/#, with: "theirs.csv")
        }
        return "no error"
    }

    // MARK: - Images

    /// The names of images, by path, by the end of the path, by file name and without suffix.
    @Test(arguments: [
        images,
        [
            "/mnt/x/test/NORMAL/a.jpeg", "./test/NORMAL/b.jpeg", "y/test/PNEUMONIA/c.jpeg",
            "test//PNEUMONIA/d.jpeg",
        ],
        ["NORMAL/a.jpeg", "NORMAL/b.jpeg", "PNEUMONIA/c.jpeg", "PNEUMONIA/d.jpeg"],
        [#"C:\x\NORMAL\a.jpeg"#, #"NORMAL\b.jpeg"#, #"PNEUMONIA\c.jpeg"#, #"PNEUMONIA\d.jpeg"#],
        ["a.jpeg", "b.jpeg", "images/c.jpeg", "d.jpeg"],
        ["a", "b", "c", "d"],
        ["a.dcm", "b.dcm", "c.DCM", "d.nii"],
    ]) func imagesAreFound(_ names: [String]) throws {
        let words = ["normal", "PNEUMONIA", "Pneumonia", "NORMAL"]
        let rows = zip(names, words).reversed().map { "\($0),\($1)\n" }.joined()
        #expect(try Self.decisions("file,predicted\n\(rows)") == [0, 1, 1, 0], "\(names)")
    }

    @Test(arguments: [
        "filename", "File Name", "IMAGE", "image_path", "Path", "img", "Image-ID", "id", "name",
    ]) func columnsOfImagesAreRecognized(_ name: String) throws {
        let text = "\(name),predicted\na,NORMAL\nb,NORMAL\nc,NORMAL\nd,PNEUMONIA\n"
        #expect(try Self.decisions(text) == [0, 0, 0, 1], "\(name)")
    }

    @Test func imagesThatDoNotFitAreErrors() {
        let head = "file,predicted\n"
        #expect(
            Self.message(head + "a,NORMAL\nb,NORMAL\nc,NORMAL\n")
                .contains("has no row for 1 of 4 evaluated images: test/PNEUMONIA/d.jpeg"))
        let other = Self.message(head + "a,NORMAL\nb,NORMAL\nc,NORMAL\nd,NORMAL\ne,NORMAL\n")
        #expect(other.hasPrefix("theirs.csv:6: 1 of 5 rows name no evaluated image: 'e'"))
        #expect(other.contains("--common-images"))
        #expect(
            Self.message(head + "a,NORMAL\nb,NORMAL\nc,NORMAL\nd,NORMAL\nb,NORMAL\n")
                .hasPrefix("theirs.csv:6: 'b' is the image of line 3, test/NORMAL/b.jpeg"))
        #expect(
            Self.message(head + "a,NORMAL\n \"\" ,NORMAL\n")
                .hasPrefix("theirs.csv:3: column 'file' is empty"))
        #expect(
            Self.message(head + "x,NORMAL\n").contains(
                "no row names an evaluated image; got x; expected paths or file names such as "
                    + "test/NORMAL/a.jpeg"))
        #expect(Self.message(head).contains("has a header but no rows"))
        #expect(Self.message("").contains("the file is empty"))
        #expect(
            Self.message("case_no,predicted\na,NORMAL\n").contains(
                "no column of images, such as 'file', 'image' or 'path'; the columns are "
                    + "'case_no', 'predicted'"))
        #expect(Self.message("file,File,predicted\na,a,NORMAL\n").contains("keep one"))
        // Another file of the same name in another split or class is another image.
        for name in ["train/NORMAL/a.jpeg", "PNEUMONIA/a.jpeg", "val/a.jpeg"] {
            #expect(
                Self.message(head + "\(name),NORMAL\n").contains("no row names an evaluated"),
                "\(name)")
        }
    }

    @Test func ambiguousNamesAreErrors() throws {
        let images = ["NORMAL/a.png", "PNEUMONIA/a.png", "PNEUMONIA/b.png"]
        let text = Self.message {
            _ = try Self.read(
                "image,predicted\na.png,NORMAL\nb.png,NORMAL\n", images: images,
                labels: [0, 1, 1])
        }
        #expect(
            text.hasPrefix(
                "theirs.csv:2: 1 of 2 rows name several images, such as 'a.png': NORMAL/a.png, "
                    + "PNEUMONIA/a.png"))
        let paths =
            "image,predicted\nx/NORMAL/a.png,NORMAL\nx/PNEUMONIA/a.png,NORMAL\n"
            + "x/PNEUMONIA/b.png,NORMAL\n"
        let read = try Self.read(paths, images: images, labels: [0, 1, 1])
        #expect(read.predictions.table.predictions.predicted == [0, 0, 0])
        // The end of an identifier is not a suffix.
        let points = ["NORMAL/1.2.3.png", "NORMAL/1.2.png", "PNEUMONIA/ä.png"]
        let stems = try Self.read(
            "image,predicted\n1.2,PNEUMONIA\n1.2.3,NORMAL\na\u{308},NORMAL\n", images: points,
            labels: [0, 0, 1])
        #expect(stems.predictions.table.predictions.predicted == [0, 1, 0])
    }

    @Test func commonImagesAreKeptInTheOrderOfTheModel() throws {
        let read = try Self.read(
            "file,predicted\nd,NORMAL\nz,NORMAL\na,PNEUMONIA\n", commonOnly: true)
        #expect(read.predictions.table.files == [Self.images[0], Self.images[3]])
        #expect(read.predictions.table.predictions.predicted == [1, 0])
        #expect(read.predictions.table.predictions.labels == [0, 1])
        #expect(read.file.source.rows == 3 && read.file.source.otherRows == 1)
    }

    // MARK: - Values

    /// Byte order marks, line ends, separators, quotes and decimal commas.
    @Test(arguments: [
        "file,probability\na,0.1\nb,0.25\nc,0.75\nd,1\n",
        "\u{FEFF}file,probability\r\na,0.1\r\nb,0.25\r\nc,0.75\r\nd,1.0\r\n",
        "\"file\";\"p\"\n\"a\";0,1\nb;0,25\nc;0,75\nd;1\n",
        "file\tPNEUMONIA\na\t1e-1\nb\t.25\nc\t+0.75\nd\t1.0000001\n",
        "file,NORMAL\na,0.9\nb,0.75\nc,0.25\nd,0\n",
        "id,prob_pneumonia,prob_normal\na,0.1,0.9\nb,0.25,0.75\nc,0.75,0.25\nd,1,0\n",
        "id,Normal,P(Pneumonia)\na,0.5,0.1\nb,0.5,0.25\nc,0.5,0.75\nd,0.5,1\n",
        "sep=;\nimage;y_score\na;0.1\nb;0.25\nc;0.75\nd;1\n\n",
    ]) func probabilitiesAreRead(_ text: String) throws {
        let found = try Self.probabilities(text)
        #expect(zip(found, [0.1, 0.25, 0.75, 1]).allSatisfy { abs($0 - $1) < 1e-12 }, "\(found)")
        let source = try Self.read(text).file.source
        #expect(source.hasProbabilities && !source.hasDecisions)
        #expect(try Self.decisions(text) == [0, 0, 1, 1])
    }

    @Test func badProbabilitiesAreErrors() {
        func text(_ values: String) -> String {
            "file,score\n"
                + zip(
                    ["a", "b", "c", "d"],
                    values.split(separator: " ", omittingEmptySubsequences: false)
                ).map { "\($0),\($1)\n" }.joined()
        }
        #expect(
            Self.message(text("0.1 80 55 99")) == "theirs.csv:3: column 'score': expected "
                + "probabilities from 0 to 1; got 80; the column has values from 0.1 to 99.0; if "
                + "they are percentages, divide them by 100")
        #expect(
            Self.message(text("0.1 0.2 -3.5 4")).contains(
                "theirs.csv:4: column 'score': expected probabilities from 0 to 1; got -3.5; the "
                    + "column has values from -3.5 to 4.0; if they are logits, apply the sigmoid"))
        #expect(Self.message(text("0.1 0.2 0.3 ")).contains(":5: column 'score': expected"))
        for word in ["nan", "inf", "0x1", "80%", "NORMAL"] {
            #expect(
                Self.message(text("0.1 \(word) 0.3 0.4")).contains("theirs.csv:3: column 'score'"),
                "\(word)")
        }
        let sum = "file,NORMAL,PNEUMONIA\na,0.5,0.5\nb,0.4,0.5\nc,0.5,0.5\nd,0.5,0.5\n"
        #expect(
            Self.message(sum)
                == "theirs.csv:3: the probabilities of the classes add up to 0.9; expected 1 within "
                + "0.001")
        #expect(Self.message("file,p,prob\na,0,0\n").contains("keep one"))
        #expect(
            Self.message("file,age\na,3\n").contains(
                "no predictions: expected a column 'predicted' with classes, a column for each "
                    + "class (NORMAL, PNEUMONIA)"))
        let unknown = Self.message {
            _ = try Self.read("file,score\na,0.5\nb,0.5\nc,0.5\nd,0.5\n", positive: nil)
        }
        #expect(unknown.contains("column 'score' does not say of which class"))
        #expect(Self.message("file,score\na,0.1,3\n").contains("expected 2 fields"))
        #expect(Self.message("file,score\n\"a,0.1\n").contains("no closing"))
    }

    /// Classes by name in any case, and 0 and 1 if the positive class is known.
    @Test func decisionsAreRead() throws {
        func text(_ name: String, _ values: String) -> String {
            "file,\(name)\n"
                + zip(["a", "b", "c", "d"], values.split(separator: " ")).map { "\($0),\($1)\n" }
                .joined()
        }
        for name in ["Prediction", "y_pred", "reader", "diagnosis", "label", "Class"] {
            #expect(
                try Self.decisions(text(name, "normal Pneumonia NORMAL PNEUMONIA")) == [
                    0, 1, 0, 1,
                ],
                "\(name)")
        }
        for values in ["0 1 0 1", "0.0 1.0 0.0 1.0", "False True False True"] {
            let read = try Self.read(text("predicted", values))
            #expect(read.predictions.table.predictions.predicted == [0, 1, 0, 1])
            #expect(
                read.file.source.notes == [
                    "column 'predicted': 1 means PNEUMONIA, 0 means NORMAL"
                ])
            #expect(!read.predictions.hasProbabilities && read.file.source.hasDecisions)
        }
        let unknown = Self.message {
            _ = try Self.read(text("predicted", "0 1 0 1"), positive: nil)
        }
        #expect(unknown.contains("expected one of NORMAL, PNEUMONIA; got '0'"))
        #expect(
            Self.message(text("predicted", "0 1 2 1"))
                == "theirs.csv:4: column 'predicted': expected one of NORMAL, PNEUMONIA, or 1 "
                + "(PNEUMONIA) and 0; got '2'; name a column of probabilities 'probability'")
        #expect(
            Self.message("file,predicted\na,NORMAL\nb,\nc,NORMAL\nd,NORMAL\n")
                .contains("theirs.csv:3: column 'predicted': expected one of"))
        #expect(Self.message("file,pred,reader\na,0,0\n").contains("keep one"))
        // Classes that are named by numbers.
        let digits = try Self.read(
            text("predicted", "0 1.0 2 1"), classes: ["0", "1", "2"], positive: nil)
        #expect(digits.predictions.table.predictions.predicted == [0, 1, 2, 1])
    }

    /// A column such as `label` can contain the actual classes, which are no predictions.
    @Test func actualClassesAreNotDecisions() throws {
        let truth = "file,label\na,NORMAL\nb,NORMAL\nc,PNEUMONIA\nd,PNEUMONIA\n"
        #expect(
            Self.message(truth).contains(
                "equals the actual class of all 4 images, so it is unclear whether it contains "
                    + "decisions"))
        let both = try Self.read(
            "file,label,p\na,NORMAL,0.6\nb,NORMAL,0.1\nc,PNEUMONIA,0.9\nd,PNEUMONIA,0.2\n")
        #expect(both.predictions.table.predictions.predicted == [1, 0, 1, 0])
        #expect(!both.file.source.hasDecisions)
        #expect(both.file.source.notes.first?.contains("contains the actual classes") == true)
        let unclear =
            "file,label,p\na,PNEUMONIA,0.1\nb,NORMAL,0.1\nc,PNEUMONIA,0.9\nd,PNEUMONIA,0.9\n"
        #expect(Self.message(unclear).contains("it is unclear what it means"))
        // Other labels than those of the folders are an error.
        let wrong =
            "file,label,predicted\na,0,0\nb,1,0\nc,1,0\nd,1,0\n"
        #expect(
            Self.message(wrong).contains(
                "theirs.csv:3: column 'label': differs from the actual class of 1 of 4 images; "
                    + "here expected NORMAL, got '1'"))
        let text = try Self.read(
            "file,y_true,predicted\na,sick,0\nb,well,1\nc,well,1\nd,well,1\n")
        #expect(text.predictions.table.predictions.predicted == [0, 1, 1, 1])
    }

    @Test func decisionsBesideProbabilities() throws {
        let read = try Self.read(
            "file,p,predicted,age\na,0.4,PNEUMONIA,3\nb,0.1,NORMAL,4\nc,0.9,PNEUMONIA,5\n"
                + "d,0.3,NORMAL,6\n")
        #expect(read.predictions.table.predictions.predicted == [1, 0, 1, 0])
        #expect(read.file.source.hasDecisions && read.predictions.hasProbabilities)
        #expect(
            read.file.source.notes == [
                "for 1 of 4 images the decision is not the most probable class",
                "columns that are not read: age",
            ])
        // Probabilities of 0 and 1 alone are decisions.
        let sure = try Self.read("file,pneumonia\na,0\nb,1\nc,1\nd,0\n")
        #expect(!sure.predictions.hasProbabilities && sure.file.source.hasDecisions)
        #expect(sure.predictions.table.predictions.predicted == [0, 1, 1, 0])
    }

    @Test func threeClasses() throws {
        let (classes, labels) = (["a", "A b", "c"], [0, 1, 2, 0])
        let images = ["a/1.png", "A b/2.png", "c/3.png", "a/4.png"]
        func read(_ text: String) throws -> ReaderPredictions {
            try Self.read(text, images: images, labels: labels, classes: classes, positive: nil)
                .predictions
        }
        let table = try read(
            "file,p_c,p_a,p_a_b\n1,0.2,0.5,0.3\n2,0.1,0.3,0.6\n3,0.2,0.4,0.4\n4,0.7,0.2,0.1\n")
        #expect(table.table.predictions.predicted == [0, 1, 0, 2])
        #expect(table.table.predictions.probabilities(of: 1) == [0.3, 0.6, 0.1])
        let missing = Self.message { _ = try read("file,p_c,p_a\n1,0.2,0.8\n") }
        #expect(missing.contains("no column with the probability of A b; expected one for each"))
        let bits = Self.message { _ = try read("file,pred\n1,1\n2,0\n3,0\n4,0\n") }
        #expect(bits.contains("expected one of a, A b, c; got '1'"))
    }

    /// The tables of this program, also with classes whose names are those of columns.
    @Test func ownTablesAreRead() throws {
        let classes = ["file", "label"]
        let table = PredictionTable(
            classes: classes, files: ["file/x, y.png", "label/b.png"], groups: ["1", "2"],
            predictions: Predictions(
                labels: [0, 1], probabilities: [0.6, 0.4, 0.7, 0.3], classes: 2))
        let read = try Self.read(
            table.csv.text, images: table.files, labels: [0, 1], classes: classes,
            positive: "label")
        #expect(read.predictions.table.predictions == table.predictions)
        #expect(read.predictions.hasProbabilities && read.file.source.hasDecisions)
        #expect(read.file.source.notes.isEmpty)
    }

    /// The predictions in the folder of an evaluation are read back.
    @Test func storedPredictionsAreReadBack() throws {
        for text in [
            "file,predicted\na,NORMAL\nb,PNEUMONIA\nc,PNEUMONIA\nd,NORMAL\n",
            "file,predicted,p\na,NORMAL,0.6\nb,PNEUMONIA,0.5\nc,PNEUMONIA,0.5\nd,NORMAL,0\n",
        ] {
            let predictions = try Self.read(text).predictions
            let document = try CSVDocument(text: predictions.csv.text, file: "p.csv")
            #expect(document.has("probability_NORMAL") == predictions.hasProbabilities)
            #expect(document.has("group"))
            let read = try ReaderPredictions(
                name: "theirs", document, classes: Self.classes)
            #expect(read == predictions)
        }
    }
}
