import Foundation

extension GroupPattern {
    /// The known pattern of the file names; nil if there is none. A few names that do not match are
    /// ignored.
    ///
    /// More than half of the names must match, because incorrect groups are worse than none. If
    /// several public data sets were combined, several patterns are used; the first that matches a
    /// name gives its group.
    /// - Parameter isImported: true if `ImportMark` says that names begin with groups. These have
    ///   priority over other patterns. Without the mark, text before `__` is not treated as a
    ///   group, because some data sets have names such as `axial__1.png`.
    package static func recognized(_ paths: [String], isImported: Bool = false) -> GroupPattern? {
        let imported = GroupPattern(KnownNaming.imported)
        if isImported, imported.groups(of: paths).contains(where: { $0 != nil }) { return imported }
        let known = KnownNaming.all.filter { $0.isRecognized(paths) }
        guard let first = known.first else { return nil }
        let pattern = known.count == 1 ? GroupPattern(first) : GroupPattern(anyOf: known)
        return isGroup(pattern.groups(of: paths), paths) ? pattern : nil
    }

    /// A hint for names that match a known pattern that was not recognized; nil for other names.
    package static func hint(_ paths: [String]) -> String? {
        var best: (known: KnownNaming, count: Int)?
        for known in KnownNaming.all {
            let groups = GroupPattern(known).groups(of: paths)
            let count = groups.count(where: { $0 != nil })
            if isGroup(groups, paths, least: 0.1), count > best?.count ?? 0 {
                best = (known, count)
            }
        }
        guard let best else { return nil }
        let names = best.count < paths.count ? "\(best.count) of the names" : "these names"
        return "for \(names): \(best.known.hint)"
    }

    /// True if names have groups, and these are neither just the classes or splits nor a single
    /// group.
    /// - Parameter least: the fraction of the names that must be exceeded.
    static func isGroup(_ groups: [String?], _ paths: [String], least: Double = 0.5) -> Bool {
        let count = groups.count(where: { $0 != nil })
        guard Double(count) > least * Double(paths.count) else { return false }
        let folders = Set(paths.flatMap { $0.split(separator: "/").dropLast().map(String.init) })
        let names = Set(groups.compactMap { $0 })
        return paths.count == 1 || names.count > 1 && !names.isSubset(of: folders)
    }
}

extension KnownNaming {
    /// True if the names of a data set, or some of them, have this form.
    fileprivate func isRecognized(_ paths: [String]) -> Bool {
        let groups = GroupPattern(self).groups(of: paths)
        // A single name may match by chance.
        guard groups.count(where: { $0 != nil }) > (paths.count == 1 ? 0 : 1) else { return false }
        switch recognition {
        case .names: return true
        case .evidence(let expression): return Self.occurs(expression, in: paths)
        case .none: return false
        }
    }

    private static func occurs(_ expression: String, in paths: [String]) -> Bool {
        guard let expression = try? NSRegularExpression(pattern: expression) else { return false }
        return paths.contains { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            return expression.firstMatch(in: name, range: NSRange(name.startIndex..., in: name))
                != nil
        }
    }
}
