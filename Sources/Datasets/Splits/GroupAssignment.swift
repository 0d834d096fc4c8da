import Tensors

/// Shares groups of pictures out to parts that are to have given numbers of each class.
///
/// The groups are taken by size, the largest first and those of one size in random order. Each
/// falls to a part where it fits, by chance in proportion to the room that is left, which is a
/// random sample as long as there is room. After that, moves and swaps of groups make the sum of
/// squared differences from the targets smaller until none does. Where enough groups have one
/// picture, all targets are met.
struct GroupAssignment {
    /// Room left in each part, for each class; below zero where there is too much.
    private var room: [[Int]]
    private let groups: [[Int]]
    private var part: [Int]

    /// The part of every group.
    /// - Parameters:
    ///   - groups: pictures of each class, for each group.
    ///   - targets: pictures of each class, for each part; in all as many as there are.
    static func parts(of groups: [[Int]], targets: [[Int]], seed: UInt64) -> [Int] {
        var shares = GroupAssignment(groups, targets)
        shares.deal(seed: seed)
        shares.improve()
        return shares.part
    }

    private init(_ groups: [[Int]], _ targets: [[Int]]) {
        self.groups = groups
        room = targets
        part = [Int](repeating: 0, count: groups.count)
    }

    private mutating func deal(seed: UInt64) {
        var stream = RandomStream(seed: seed, purpose: .split)
        let sizes = groups.map { $0.reduce(0, +) }
        let random = stream.permutation(of: groups.count)
        // Stable, so that the random order stays within a size.
        let order = random.enumerated().sorted {
            (sizes[$1.element], $0.offset) < (sizes[$0.element], $1.offset)
        }
        for group in order.map(\.element) {
            let counts = groups[group]
            let fitting = room.indices.filter { part in
                counts.indices.allSatisfy { counts[$0] <= room[part][$0] }
            }
            let candidates = fitting.isEmpty ? Array(room.indices) : fitting
            let weights = candidates.map { part in
                counts.indices.reduce(0) { $0 + (counts[$1] > 0 ? max(0, room[part][$1]) : 0) }
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
            room[target][label] -= count
            if let source { room[source][label] += count }
        }
        part[group] = target
    }

    // MARK: Moves and swaps

    /// A part's groups with the same counts, which stand for each other.
    private typealias Kinds = [[Int]: [Int]]

    private mutating func improve() {
        var kinds = [Kinds](repeating: [:], count: room.count)
        for (group, part) in part.enumerated() {
            kinds[part][groups[group], default: []].append(group)
        }
        // Each step makes a whole number smaller, so this ends; the bound is for time alone.
        for _ in 0..<10_000 where room.contains(where: { $0.contains { $0 != 0 } }) {
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
        /// The counts of the group that goes from source to target, and of the one that comes back.
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
        for source in room.indices where room[source].contains(where: { $0 < 0 }) {
            for target in room.indices where target != source {
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

    /// By how much the sum of squares falls.
    private func gain(_ source: Int, _ target: Int, _ given: [Int], _ taken: [Int]?) -> Int {
        given.indices.reduce(0) { sum, label in
            let moved = given[label] - (taken?[label] ?? 0)
            let (from, to) = (room[source][label], room[target][label])
            return sum + from * from - (from + moved) * (from + moved)
                + to * to - (to - moved) * (to - moved)
        }
    }
}
