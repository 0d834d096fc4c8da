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
        return elided(names, width, ellipsis) ?? byParts(names, width, ellipsis)
    }

    /// The names without their middle, where the same number of characters is kept at the start of
    /// each: as near to half of them as keeps the names different.
    private static func elided(
        _ names: [String], _ width: Int, _ ellipsis: String
    ) -> [String: String]? {
        let kept = width - ellipsis.count
        let starts = (0...kept).sorted { (abs(2 * $0 - kept), -$0) < (abs(2 * $1 - kept), -$1) }
        for start in starts {
            var (result, seen): ([String: String], Set<String>) = ([:], [])
            for name in names {
                let short =
                    name.count <= width
                    ? name : name.prefix(start) + ellipsis + name.suffix(kept - start)
                guard seen.insert(short).inserted else { break }
                result[name] = short
            }
            if result.count == names.count { return result }
        }
        return nil
    }

    private static let separators: Set<Character> = ["-", "/", "_", " ", ".", ","]

    /// The names with each of their parts shortened, if all have the same number of parts.
    private static func byParts(
        _ names: [String], _ width: Int, _ ellipsis: String
    ) -> [String: String]? {
        let parts = names.map(Self.parts)
        guard let count = parts.first?.count, count > 1, parts.allSatisfy({ $0.count == count })
        else { return nil }
        let values = (0..<count).map { index in Set(parts.map { $0[index] }).sorted() }
        // The smallest width at which the values of a part differ; constant parts may vanish.
        var widths = values.map { values -> Int in
            guard values.count > 1 else { return 0 }
            let longest = values.map(\.count).max() ?? 0
            return (1..<longest).first {
                $0 > ellipsis.count && elided(values, $0, ellipsis) != nil
            } ?? longest
        }
        let longest = values.map { $0.map(\.count).max() ?? 0 }
        guard widths.reduce(0, +) <= width else { return nil }
        // The rest of the space goes to the parts in turn; a constant part is kept whole or not at
        // all.
        for index in widths.indices where values[index].count == 1 {
            if widths.reduce(0, +) + longest[index] <= width { widths[index] = longest[index] }
        }
        while widths.reduce(0, +) < width,
            let next = widths.indices.filter({
                values[$0].count > 1 && widths[$0] < longest[$0]
            }).min(by: { (widths[$0], $0) < (widths[$1], $1) })
        {
            widths[next] += 1
        }
        let short = zip(values, widths).map { values, width -> [String: String] in
            if width == 0 { return [:] }
            return elided(values, width, ellipsis)
                ?? Dictionary(uniqueKeysWithValues: values.map { ($0, $0) })
        }
        let pairs = zip(names, parts).map { name, parts in
            (name, zip(parts, short).map { $1[$0] ?? "" }.joined())
        }
        let fits = pairs.allSatisfy { $0.1.count <= width }
        guard fits, Set(pairs.map(\.1)).count == names.count else { return nil }
        return Dictionary(uniqueKeysWithValues: pairs)
    }

    /// The parts of a name, each with the separators before it.
    private static func parts(_ name: String) -> [String] {
        var parts: [String] = []
        var isAfterSeparator = true
        for character in name {
            let isSeparator = separators.contains(character)
            if parts.isEmpty || isSeparator && !isAfterSeparator { parts.append("") }
            parts[parts.count - 1].append(character)
            isAfterSeparator = isSeparator
        }
        return parts
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
