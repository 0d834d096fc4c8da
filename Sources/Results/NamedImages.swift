import Files
import Foundation
import Vocabulary

/// The images of a data set, found by the names that somebody else's table gives them.
///
/// The rules, from the first on:
/// 1. the name ends with the path of the image in the data set;
/// 2. both end with the same folders and file name;
/// 3. the file name, which must be unique;
/// 4. the file name without its suffix, such as `.png`, which must be unique.
///
/// By rules 2 to 4, a name in a folder of another class or split is not that of the image.
package struct NamedImages {
    /// The result of a search.
    package enum Match: Hashable, Sendable {
        /// The number of the image.
        case image(Int)
        /// No image has the name.
        case none
        /// The numbers of several images.
        case several([Int])
    }

    private let folders: [[String]]
    private let whole: [String: [Int]]
    private let endings: [String: [Int]]
    private let names: [String: [Int]]
    private let stems: [String: [Int]]
    private let words: [Set<String>]

    /// - Parameters:
    ///   - paths: the paths of the images in the data set, as text.
    ///   - classes: the names of the classes, which are folders; empty if they are unknown.
    package init(_ paths: [String], classes: [String]) {
        let parts = paths.map { Self.parts($0).map(Self.decoded) }
        func index(_ keys: (Int) -> [String]) -> [String: [Int]] {
            var found: [String: [Int]] = [:]
            for image in parts.indices {
                for key in keys(image) { found[key, default: []].append(image) }
            }
            return found
        }
        folders = parts.map { $0.dropLast() }
        whole = index { [Self.joined(parts[$0])] }
        endings = index { image in
            let parts = parts[image]
            return parts.count < 3 ? [] : (2..<parts.count).map { Self.joined(parts.suffix($0)) }
        }
        names = index { [parts[$0].last ?? ""] }
        stems = index { [Self.stem(parts[$0].last ?? "")] }
        words = [Set(Split.allCases.map(\.rawValue)), Set(classes.map { $0.lowercased() })]
    }

    /// The images that the rows of a table name.
    /// - Parameter isUniform: true if the first rule that finds an image for any row applies to all
    ///   rows; false if the first one that finds an image for a row applies to that row.
    package func matches(_ rows: [String], isUniform: Bool) -> [Match] {
        let variants = rows.map(Self.variants)
        let rules = [byPath, byEnding, byName, byStem]
        func match(_ row: [[String]], _ rule: @escaping ([String]) -> [Int]) -> Match {
            row.lazy.map { Self.match(rule($0)) }.first { $0 != .none } ?? .none
        }
        guard isUniform else {
            return variants.map { row in
                rules.lazy.map { match(row, $0) }.first { $0 != .none } ?? .none
            }
        }
        for rule in rules {
            let found = variants.map { match($0, rule) }
            if found.contains(where: { $0 != .none }) { return found }
        }
        return rows.map { _ in .none }
    }

    private static func match(_ images: [Int]) -> Match {
        switch images.count {
        case 0: .none
        case 1: .image(images[0])
        default: .several(images)
        }
    }

    // MARK: - Rules

    private func byPath(_ row: [String]) -> [Int] {
        row.indices.lazy.compactMap { whole[Self.joined(row[$0...])] }.first ?? []
    }

    private func byEnding(_ row: [String]) -> [Int] {
        row.indices.dropLast().lazy.map { start in
            (endings[Self.joined(row[start...])] ?? []).filter { !contradicts(row, $0) }
        }.first { !$0.isEmpty } ?? []
    }

    private func byName(_ row: [String]) -> [Int] {
        (row.last.flatMap { names[$0] } ?? []).filter { !contradicts(row, $0) }
    }

    private func byStem(_ row: [String]) -> [Int] {
        guard let name = row.last else { return [] }
        return (stems[name] ?? stems[Self.stem(name)] ?? []).filter { !contradicts(row, $0) }
    }

    /// Whether the folders of a name contain another split or class than those of an image.
    private func contradicts(_ row: [String], _ image: Int) -> Bool {
        let others = row.dropLast().suffix(3).map { $0.lowercased() }
        let own = folders[image].map { $0.lowercased() }
        return words.contains { words in
            guard let one = own.last(where: words.contains),
                let other = others.last(where: words.contains)
            else { return false }
            return one != other
        }
    }

    // MARK: - Names

    /// The components of a name, in the spellings to try: as written, and with `\` as a separator,
    /// as Windows writes it.
    private static func variants(_ name: String) -> [[String]] {
        let plain = parts(name).map(decoded)
        guard name.utf8.contains(UInt8(ascii: "\\")) else { return [plain] }
        return [plain, parts(name.replacing("\\", with: "/"))]
    }

    private static func parts(_ path: String) -> [String] {
        // Split at bytes, because a slash followed by a combining mark is one character.
        path.utf8.split(separator: UInt8(ascii: "/"))
            .map { String(decoding: $0, as: UTF8.self) }.filter { $0 != "." }
    }

    /// The name of a text form. Strings are equal if they are canonically equivalent, so the
    /// Unicode form of a name does not matter.
    private static func decoded(_ name: String) -> String {
        FileName.bytes(of: name).map { String(decoding: $0, as: UTF8.self) } ?? name
    }

    private static func joined(_ parts: some Sequence<String>) -> String {
        parts.joined(separator: "/")
    }

    /// The name without its suffix. The end of an identifier, such as `.12`, is not a suffix.
    private static func stem(_ name: String) -> String {
        guard let dot = name.lastIndex(of: "."), dot > name.startIndex else { return name }
        let suffix = name[name.index(after: dot)...]
        let isSuffix =
            (1...5).contains(suffix.count) && suffix.contains(where: \.isLetter)
            && suffix.allSatisfy { $0.isASCII && ($0.isLetter || $0.isNumber) }
        return isSuffix ? String(name[..<dot]) : name
    }
}
