import Datasets
import Files
import Foundation
import Tensors
import Vocabulary

/// A folder of empty images with tables beside them, for tests of tables.
struct TableFixture {
    let folder: TemporaryFolder
    /// The folder of the images.
    var root: String { folder.path + "/images" }

    init(_ images: String...) throws { try self.init(images: images) }

    init(images: [String]) throws {
        folder = try TemporaryFolder()
        for image in images { try folder.touch("images/\(image)") }
    }

    /// The path of a table with this text.
    @discardableResult func write(_ text: String, _ name: String = "table.csv") throws -> String {
        try folder.write(Data(text.utf8), name)
        return "\(folder.path)/\(name)"
    }

    /// Reads a table.
    func table(
        _ text: String, task: ClassificationTask? = .multiclass, skips: Bool = false,
        _ change: (inout TableSettings) -> Void = { $0.labels.column = "label" }
    ) throws -> ImageTable {
        var settings = TableSettings(files: [.init(path: try write(text))])
        change(&settings)
        return try ImageTable(settings, root: root, task: task, onBadRow: skips ? .skip : .stop)
    }

    /// The message of the error of a table.
    func message(
        _ text: String, task: ClassificationTask? = .multiclass,
        _ change: (inout TableSettings) -> Void = { $0.labels.column = "label" }
    ) -> String {
        do {
            let table = try table(text, task: task, change)
            return "no error: \(table)"
        } catch { return "\(error)" }
    }
}

extension ImageTable {
    /// The class of each image by its path.
    var classesByPath: [String: String] {
        Dictionary(uniqueKeysWithValues: zip(paths, labels ?? []).map { ($0, classes[$1]) })
    }

    /// The labels of each image by its path: `1`, `0`, and `-` for an ignored one.
    var statesByPath: [String: String] {
        guard let matrix else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: paths.enumerated().map { image, path in
                let states = matrix.row(image).map { state in
                    switch state {
                    case .negative: "0"
                    case .positive: "1"
                    case .ignored: "-"
                    }
                }
                return (path, states.joined())
            })
    }
}
