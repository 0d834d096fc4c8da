import Datasets
import Files
import Vocabulary

/// A table of attributes: a row for an image, with its file in the column `file`, `filename`,
/// `image` or `path`, otherwise in the first column.
///
/// A row belongs to the image with its path; a path may begin at any folder: `a.jpeg`,
/// `NORMAL/a.jpeg` and `/data/b/test/NORMAL/a.jpeg` all name the image `test/NORMAL/a.jpeg`, if it
/// is the only such image. If there is no image of that name, the suffix of the name is ignored.
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
        let index = PathIndex(images)
        var rows = [[Int]](repeating: [], count: images.count)
        var unused = 0
        for (number, row) in file.rows.enumerated() {
            let text = row.fields[column]
            let found = text.isEmpty ? [] : index.images(text)
            guard found.count < 2 else {
                throw TableError(
                    path, line: row.line,
                    reason:
                        "'\(text)' can be \(images[found[0]]) or \(images[found[1]]); write the "
                        + "path of the image in the data set")
            }
            if let image = found.first { rows[image].append(number) } else { unused += 1 }
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

    /// The values of a column, `[N]`, each with its line; nil where the field is empty or says that
    /// the value is unknown (`NA`, `NaN`, `null`, `unknown`), and for an image without a row.
    /// - Throws: `TableError` for a column that does not exist, and for an image with two values.
    func values(_ name: String) throws -> [(text: String, line: Int)?] {
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
            return Self.unknown.contains(first.text.lowercased()) ? nil : first
        }
    }

    private static let unknown: Set = ["", "na", "n/a", "nan", "null", "unknown"]
}

/// The images of a data set by their names, for rows that name them in different ways.
private struct PathIndex {
    private let paths: [[Substring]]
    private var byName: [Substring: [Int]] = [:]
    private var byStem: [Substring: [Int]] = [:]

    init(_ images: [String]) {
        paths = images.map { $0.split(separator: "/") }
        for (image, path) in paths.enumerated() {
            guard let name = path.last else { continue }
            byName[name, default: []].append(image)
            byStem[Self.stem(name), default: []].append(image)
        }
    }

    /// The images that a text names: one, several if it is ambiguous, or none.
    func images(_ text: String) -> [Int] {
        let found = images(text.split(separator: "/"))
        if !found.isEmpty || !text.contains("\\") { return found }
        return images(text.split { $0 == "/" || $0 == "\\" })
    }

    private func images(_ path: [Substring]) -> [Int] {
        let path = path.filter { $0 != "." }
        guard let name = path.last else { return [] }
        let folders = path.dropLast()
        func fitting(_ images: [Int]?) -> [Int] {
            let images = (images ?? []).filter { image in
                zip(paths[image].dropLast().reversed(), folders.reversed()).allSatisfy { $0 == $1 }
            }
            let exact = images.filter { paths[$0].dropLast().elementsEqual(folders) }
            return exact.count == 1 ? exact : images
        }
        let named = fitting(byName[name])
        return named.isEmpty ? fitting(byStem[Self.stem(name)]) : named
    }

    /// The name without the suffix of an image format.
    private static func stem(_ name: Substring) -> Substring {
        let file = FilePath(String(name))
        guard ImageSuffixes.isImage(file) else { return name }
        return name.dropLast(ImageSuffixes.last(of: file).count)
    }
}
