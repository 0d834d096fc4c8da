import JSON
import Studies
import Vocabulary

/// What the runs of an experiment differ by.
///
/// Runs of `study` name their axes and labels in tags. Of others the parameters tell: those that
/// differ between runs, but for what follows from another one, as the rate of a decay follows from
/// its kind. Runs that agree in all of them are repeats, which are counted where no parameter is
/// their seed.
struct RunAxes {
    struct Point: Hashable {
        /// The label on each axis, by the axis' name.
        var coordinates: [String: String]
        var seed: UInt64
    }

    private(set) var axes: [Study.Axis] = []
    /// In the order of the runs.
    private(set) var points: [Point]

    static let tagPrefix = "study.axis."
    private static let seedNames: Set<String> = [
        "seed", "random_seed", "random_state", "manual_seed",
    ]
    private static let seedAxis = "seed"

    init(_ runs: [ForeignRun]) {
        let tagged = runs.map(Self.tags)
        let isOurs = tagged.allSatisfy { !$0.isEmpty }
        let names = isOurs ? Self.names(tagged) : Self.varying(runs)
        points = runs.enumerated().map { index, run in
            let values = isOurs ? tagged[index] : run.params
            let seed = (isOurs ? values[Self.seedAxis] : Self.seed(run)).flatMap { UInt64($0) }
            return Point(
                coordinates: Dictionary(
                    names.map { ($0, values[$0] ?? "none") }, uniquingKeysWith: { $1 }),
                seed: seed ?? 1)
        }
        // A single axis that says more than numbers where no parameter tells runs apart.
        var isNamed = false
        if names.isEmpty, Set(runs.map(\.name)).count > 1 {
            isNamed = true
            for (index, run) in runs.enumerated() { points[index].coordinates["run"] = run.name }
        }
        countRepeats()
        axes = (isNamed ? ["run"] : names).map { name in
            Study.Axis(path: name, labels: points.compactMap { $0.coordinates[name] }.unique)
        }
        let seeds = points.map { "\($0.seed)" }.unique
        guard seeds.count > 1 || tagged.contains(where: { $0[Self.seedAxis] != nil }) else {
            return
        }
        axes.append(Study.Axis(path: Self.seedAxis, labels: seeds))
        for index in points.indices {
            points[index].coordinates[Self.seedAxis] = "\(points[index].seed)"
        }
    }

    /// The labels of a run of `study`.
    private static func tags(_ run: ForeignRun) -> [String: String] {
        Dictionary(
            run.tags.compactMap { key, value in
                key.hasPrefix(tagPrefix) ? (String(key.dropFirst(tagPrefix.count)), value) : nil
            }, uniquingKeysWith: { $1 })
    }

    private static func names(_ tagged: [[String: String]]) -> [String] {
        tagged.flatMap { $0.keys.sorted() }.unique.filter { $0 != seedAxis }
    }

    private static func seed(_ run: ForeignRun) -> String? {
        run.params.first { seedNames.contains($0.key.lowercased()) }?.value
    }

    /// Parameters by which the runs differ.
    private static func varying(_ runs: [ForeignRun]) -> [String] {
        let names = Set(runs.flatMap(\.params.keys)).filter { !seedNames.contains($0.lowercased()) }
        // Of two that follow from each other one stays: that which all runs have, which is no
        // number, or has the shorter name.
        func rank(_ name: String) -> (Int, Int, String) {
            let values = runs.map { $0.params[name] }
            let isNumber = values.allSatisfy { $0.flatMap { Double($0) } != nil }
            return ((values.contains(nil) ? 2 : 0) + (isNumber ? 1 : 0), name.count, name)
        }
        let columns = names.map { (rank: rank($0), name: $0) }.sorted { $0.rank < $1.rank }
            .map { column in (name: column.name, values: runs.map { $0.params[column.name] ?? "" })
            }
            .filter { Set($0.values).count > 1 }
        // What each run has another value of, such as a number of its own, says nothing where
        // others do.
        let shared = columns.filter { Set($0.values).count < runs.count }
        let candidates = shared.isEmpty ? columns : shared
        return candidates.enumerated().filter { index, column in
            !candidates.enumerated().contains { other, finer in
                guard other != index, follows(column.values, from: finer.values) else {
                    return false
                }
                return !follows(finer.values, from: column.values) || other < index
            }
        }.map(\.element.name)
    }

    private static func follows(_ values: [String], from others: [String]) -> Bool {
        var known: [String: String] = [:]
        for (value, other) in zip(values, others) {
            if let before = known[other], before != value { return false }
            known[other] = value
        }
        return true
    }

    /// Runs with the same coordinates and seed get seeds that count them.
    private mutating func countRepeats() {
        guard Set(points).count < points.count else { return }
        var counts: [[String: String]: UInt64] = [:]
        for index in points.indices {
            counts[points[index].coordinates, default: 0] += 1
            points[index].seed = counts[points[index].coordinates] ?? 1
        }
    }
}
