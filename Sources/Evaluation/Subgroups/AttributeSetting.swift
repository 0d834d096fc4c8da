import Foundation

/// An attribute that divides images into subgroups: a column of a table, the size of the image, or
/// a part of the file name.
package struct AttributeSetting: Sendable, Hashable {
    /// The source of an attribute's values.
    package enum Source: Sendable, Hashable {
        /// The column with this name of the table of attributes.
        case column(String)
        /// The first capture group of a regular expression in the file name.
        case fileName(pattern: String)
        /// The width of the image, in pixels.
        case width
        /// The height of the image, in pixels.
        case height
        /// The shorter side of the image, in pixels.
        case size
        /// An attribute of the DICOM file.
        case dicom(DICOMField)
    }

    /// The attributes of DICOM files that can divide images.
    package enum DICOMField: String, Sendable, CaseIterable {
        case sex, age, view, bodyPart, laterality, manufacturer

        /// The word in a setting, such as `dicom.sex`.
        var word: String { "dicom.\(rawValue)" }
        /// All words, for messages.
        static var list: String {
            let words = allCases.map(\.word)
            return words.dropLast().joined(separator: ", ") + " or \(words[words.count - 1])"
        }
    }

    /// The name in reports.
    package let name: String
    /// The source of the values.
    package let source: Source
    /// The increasing bounds of the bins of a number: `[40, 60]` gives `< 40`, `40 to < 60` and
    /// `>= 60`. Empty: each value is a subgroup.
    package let bounds: [Double]

    /// The texts that `init` reads, for messages.
    package static let expected =
        "a column such as sex, bins of a number such as age:40,60, image.size:512,1024 "
        + "(also image.width, image.height), dicom.sex of DICOM files (also dicom.age, dicom.view, "
        + "dicom.bodyPart, dicom.laterality, dicom.manufacturer), or a part of the file name such as "
        + "subtype=name:(bacteria|virus)"

    /// Reads `COLUMN`, `COLUMN:40,60`, `image.size:512,1024` (also `image.width`, `image.height`),
    /// `dicom.sex` or another `DICOMField`, or `name:REGEX`, each after `NAME=` if the report shows
    /// another name.
    /// - Throws: `AttributeSettingError`.
    package init(_ text: String) throws(AttributeSettingError) {
        var rest = text[...]
        var given: String?
        // A regular expression may contain '='.
        if let sign = text.firstIndex(of: "="), !text[..<sign].contains(":") {
            given = text[..<sign].trimmingCharacters(in: .whitespaces)
            rest = text[text.index(after: sign)...]
        }
        let parts = rest.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        let word = parts[0].trimmingCharacters(in: .whitespaces)
        if word == "name", parts.count > 1 {
            try self.init(
                name: given ?? String(rest), .fileName(pattern: String(parts[1])), bounds: [])
            return
        }
        let bounds = try parts.dropFirst().first.map { list throws(AttributeSettingError) in
            try Self.bounds(list, of: text)
        }
        try self.init(name: given ?? word, Self.source(word), bounds: bounds ?? [])
    }

    /// Creates an attribute.
    /// - Throws: `AttributeSettingError` for an empty name, bounds that do not increase, and a
    ///   pattern without a capture group.
    package init(
        name: String, _ source: Source, bounds: [Double]
    ) throws(AttributeSettingError) {
        guard !name.isEmpty, source != .column("") else {
            throw AttributeSettingError("the name is empty; expected \(Self.expected)")
        }
        if case .column(let column) = source, column.hasPrefix("image.") {
            throw AttributeSettingError(
                "'\(column)' is unknown; expected image.width, image.height or image.size")
        }
        if case .column(let column) = source, column.hasPrefix("dicom.") {
            throw AttributeSettingError("'\(column)' is unknown; expected \(DICOMField.list)")
        }
        guard bounds.allSatisfy(\.isFinite), zip(bounds, bounds.dropFirst()).allSatisfy({ $0 < $1 })
        else {
            throw AttributeSettingError(
                "the bounds of '\(name)' must increase; got \(Self.text(bounds))")
        }
        if case .fileName(let pattern) = source {
            guard let expression = try? NSRegularExpression(pattern: pattern) else {
                throw AttributeSettingError("'\(pattern)' is not a valid regular expression")
            }
            guard expression.numberOfCaptureGroups > 0 else {
                throw AttributeSettingError(
                    "'\(pattern)' has no capture group; expected a part in parentheses, such as "
                        + "name:(bacteria|virus)")
            }
        }
        self.name = name
        self.source = source
        self.bounds = bounds
    }

    /// The source as `init` reads it, such as `age`, `image.size` or `name:REGEX`.
    package var word: String {
        switch source {
        case .column(let column): column
        case .fileName(let pattern): "name:\(pattern)"
        case .width: "image.width"
        case .height: "image.height"
        case .size: "image.size"
        case .dicom(let field): field.word
        }
    }

    /// The source that a word names.
    package static func source(_ word: String) -> Source {
        switch word {
        case "image.width": .width
        case "image.height": .height
        case "image.size": .size
        default: DICOMField.allCases.first { $0.word == word }.map { .dicom($0) } ?? .column(word)
        }
    }

    private static func bounds(
        _ list: Substring, of text: String
    ) throws(AttributeSettingError) -> [Double] {
        let words = list.split(separator: ",", omittingEmptySubsequences: false)
        let numbers = words.compactMap { Double($0.trimmingCharacters(in: .whitespaces)) }
        guard numbers.count == words.count else {
            throw AttributeSettingError(
                "'\(text)': expected numbers after ':', such as age:40,60; got '\(list)'")
        }
        return numbers
    }

    /// The names of the bins, such as `< 40`, `40 to < 60` and `>= 60`; empty without bounds.
    package var bins: [String] {
        guard let first = bounds.first, let last = bounds.last else { return [] }
        return ["< \(Self.text(first))"]
            + zip(bounds, bounds.dropFirst()).map { "\(Self.text($0)) to < \(Self.text($1))" }
            + [">= \(Self.text(last))"]
    }

    /// The bin of a number, as an index into `bins`.
    package func bin(_ value: Double) -> Int { bounds.count { $0 <= value } }

    private static func text(_ number: Double) -> String {
        Int(exactly: number).map { String($0) } ?? String(number)
    }

    private static func text(_ numbers: [Double]) -> String {
        numbers.map { text($0) }.joined(separator: ", ")
    }
}

/// The error for an attribute that cannot be read.
package struct AttributeSettingError: Error, Sendable, Hashable, CustomStringConvertible {
    package let description: String

    package init(_ description: String) { self.description = description }
}
