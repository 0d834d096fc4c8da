import Files

/// The columns of a table of somebody else's predictions, recognized by their names. Only letters
/// and digits of a name are compared, and case is ignored.
struct ReaderColumns {
    /// The index of the column of images.
    let image: Int
    /// The index of the column with the probability of each class, by class; one of two classes
    /// suffices; empty if there are no probabilities.
    let probabilities: [Int: Int]
    /// The index of the column of decisions; nil if there is none.
    let decision: Int?
    /// Whether the column of decisions has a name, such as `label`, that the actual classes could
    /// have as well.
    let isDecisionUnclear: Bool
    /// The indices of columns that can contain the actual classes.
    let actual: [Int]
    /// The names of the columns that are not read.
    let unread: [String]

    private static let imageNames = [
        "file", "filename", "filepath", "path", "image", "imagepath", "imagefile", "imagefilename",
        "imagename", "imageid", "imageindex", "img", "imgpath", "imgname", "imgid", "images",
        "files", "dicom", "dicomid", "dicompath", "sample", "sampleid", "name", "id", "uid",
        "caseid", "case",
    ]
    /// The words before or after the name of a class, or alone for the positive class.
    private static let probabilityWords = [
        "probability", "prob", "proba", "p", "score", "softmax",
    ]
    private static let positiveNames: Set = [
        "probability", "probabilities", "prob", "proba", "p", "score", "yscore", "yprob", "yproba",
        "ypredproba", "predproba", "positiveprobability", "probabilitypositive",
    ]
    private static let decisionNames: Set = [
        "prediction", "predictions", "predicted", "pred", "preds", "predictedclass",
        "predictedlabel", "predclass", "predlabel", "ypred", "yhat", "decision", "decisions",
        "reader", "reading", "read", "call",
    ]
    private static let unclearNames: Set = [
        "class", "label", "labels", "classname", "category", "diagnosis", "dx",
    ]
    private static let actualNames: Set = [
        "actual", "actualclass", "actuallabel", "truth", "groundtruth", "gt", "true", "trueclass",
        "truelabel", "ytrue", "target", "reference", "referencestandard", "goldstandard",
    ]

    /// The letters and digits of a name, in lower case.
    static func plain(_ name: String) -> String {
        String(name.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// - Parameter positive: the number of the positive class of two; nil if it is unknown.
    /// - Throws: `TableError` if a column is missing, or if several columns can be one.
    init(_ table: TableFile, _ classes: [String], positive: Int?) throws(TableError) {
        let named = Self.ofClasses(table.header, classes)
        let known = Set(named.joined())
        let header = Header(table, free: table.header.indices.filter { !known.contains($0) })
        let image = try header.image()
        self.image = image
        let rest = header.free.filter { $0 != image }
        let probabilities = try header.probabilities(named, rest, classes, positive)
        self.probabilities = probabilities
        let clear = rest.filter { Self.decisionNames.contains(header.keys[$0]) }
        let unclear = rest.filter { Self.unclearNames.contains(header.keys[$0]) }
        let candidates = clear.isEmpty ? unclear : clear
        guard candidates.count < 2 else {
            throw header.error(
                "the columns \(header.list(candidates)) can all be the decisions; keep one")
        }
        let decision = candidates.first
        self.decision = decision
        isDecisionUnclear = clear.isEmpty && !unclear.isEmpty
        guard decision != nil || !probabilities.isEmpty else {
            throw header.error(
                "no predictions: expected a column 'predicted' with classes, a column for each "
                    + "class (\(classes.joined(separator: ", "))) with probabilities"
                    + (positive.map { ", or a column 'probability' for \(classes[$0])" } ?? "")
                    + "; the columns are \(header.all)")
        }
        let actual = rest.filter {
            Self.actualNames.contains(header.keys[$0]) || !clear.isEmpty && unclear.contains($0)
        }
        self.actual = actual
        // The patients are those of the evaluated images.
        unread = rest.filter {
            !probabilities.values.contains($0) && $0 != decision && !actual.contains($0)
                && header.keys[$0] != "group"
        }.map { table.header[$0] }
    }

    /// The names of the columns of a table.
    private struct Header {
        let table: TableFile
        /// The letters and digits of each name.
        let keys: [String]
        /// The indices of the columns that are not named after a class.
        let free: [Int]

        init(_ table: TableFile, free: [Int]) {
            self.table = table
            self.free = free
            keys = table.header.map(ReaderColumns.plain)
        }

        func error(_ reason: String) -> TableError {
            TableError(table.path, line: 1, reason: reason)
        }

        func list(_ columns: [Int]) -> String {
            columns.map { "'\(table.header[$0])'" }.joined(separator: ", ")
        }

        /// A list of all columns.
        var all: String { list(Array(table.header.indices)) }

        /// The column of images: the one whose name is the first in the list of names.
        func image() throws(TableError) -> Int {
            let found = imageNames.lazy.map { name in free.filter { keys[$0] == name } }
            guard let columns = found.first(where: { !$0.isEmpty }) else {
                throw error(
                    "no column of images, such as 'file', 'image' or 'path'; the columns are "
                        + all)
            }
            guard columns.count == 1 else {
                throw error("the columns \(list(columns)) have the same name; keep one")
            }
            return columns[0]
        }

        /// The columns of probabilities, by class: those that are named after the classes, or one
        /// for the positive class.
        func probabilities(
            _ named: [[Int]], _ rest: [Int], _ classes: [String], _ positive: Int?
        ) throws(TableError) -> [Int: Int] {
            var found: [Int: Int] = [:]
            for (number, columns) in named.enumerated() {
                found[number] = try one(of: columns, classes[number])
            }
            let missing = classes.indices.filter { found[$0] == nil }
            guard found.isEmpty else {
                if missing.isEmpty || classes.count == 2 { return found }
                throw error(
                    "no column with the probability of "
                        + missing.map { classes[$0] }.joined(separator: ", ")
                        + "; expected one for each class; the columns are " + all)
            }
            let scores = rest.filter { positiveNames.contains(keys[$0]) }
            guard let score = scores.first else { return [:] }
            guard let positive else {
                throw error(
                    "column \(list([score])) does not say of which class; name a column after each "
                        + "class: \(classes.joined(separator: ", "))")
            }
            found[positive] = try one(of: scores, classes[positive])
            return found
        }

        private func one(of columns: [Int], _ name: String) throws(TableError) -> Int? {
            guard columns.count < 2 else {
                throw error(
                    "the columns \(list(columns)) can all be the probability of \(name); keep one")
            }
            return columns.first
        }
    }

    /// The columns that are named after each class. If names with a word such as `probability_A`
    /// occur, the bare names of classes are not used.
    private static func ofClasses(_ header: [String], _ classes: [String]) -> [[Int]] {
        // Names that differ in case or punctuation only are compared as they are.
        let spellings: [(String) -> String] = [plain, { $0.lowercased() }, { $0 }]
        let spell =
            spellings.first { spell in
                let keys = classes.map(spell)
                return Set(keys).count == keys.count && !keys.contains("")
            } ?? { $0 }
        let keys = header.map(spell)
        let withWord = classes.map { name in
            let names = Set(
                probabilityWords.flatMap { ["\($0)_\(name)", "\(name)_\($0)"] }.map(spell))
            return header.indices.filter { names.contains(keys[$0]) }
        }
        let bare = classes.map { name in header.indices.filter { keys[$0] == spell(name) } }
        let names = Set(bare.joined())
        let others = withWord.map { $0.filter { !names.contains($0) } }
        return others.allSatisfy(\.isEmpty) ? bare : others
    }
}
