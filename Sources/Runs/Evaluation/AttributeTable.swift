import Datasets
import Files
import Results
import Vocabulary

/// A table of attributes: a row for an image, with its file in the column `file`, `filename`,
/// `image` or `path`, otherwise in the first column.
///
/// A row belongs to the image that its name means; see `NamedImages`.
struct AttributeTable {
    let file: TableFile
    /// The column of the images.
    private let column: Int
    /// The rows of each image, `[N]`, as indices into the rows of the file.
    private let rows: [[Int]]
    /// The number of rows that belong to none of the images.
    let unused: Int

    private static let names = ["file", "filename", "image", "path"]

    /// Reads the table.
    /// - Parameters:
    ///   - path: the path of the file.
    ///   - columns: the columns that are wanted, for the detection of the separator.
    ///   - images: the paths of the images in the data set, `[N]`.
    /// - Throws: `TableError` for a file that cannot be read, a row that names several images, and
    ///   a table without a row for any image.
    init(path: String, columns: [String], images: [String]) throws {
        let file = try TableFile(path: path, names: Self.names + columns)
        var column = 0
        for name in Self.names.reversed() { column = try file.column(name) ?? column }
        let names = file.rows.map { $0.fields[column] }
        var rows = [[Int]](repeating: [], count: images.count)
        var unused = 0
        let matches = NamedImages(images, classes: []).matches(names, isUniform: false)
        for (number, match) in matches.enumerated() {
            switch match {
            case .image(let image): rows[image].append(number)
            case .none: unused += 1
            case .several(let found):
                throw TableError(
                    path, line: file.rows[number].line,
                    reason:
                        "'\(names[number])' can be \(images[found[0]]) or \(images[found[1]]); "
                        + "write the path of the image in the data set")
            }
        }
        guard rows.contains(where: { !$0.isEmpty }) else {
            let row =
                file.rows.first.map { "such as '\($0.fields[column])'" } ?? "the table is empty"
            throw TableError(
                path, line: nil,
                reason:
                    "no row of the column '\(file.header[column])' names an image (\(row)); the "
                    + "images are \(images.prefix(2).joined(separator: ", "))"
                    + (images.count > 2 ? ", ..." : ""))
        }
        (self.file, self.column, self.rows, self.unused) = (file, column, rows, unused)
    }

    /// The names of all columns but that of the images.
    var attributes: [String] {
        file.header.indices.filter { $0 != column }.map { file.header[$0] }
    }

    /// The number of images that have no row.
    var missing: Int { rows.count { $0.isEmpty } }

    /// The values of a column, `[N]`, each with its origin; nil where the field is empty or says
    /// that the value is unknown (`NA`, `NaN`, `null`, `unknown`), and for an image without a row.
    /// - Throws: `TableError` for a column that does not exist, and for an image with two values.
    func values(_ name: String) throws -> [ImageAttributes.Value?] {
        guard let column = try file.column(name) else {
            let known = attributes.map { "'\($0)'" }.joined(separator: ", ")
            let near = Names(attributes).nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
            throw TableError(
                file.path, line: 1,
                reason: "no column '\(name)'; the attributes are \(known)\(near)")
        }
        return try rows.map { numbers in
            let found = numbers.map {
                (text: file.rows[$0].fields[column], line: file.rows[$0].line)
            }
            guard let first = found.first else { return nil }
            if let other = found.first(where: { $0.text != first.text }) {
                throw TableError(
                    file.path, line: other.line,
                    reason: "\(name) is '\(other.text)', but '\(first.text)' in line \(first.line) "
                        + "for the same image; keep one of the rows")
            }
            return Self.unknown.contains(first.text.lowercased())
                ? nil : (first.text, "\(file.path):\(first.line)")
        }
    }

    private static let unknown: Set = ["", "na", "n/a", "nan", "null", "unknown"]
}
