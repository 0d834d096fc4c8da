import Datasets
import Files
import Vocabulary

/// The attributes in the tables that give the labels of images.
struct LabelTables {
    private let tables: [ImageTable]
    private let images: [String]

    /// - Parameter images: the paths of the images in the data set, `[N]`.
    init(_ tables: [ImageTable], images: [String]) {
        self.tables = tables
        self.images = images
    }

    /// The values of a column, `[N]`, each with its origin; nil where it is unknown.
    /// - Throws: `TableError` for a column that is no attribute of the tables.
    func values(_ name: String) throws -> [ImageAttributes.Value?] {
        let known = tables.flatMap { $0.attributes.map(\.name) }.unique
        guard known.contains(name) || tables.isEmpty else {
            let near = Names(known).nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
            throw TableError(
                tables[0].path, line: nil,
                reason: "'\(name)' is no attribute of the data set's table; add the column to "
                    + "dataset.table.attributes"
                    + (known.isEmpty
                        ? "" : ", which has " + known.map { "'\($0)'" }.joined(separator: ", "))
                    + near)
        }
        return images.map { image in
            tables.lazy.compactMap { table -> ImageAttributes.Value? in
                guard let index = table.index(of: image),
                    let attribute = table.attributes.first(where: { $0.name == name }),
                    let text = attribute.values[index]
                else { return nil }
                return (text, table.path)
            }.first
        }
    }
}
