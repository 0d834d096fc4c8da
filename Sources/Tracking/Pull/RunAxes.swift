import JSON
import Studies
import Vocabulary

/// The axes on which the runs of an experiment differ.
///
/// Runs of `study` have tags with their axes and labels. For other runs, the axes are the
/// parameters that differ between runs, without parameters that are determined by another one, such
/// as the rate of a decay by its kind. Runs with equal labels are repeats; they are numbered if no
/// parameter is a seed.
struct RunAxes {
    /// The position of a run on the axes.
    struct Point: Hashable {
        /// The label on each axis, by the axis's name.
        var coordinates: [String: String]
        var seed: UInt64
    }

    private(set) var axes: [Study.Axis] = []
    /// The positions in the order of the runs.
    private(set) var points: [Point]
    /// The seeds that are no numbers, with their runs.
    private(set) var notes: [String] = []

    static let tagPrefix = "study.axis."
    private static let seedNames: Set<String> = [
        "seed", "randomseed", "randomstate", "manualseed", "globalseed", "rngseed", "torchseed",
        "npseed", "numpyseed", "seedeverything", "trainseed", "trainingseed",
    ]
    /// Parameters that name a run or its files, but do not describe it.
    private static let labelNames: Set<String> = [
        "runname", "runid", "outputdir", "loggingdir", "logdir", "savedir", "checkpointdir",
        "defaultrootdir",
    ]
    private static let seedAxis = "seed"
    /// The maximum number of characters of a label.
    private static let mostLabel = 64

    init(_ runs: [ForeignRun]) {
        let tagged = runs.map(Self.tags)
        let isOurs = tagged.allSatisfy { !$0.isEmpty }
        let names = isOurs ? Self.names(tagged) : Self.varying(runs)
        let seeds = runs.enumerated().map { index, run in
            (isOurs ? tagged[index][Self.seedAxis] : nil) ?? Self.seed(run)
        }
        let numbers = seeds.map { $0.flatMap { Self.number($0) } }
        points = runs.enumerated().map { index, run in
            let values = isOurs ? tagged[index] : run.params
            return Point(
                coordinates: Dictionary(
                    names.map { ($0, ShortName.of(values[$0] ?? "none", most: Self.mostLabel)) },
                    uniquingKeysWith: { $1 }),
                seed: numbers[index] ?? 1)
        }
        // If parameters and seeds are equal, the names of the runs are the labels of a single axis.
        var isNamed = false
        let hasSeeds = Set(points.map(\.seed)).count > 1
        if names.isEmpty, !hasSeeds, Set(runs.map(\.name)).count > 1 {
            isNamed = true
            for (index, run) in runs.enumerated() {
                points[index].coordinates["run"] = ShortName.of(run.name, most: Self.mostLabel)
            }
        }
        // A number in place of a seed must not take the seed of another run.
        let order = points.indices.filter { numbers[$0] != nil }
        countRepeats(order + points.indices.filter { numbers[$0] == nil })
        notes = seedNotes(runs, seeds.indices.map { numbers[$0] == nil ? seeds[$0] : nil })
        axes = (isNamed ? ["run"] : names).map { name in
            Study.Axis(path: name, labels: points.compactMap { $0.coordinates[name] }.unique)
        }
        let labels = points.map { "\($0.seed)" }.unique
        guard labels.count > 1 || tagged.contains(where: { $0[Self.seedAxis] != nil }) else {
            return
        }
        axes.append(Study.Axis(path: Self.seedAxis, labels: labels))
        for index in points.indices {
            points[index].coordinates[Self.seedAxis] = "\(points[index].seed)"
        }
    }

    /// A note for each text that is no seed, with its runs.
    /// - Parameter bad: the text of each run that is no seed; nil for other runs.
    private func seedNotes(_ runs: [ForeignRun], _ bad: [String?]) -> [String] {
        bad.compactMap { $0 }.unique.map { text in
            let numbered = runs.indices.filter { bad[$0] == text }.map {
                "\(points[$0].seed) for \(runs[$0].name) (\(runs[$0].id))"
            }
            let rest = numbered.count > 8 ? " and \(numbered.count - 8) more" : ""
            return "seed: '\(text)' is no whole number from 0 to \(UInt64.max), so free numbers "
                + "stand for it: \(numbered.prefix(8).joined(separator: ", "))\(rest)"
        }
    }

    /// The labels in the tags of a run, by axis.
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
        let seeds = run.params.filter { isOne(of: seedNames, $0.key) }
        // The shortest name: `seed` rather than `data.loader.seed`.
        return seeds.min { ($0.key.count, $0.key) < ($1.key.count, $1.key) }?.value
    }

    /// True if a parameter has one of the names, in any spelling: `training.random_seed` and
    /// `trainer/randomSeed` have the name `randomseed`.
    private static func isOne(of names: Set<String>, _ parameter: String) -> Bool {
        let last = parameter.split(whereSeparator: { "./:".contains($0) }).last ?? ""
        return names.contains(last.lowercased().filter { $0.isLetter || $0.isNumber })
    }

    /// The number in the text of a seed; Python may have written `42` as `42.0`.
    private static func number(_ text: String) -> UInt64? {
        UInt64(text) ?? Double(text).flatMap { UInt64(exactly: $0) }
    }

    /// The names of the parameters that are axes.
    private static func varying(_ runs: [ForeignRun]) -> [String] {
        let names = Set(runs.flatMap(\.params.keys)).filter {
            !isOne(of: seedNames, $0) && !isOne(of: labelNames, $0)
        }
        // If two parameters determine each other, one is kept: preferably one that all runs have,
        // then one that is not a number, then the shorter name.
        func rank(_ name: String) -> (Int, Int, String) {
            let values = runs.map { $0.params[name] }
            let isNumber = values.allSatisfy { $0.flatMap { Double($0) } != nil }
            return ((values.contains(nil) ? 2 : 0) + (isNumber ? 1 : 0), name.count, name)
        }
        let columns = names.map { (rank: rank($0), name: $0) }.sorted { $0.rank < $1.rank }
            .map { column in (name: column.name, values: runs.map { $0.params[column.name] ?? "" })
            }
            .filter { Set($0.values).count > 1 }
        // A parameter with a different value in each run, such as a run number, is used only if
        // there is no other.
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

    /// Gives runs with the same labels and seed different seeds: the first run keeps its seed, and
    /// the others get the smallest numbers that are free.
    /// - Parameter order: the indices of all runs, those first that keep their seeds.
    private mutating func countRepeats(_ order: [Int]) {
        var used = Set(points)
        guard used.count < points.count else { return }
        var first: Set<Point> = []
        for index in order where !first.insert(points[index]).inserted {
            var point = points[index]
            point.seed = 1
            while !used.insert(point).inserted { point.seed += 1 }
            points[index] = point
        }
    }
}
