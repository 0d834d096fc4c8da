import Foundation

extension GroupPattern {
    /// The known pattern by which files are named; nil when there is none. A few names that do not
    /// fit change nothing.
    ///
    /// A group that is wrong is worse than none, so more than half of the names must fit. Where
    /// public sets were put together, the patterns of several are taken, each name by the first
    /// that it fits.
    /// - Parameter isImported: whether `ImportMark` says that names begin with groups. These count
    ///   before what the names say themselves. Without it nothing before `__` is taken for a group:
    ///   other sets are named `axial__1.png`.
    package static func recognized(_ paths: [String], isImported: Bool = false) -> GroupPattern? {
        let imported = GroupPattern(KnownNaming.imported)
        if isImported, imported.groups(of: paths).contains(where: { $0 != nil }) { return imported }
        let known = KnownNaming.all.filter { $0.isRecognized(paths) }
        guard let first = known.first else { return nil }
        let pattern = known.count == 1 ? GroupPattern(first) : GroupPattern(anyOf: known)
        return isGroup(pattern.groups(of: paths), paths) ? pattern : nil
    }

    /// What to say of names that fit a known pattern which is not recognised; nil for other names.
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
        return "of \(names): \(best.known.hint)"
    }

    /// Whether names have groups, and these are not just the classes or splits, or one for all.
    /// - Parameter least: the share of the names that must have more than it.
    static func isGroup(_ groups: [String?], _ paths: [String], least: Double = 0.5) -> Bool {
        let count = groups.count(where: { $0 != nil })
        guard Double(count) > least * Double(paths.count) else { return false }
        let folders = Set(paths.flatMap { $0.split(separator: "/").dropLast().map(String.init) })
        let names = Set(groups.compactMap { $0 })
        return paths.count == 1 || names.count > 1 && !names.isSubset(of: folders)
    }
}

extension KnownNaming {
    /// Whether names of the set are these, or some of them, where several sets were put together.
    fileprivate func isRecognized(_ paths: [String]) -> Bool {
        let groups = GroupPattern(self).groups(of: paths)
        // One alone may fit by chance.
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
