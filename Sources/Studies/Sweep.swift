import JSON
import Vocabulary

/// An axis of a sweep: the path of the setting and its values.
struct SweepAxis {
    var path: JSONPath
    var values: [LocatedJSON]
}

extension StudyReader {
    /// The axes of a sweep, in the order of the file. An invalid axis counts as a single value, so
    /// that the rest of the study is checked too.
    mutating func axes(_ sweep: LocatedJSON?) -> [SweepAxis] {
        guard let sweep else { return [] }
        guard let members = sweep.members else {
            let wanted = "an object with an array of values for every setting to sweep"
            report(sweep.diagnostic(.value(.type(expected: wanted, got: sweep.json))))
            return []
        }
        return members.compactMap { member in
            guard let path = axisPath(member) else { return nil }
            return SweepAxis(path: path, values: values(member.value))
        }
    }

    private mutating func axisPath(_ member: LocatedJSON.Member) -> JSONPath? {
        func refuse(_ issue: Diagnostic.Issue) -> Diagnostic {
            Diagnostic(member.origin.source, path: member.origin.path, issue)
        }
        guard let path = JSONPath(parsing: member.key), case .key(let first)? = path.steps.first
        else {
            report(refuse(.badAxisPath(member.key)))
            return nil
        }
        if Self.ownKeys.contains(first) {
            report(refuse(.notSwept(first)))
            return nil
        }
        if !TrialReader.keys.contains(first) {
            report(refuse(.unknownKey(first, of: "", known: TrialReader.keys)))
            return nil
        }
        if RenamedSettings.setting(at: path) != nil {
            report(refuse(.renamed(to: "'\(RenamedSettings.current(path: "\(path)"))'")))
            return nil
        }
        return path
    }

    private mutating func values(_ node: LocatedJSON) -> [LocatedJSON] {
        switch node.content {
        case .array(let values) where !values.isEmpty: return values
        case .array: report(node.diagnostic(.emptyAxis))
        case .broken: break
        default:
            let wanted = "an array of values, such as \(Self.array(node.json))"
            report(node.diagnostic(.value(.type(expected: wanted, got: node.json))))
        }
        return [LocatedJSON(.broken, node.origin)]
    }

    /// An array that a value may stand for: numbers between commas in a text are several values,
    /// and `1-5` is a range.
    private static func array(_ json: JSONValue) -> String {
        guard case .string(let text) = json else { return "[\(json.excerpt)]" }
        let parts = text.split(whereSeparator: { ", ".contains($0) }).map(String.init)
        if parts.count > 1, parts.allSatisfy({ Double($0) != nil }) {
            return "[\(parts.joined(separator: ", "))]"
        }
        let ends = text.split(separator: "-").compactMap { Int($0) }
        if text.contains("-"), ends.count == 2, ends[0] < ends[1], ends[1] - ends[0] < 20 {
            return "[\((ends[0]...ends[1]).map(String.init).joined(separator: ", "))]"
        }
        return "[\(json.excerpt)]"
    }

    /// The base with one value of every axis merged in, parents before the settings below them;
    /// overrides win.
    mutating func point(_ indices: [Int]) -> LocatedJSON {
        let values = zip(axes, indices).map { (path: $0.path, node: $0.values[$1]) }
        let settings = overrides.filter { !$0.isOfStudy }
        let merges = values + settings.map { (path: $0.path, node: $0.node) }
        let depths = Set(merges.map(\.path.steps.count)).sorted()
        var node = base
        for depth in depths {
            for merge in merges where merge.path.steps.count == depth {
                if let diagnostic = node.merge(merge.node, at: merge.path) { report(diagnostic) }
            }
        }
        return node
    }

    /// The indices of every point of the grid; the last axis varies fastest.
    func grid() -> [[Int]] {
        axes.reduce([[]]) { points, axis in
            points.flatMap { point in axis.values.indices.map { point + [$0] } }
        }
    }
}
