/// Names shortened to a width so that names that differ stay different.
///
/// The middle of a name is left out, as in `densenet201-…-s1`. If that would make two names equal,
/// each part of the names, such as `batchSize16` in `cnn4-batchSize16-s1`, is shortened by itself;
/// if that is not enough, either, the names are numbered.
package enum ShortNames {
    /// Shortens names to `width` characters; names that fit are unchanged.
    ///
    /// Different names have different results if `width` leaves space for a number.
    /// - Parameter ellipsis: the text in place of the characters that are left out.
    package static func fitted(
        _ names: [String], to width: Int, ellipsis: String = "…"
    ) -> [String] {
        guard names.contains(where: { $0.count > width }) else { return names }
        let different = Set(names).sorted()
        let short =
            readable(different, width, ellipsis) ?? numbered(different, width, ellipsis)
        return names.map { short[$0] ?? $0 }
    }

    /// The smallest width, from `least` on, at which names differ without numbers.
    package static func width(of names: [String], from least: Int, ellipsis: String = "…") -> Int {
        let different = Set(names).sorted()
        let longest = names.map(\.count).max() ?? 0
        guard longest > least else { return longest }
        return (least..<longest).first { readable(different, $0, ellipsis) != nil } ?? longest
    }

    /// The short form of each name; nil if two would be equal.
    private static func readable(
        _ names: [String], _ width: Int, _ ellipsis: String
    ) -> [String: String]? {
        guard width > ellipsis.count else { return nil }
        let kept = width - ellipsis.count
        // As near to the middle as possible, but parts that differ are better than a part of one.
        let starts = (0...kept).sorted { (abs(2 * $0 - kept), -$0) < (abs(2 * $1 - kept), -$1) }
        return elided(names, width, starts.prefix(1), ellipsis)
            ?? byParts(names.map(Self.components), names, width, ellipsis)
            ?? byParts(names.map(Self.words), names, width, ellipsis)
            ?? elided(names, width, starts.dropFirst(), ellipsis)
    }

    /// The names without their middle, with the same number of characters kept at the start of
    /// each: the first of `starts` that keeps the names different.
    private static func elided(
        _ names: [String], _ width: Int, _ starts: ArraySlice<Int>, _ ellipsis: String
    ) -> [String: String]? {
        for start in starts {
            var (result, seen): ([String: String], Set<String>) = ([:], [])
            for name in names {
                let tail = width - ellipsis.count - start
                let short =
                    name.count <= width
                    ? name : name.prefix(start) + ellipsis + name.suffix(tail)
                guard seen.insert(short).inserted else { break }
                result[name] = short
            }
            if result.count == names.count { return result }
        }
        return nil
    }

    /// The names with each of their parts shortened by itself; nil if they have different numbers
    /// of parts, if a part is empty, or if that is not enough.
    private static func byParts(
        _ parts: [[String]], _ names: [String], _ width: Int, _ ellipsis: String
    ) -> [String: String]? {
        // No part is empty, so each is shorter than its name.
        guard let count = parts.first?.count, count > 1,
            parts.allSatisfy({ $0.count == count && !$0.contains("") })
        else { return nil }
        let values = (0..<count).map { index in Set(parts.map { $0[index] }).sorted() }
        let longest = values.map { $0.map(\.count).max() ?? 0 }
        // The smallest width at which the values of a part differ; of a constant part, an ellipsis
        // is left.
        var widths = zip(values, longest).map { values, longest in
            values.count == 1
                ? min(longest, ellipsis.count)
                : (1..<longest).first { readable(values, $0, ellipsis) != nil } ?? longest
        }
        guard widths.reduce(0, +) <= width else { return nil }
        // The rest of the space goes to whole constant parts, then to the other parts in turn.
        for index in widths.indices where values[index].count == 1 {
            let more = longest[index] - widths[index]
            if widths.reduce(0, +) + more <= width { widths[index] += more }
        }
        while widths.reduce(0, +) < width,
            let next = widths.indices.filter({ values[$0].count > 1 && widths[$0] < longest[$0] })
                .min(by: { (widths[$0], $0) < (widths[$1], $1) })
        {
            widths[next] += 1
        }
        let short = zip(values, widths).map { values, width -> [String: String] in
            if values.allSatisfy({ $0.count <= width }) { return [:] }
            if values.count == 1 { return [values[0]: ellipsis] }
            return readable(values, width, ellipsis) ?? [:]
        }
        let pairs = zip(names, parts).map { name, parts in
            (name, zip(parts, short).map { $1[$0] ?? $0 }.joined())
        }
        guard pairs.allSatisfy({ $0.1.count <= width }),
            Set(pairs.map(\.1)).count == names.count
        else { return nil }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The labels of the axes in a name such as `vgg16 / cosine`, each with what is before it.
    private static func components(_ name: String) -> [String] {
        name.split(separator: " / ", omittingEmptySubsequences: false).enumerated().map {
            ($0 == 0 ? "" : " / ") + $1
        }
    }

    private static let separators: Set<Character> = ["-", "/", "_", " ", ".", ","]

    /// The words of a name, each with the separators before it.
    private static func words(_ name: String) -> [String] {
        var words: [String] = []
        var isAfterSeparator = true
        for character in name {
            let isSeparator = separators.contains(character)
            if words.isEmpty || isSeparator && !isAfterSeparator { words.append("") }
            words[words.count - 1].append(character)
            isAfterSeparator = isSeparator
        }
        return words
    }

    /// The names without their middle, with a number at the end of those that would be equal.
    private static func numbered(
        _ names: [String], _ width: Int, _ ellipsis: String
    ) -> [String: String] {
        var result: [String: String] = [:]
        var used = Set(names.filter { $0.count <= width })
        for name in names {
            guard name.count > width else {
                result[name] = name
                continue
            }
            var (short, number) = (TextStyle.fitted(name, width, ellipsis), 1)
            while used.contains(short), String(number).count + 1 < width {
                number += 1
                let end = "~\(number)"
                short = TextStyle.fitted(name, width - end.count, ellipsis) + end
            }
            used.insert(short)
            result[name] = short
        }
        return result
    }
}
