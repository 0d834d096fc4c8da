import Tensors

/// An assignment of groups of images to parts with given numbers of images of each class.
///
/// The groups are assigned in the order of their size, the largest first, and groups of the same
/// size in random order. Each is assigned to a part with enough capacity, at random in proportion
/// to the remaining capacity; this is a random sample while there is capacity. After that, groups
/// are moved and swapped as long as this reduces the sum of squared differences from the targets.
/// If enough groups have one image, all targets are met.
struct GroupAssignment {
    /// The remaining capacity of each part for each class; negative if there are too many images.
    private var capacity: [[Int]]
    private let groups: [[Int]]
    private var part: [Int]

    /// The part of every group.
    /// - Parameters:
    ///   - groups: the number of images of each class, for each group.
    ///   - targets: the number of images of each class, for each part; the sums equal those of the
    ///     groups.
    static func parts(of groups: [[Int]], targets: [[Int]], seed: UInt64) -> [Int] {
        var assignment = GroupAssignment(groups, targets)
        assignment.distribute(seed: seed)
        assignment.improve()
        return assignment.part
    }

    private init(_ groups: [[Int]], _ targets: [[Int]]) {
        self.groups = groups
        capacity = targets
        part = [Int](repeating: 0, count: groups.count)
    }

    private mutating func distribute(seed: UInt64) {
        var stream = RandomStream(seed: seed, purpose: .split)
        let sizes = groups.map { $0.reduce(0, +) }
        let random = stream.permutation(of: groups.count)
        // The sort is stable and keeps the random order of groups of one size.
        let order = random.enumerated().sorted {
            (sizes[$1.element], $0.offset) < (sizes[$0.element], $1.offset)
        }
        for group in order.map(\.element) {
            let counts = groups[group]
            let fitting = capacity.indices.filter { part in
                counts.indices.allSatisfy { counts[$0] <= capacity[part][$0] }
            }
            let candidates = fitting.isEmpty ? Array(capacity.indices) : fitting
            let weights = candidates.map { part in
                counts.indices.reduce(0) { $0 + (counts[$1] > 0 ? max(0, capacity[part][$1]) : 0) }
            }
            let total = weights.reduce(0, +)
            var drawn = stream.nextInteger(below: max(1, total))
            let chosen = weights.firstIndex { weight in
                drawn -= weight
                return drawn < 0
            }
            move(group, to: candidates[chosen ?? 0])
        }
    }

    private mutating func move(_ group: Int, to target: Int, from source: Int? = nil) {
        for (label, count) in groups[group].enumerated() {
            capacity[target][label] -= count
            if let source { capacity[source][label] += count }
        }
        part[group] = target
    }

    // MARK: Moves and swaps

    /// The groups of a part by their counts; groups with the same counts are interchangeable.
    private typealias Kinds = [[Int]: [Int]]

    private mutating func improve() {
        var kinds = [Kinds](repeating: [:], count: capacity.count)
        for (group, part) in part.enumerated() {
            kinds[part][groups[group], default: []].append(group)
        }
        // Each step reduces an integer, so the loop ends; the bound only limits the time.
        for _ in 0..<10_000 where capacity.contains(where: { $0.contains { $0 != 0 } }) {
            guard let step = bestStep(kinds) else { return }
            exchange(step.given, from: step.source, to: step.target, &kinds)
            if let taken = step.taken {
                exchange(taken, from: step.target, to: step.source, &kinds)
            }
        }
    }

    private struct Step {
        var source: Int
        var target: Int
        /// The counts of the group that moves from source to target, and of the group that moves
        /// back.
        var given: [Int]
        var taken: [Int]?
    }

    private mutating func exchange(
        _ counts: [Int], from source: Int, to target: Int, _ kinds: inout [Kinds]
    ) {
        guard let group = kinds[source][counts]?.popLast() else { return }
        if kinds[source][counts]?.isEmpty == true { kinds[source][counts] = nil }
        kinds[target][counts, default: []].append(group)
        move(group, to: target, from: source)
    }

    private func bestStep(_ kinds: [Kinds]) -> Step? {
        var best: (gain: Int, step: Step)?
        let sorted = kinds.map { $0.keys.sorted { $0.lexicographicallyPrecedes($1) } }
        for source in capacity.indices where capacity[source].contains(where: { $0 < 0 }) {
            for target in capacity.indices where target != source {
                for given in sorted[source] {
                    for taken in [nil] + sorted[target].map({ Optional($0) }) {
                        let gain = gain(source, target, given, taken)
                        if gain > best?.gain ?? 0 {
                            best = (
                                gain,
                                Step(source: source, target: target, given: given, taken: taken)
                            )
                        }
                    }
                }
            }
        }
        return best?.step
    }

    /// The reduction of the sum of squares by a step.
    private func gain(_ source: Int, _ target: Int, _ given: [Int], _ taken: [Int]?) -> Int {
        given.indices.reduce(0) { sum, label in
            let moved = given[label] - (taken?[label] ?? 0)
            let (from, to) = (capacity[source][label], capacity[target][label])
            return sum + from * from - (from + moved) * (from + moved)
                + to * to - (to - moved) * (to - moved)
        }
    }
}
