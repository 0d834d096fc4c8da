import DICOM
package import Datasets
package import Evaluation
package import Files
import Foundation
import Images
import Vocabulary

/// The attributes of images, read from a table, from the headers of the images and from their
/// names.
package struct ImageAttributes: Sendable {
    /// The attributes, with a value for each image.
    package private(set) var attributes: [ImageAttribute] = []
    /// The paths of the images, in the order of the values.
    private let paths: [String]
    /// Notes for the user.
    package private(set) var notes: [String] = []

    /// The largest number of values of an attribute of texts.
    static let mostTexts = 30
    /// The largest number of values of an attribute of numbers without bins.
    static let mostNumbers = 12

    /// Reads the attributes.
    /// - Parameters:
    ///   - settings: the attributes; empty: all columns of the table.
    ///   - table: the path of the table; nil if there is none.
    ///   - tables: the tables that give the labels of the images, for attributes without a table of
    ///     their own.
    ///   - images: the path of each image in the data set, and its file.
    /// - Throws: `TableError` with the line in the table; `EvaluationFailure` for an attribute that
    ///   does not divide the images.
    package init(
        _ settings: [AttributeSetting], table path: String?, tables: [ImageTable] = [],
        images: [(path: String, file: FilePath)]
    ) throws {
        paths = images.map(\.path)
        if let twice = settings.indices.first(where: { index in
            settings[..<index].contains { $0.name == settings[index].name }
        }) {
            throw EvaluationFailure("the attribute '\(settings[twice].name)' is named twice")
        }
        let columns = settings.compactMap { setting -> String? in
            if case .column(let name) = setting.source { name } else { nil }
        }
        if path == nil, tables.isEmpty, let column = columns.first {
            throw EvaluationFailure(
                "the attribute '\(column)' is a column of a table, but no table is given; set "
                    + "--attributes FILE (\"attributes\" in a study file)")
        }
        let table = try path.map {
            try AttributeTable(path: $0, columns: columns, images: images.map(\.path))
        }
        let values = table?.values ?? LabelTables(tables, images: images.map(\.path)).values
        if let table, let path {
            if table.unused > 0 {
                notes.append(
                    "\(path): \(table.unused) of \(table.file.rows.count) rows name no image of the "
                        + "evaluated ones")
            }
            if table.missing > 0 {
                notes.append(
                    "\(path): \(table.missing) of \(images.count) images have no row; their values "
                        + "are unknown")
            }
        }
        var all = settings
        if all.isEmpty {
            let names = table?.attributes ?? tables.flatMap { $0.attributes.map(\.name) }.unique
            // The index that some programs write has no name.
            all = try names.filter { !$0.isEmpty }.map {
                try AttributeSetting(name: $0, .column($0), bounds: [])
            }
        }
        guard !all.isEmpty else {
            throw EvaluationFailure("no attribute is named; expected \(AttributeSetting.expected)")
        }
        attributes = try all.map { try Self.attribute($0, values, images) }
    }

    /// The SHA-256 of the attributes of all images: equal for tables that give the same values.
    var digest: String {
        let lines = attributes.flatMap { attribute in
            [attribute.name] + attribute.levels
                + zip(paths, attribute.values).map { path, value in
                    "\(path)\t\(value.map { String($0) } ?? "")"
                }
        }
        return SHA256Digest.of(lines.map { $0 + "\n" }.joined())
    }

    /// The attributes of some of the images, in the order given.
    package func attributes(of files: [String]) -> [ImageAttribute] {
        let order = Dictionary(
            paths.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        return attributes.map { attribute in
            ImageAttribute(
                name: attribute.name, levels: attribute.levels,
                values: files.map { file in order[file].flatMap { attribute.values[$0] } })
        }
    }

    /// A value with its origin for messages.
    typealias Value = (text: String, origin: String)

    /// - Parameter column: the values of a column of the table.
    private static func attribute(
        _ setting: AttributeSetting, _ column: (String) throws -> [Value?],
        _ images: [(path: String, file: FilePath)]
    ) throws -> ImageAttribute {
        let values: [Value?]
        switch setting.source {
        case .column(let name): values = try column(name)
        case .fileName(let pattern):
            values = try captures(pattern, in: images.map(\.path)).map { $0.map { ($0, "") } }
        case .width: values = sizes(images) { $0.width }
        case .height: values = sizes(images) { $0.height }
        case .size: values = sizes(images) { min($0.width, $0.height) }
        case .dicom(let field): values = images.map { text(field, $0.file).map { ($0, "") } }
        }
        guard values.contains(where: { $0 != nil }) else {
            throw EvaluationFailure(
                "the attribute '\(setting.name)' is unknown for all images, such as "
                    + "\(images.first?.path ?? "")")
        }
        return setting.bounds.isEmpty
            ? try divided(setting, values) : try binned(setting, values)
    }

    private static func sizes(
        _ images: [(path: String, file: FilePath)], _ side: @Sendable (ImageSize) -> Int
    ) -> [Value?] {
        images.map { image in ImageSizes.size(at: image.file).map { (String(side($0)), "") } }
    }

    /// An attribute of a DICOM file; nil for another file and if it is unknown.
    private static func text(_ field: AttributeSetting.DICOMField, _ file: FilePath) -> String? {
        guard let found = try? DICOMHeader(path: file).attributes else { return nil }
        return switch field {
        case .sex: found.sex
        case .age: found.age.map { String(format: "%g", $0) }
        case .view: found.view
        case .bodyPart: found.bodyPart
        case .laterality: found.laterality
        case .manufacturer: found.manufacturer
        }
    }

    /// The text of the first capture group in the name of each file; nil where it does not match.
    private static func captures(_ pattern: String, in paths: [String]) throws -> [String?] {
        let expression = try NSRegularExpression(pattern: pattern)
        return paths.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let whole = NSRange(name.startIndex..., in: name)
            guard let match = expression.firstMatch(in: name, range: whole),
                let range = Range(match.range(at: 1), in: name), !range.isEmpty
            else { return nil }
            return String(name[range])
        }
    }

    private static func binned(
        _ setting: AttributeSetting, _ values: [Value?]
    ) throws -> ImageAttribute {
        let bins = try values.map { value in
            try value.map { value in
                guard let number = number(value.text) else {
                    throw EvaluationFailure(
                        "\(value.origin): \(setting.name) must be a number, such as 40.5; got "
                            + "'\(value.text)'")
                }
                return setting.bin(number)
            }
        }
        return ImageAttribute(name: setting.name, levels: setting.bins, values: bins)
    }

    /// A subgroup for each value.
    private static func divided(
        _ setting: AttributeSetting, _ values: [Value?]
    ) throws -> ImageAttribute {
        let known = values.compactMap { $0 }
        let numbers = known.compactMap { number($0.text) }
        if numbers.count == known.count {
            let levels = Set(numbers).sorted()
            guard levels.count <= mostNumbers else {
                throw tooMany(setting, numbers.sorted(), levels.count)
            }
            // Texts of the same number, such as 1 and 1.0, are one value.
            let texts = levels.map { level in known.first { number($0.text) == level }?.text ?? "" }
            return ImageAttribute(
                name: setting.name, levels: texts,
                values: values.map {
                    $0.flatMap { number($0.text) }.flatMap(levels.firstIndex(of:))
                }
            )
        }
        var first: [String: Value] = [:]
        for value in known {
            if let other = first.updateValue(value, forKey: value.text.lowercased()),
                other.text != value.text
            {
                throw EvaluationFailure(
                    "\(value.origin.isEmpty ? "" : "\(value.origin): ")\(setting.name): "
                        + "'\(value.text)' and '\(other.text)' differ only in case; write both the same way"
                )
            }
        }
        let levels = Set(known.map(\.text)).sorted()
        guard levels.count <= mostTexts else {
            throw EvaluationFailure(
                "the attribute '\(setting.name)' has \(levels.count) different values, such as "
                    + "\(levels.prefix(3).joined(separator: ", ")); at most \(mostTexts) subgroups "
                    + "are compared; name other attributes, such as --by sex")
        }
        return ImageAttribute(
            name: setting.name, levels: levels,
            values: values.map { $0.flatMap { levels.firstIndex(of: $0.text) } })
    }

    /// The error for numbers without bins, with bins of about a third of the images as an example.
    private static func tooMany(
        _ setting: AttributeSetting, _ sorted: [Double], _ count: Int
    ) -> EvaluationFailure {
        let bounds = Set([1, 2].map { sorted[sorted.count * $0 / 3] }).sorted()
            .map { String(format: "%g", $0) }.joined(separator: ",")
        if case .fileName = setting.source {
            return EvaluationFailure(
                "the attribute '\(setting.name)' has \(count) different numbers; at most "
                    + "\(mostNumbers) subgroups of a part of the file name are compared")
        }
        return EvaluationFailure(
            "the attribute '\(setting.name)' has \(count) different numbers; name the bounds of "
                + "bins, such as --by '\(setting.word):\(bounds)' "
                + "({\"\(setting.word)\": [\(bounds)]} in a study file)")
    }

    private static func number(_ text: String) -> Double? {
        Double(text).flatMap { $0.isFinite ? $0 : nil }
    }
}
