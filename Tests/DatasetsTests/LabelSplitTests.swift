import Datasets
import JSON
import Tensors
import Testing
import Vocabulary

/// Splits and sampling of images with several labels.
@Suite struct LabelSplitTests {
    /// Images of patients with several labels, some of them rare, some of them ignored.
    struct Images {
        var images: [GroupedImage] = []
        /// The states of the labels of each image.
        var states: [[LabelState]] = []
        var labels: LabelMatrix { LabelMatrix(states.flatMap { $0 }, labels: Self.rates.count) }
        /// The fraction of the images for which each label is positive, before the rarest.
        static let rates: [Float] = [0.4, 0.2, 0.1, 0.05, 0.02, 0.005]

        /// - Parameter ignored: the fraction of entries that are ignored.
        init(patients: Int = 600, ignored: Float = 0, seed: UInt64 = 1) {
            var stream = RandomStream(seed: seed, purpose: .test)
            for patient in 0..<patients {
                // A label of a patient is often that of all images.
                let tendency = Self.rates.map { stream.nextUniform() < $0 }
                for image in 0..<[1, 1, 2, 1, 5, 1, 3, 1, 1, 9][patient % 10] {
                    images.append(
                        GroupedImage(
                            sample: Sample(path: "train/\(patient)-\(image).png", label: 0),
                            official: .train, group: "p\(patient)"))
                    states.append(
                        Self.rates.enumerated().map { label, rate in
                            let isPositive =
                                stream.nextUniform() < 0.7
                                ? tendency[label] : stream.nextUniform() < rate
                            let isIgnored = stream.nextUniform() < ignored
                            return isIgnored ? .ignored : isPositive ? .positive : .negative
                        })
                }
            }
        }

        func splits(_ kind: String, _ values: [String: JSONValue]) throws -> [Split?] {
            let entry = try #require(
                SplitRules.all.entries.first { $0.description.kind == kind })
            let rule = try entry.make(SettingValues(entry.description.settings, values))
            return try rule.splits(
                of: images,
                in: SplitContext(
                    root: "set", classes: Self.rates.indices.map { "label\($0)" }, labels: labels))
        }

        func counts(_ splits: [Split?], _ split: Split) -> [LabelCounts] {
            labels.rows(splits.indices.filter { splits[$0] == split }).counts
        }

        /// The largest number of positive images of a label in one group.
        func largestGroup(_ label: Int) -> Int {
            let groups = Dictionary(grouping: images.indices) { images[$0].group }
            return groups.values.map { $0.count { states[$0][label] == .positive } }.max() ?? 0
        }
    }

    static let rules: [(kind: String, values: [String: JSONValue], val: Double, test: Double)] = [
        ("grouped", ["validation": 0.1], 0.1, 0),
        ("grouped", ["validation": 0.15, "test": 0.2], 0.15, 0.2),
        ("folds", ["k": 5, "fold": 2], 0.2, 0), ("folds", ["k": 10, "fold": 0], 0.1, 0),
    ]

    @Test(arguments: rules.indices, [0, 0.3] as [Float])
    func groupsAreWholeAndProportionsKept(_ rule: Int, _ ignored: Float) throws {
        let set = Images(ignored: ignored)
        let matrix = set.labels
        let (kind, values, val, test) = Self.rules[rule]
        let splits = try set.splits(kind, values)
        var ofGroup: [String: Set<Split>] = [:]
        for (image, split) in zip(set.images, splits) {
            ofGroup[image.group, default: []].insert(try #require(split))
        }
        #expect(ofGroup.values.allSatisfy { $0.count == 1 })
        let all = matrix.counts
        for (split, fraction) in [(Split.val, val), (.test, test), (.train, 1 - val - test)]
        where fraction > 0 {
            for (label, counts) in set.counts(splits, split).enumerated() {
                // Within the images of the largest group, and one image that rounding moves.
                let bound = Double(set.largestGroup(label) + 1)
                let wanted = fraction * Double(all[label].positive)
                #expect(
                    abs(Double(counts.positive) - wanted) <= bound,
                    "\(split), label \(label): \(counts.positive) of \(wanted)")
                // A label can be in fewer groups than there are folds.
                #expect(counts.positive > 0 || kind == "folds")
                guard ignored > 0 else { continue }
                let negative = fraction * Double(all[label].negative)
                #expect(abs(Double(counts.negative) - negative) <= 0.1 * negative + bound)
            }
            let size = fraction * Double(set.images.count)
            let found = Double(splits.count { $0 == split })
            #expect(abs(found - size) <= 0.02 * Double(set.images.count))
        }
    }

    /// The proportions are nearer to the targets than those of a random division.
    @Test func proportionsAreBetterThanAtRandom() throws {
        let set = Images()
        func error(_ splits: [Split?]) -> Double {
            zip(set.counts(splits, .val), set.labels.counts).reduce(0) { sum, counts in
                let wanted = 0.2 * Double(counts.1.positive)
                let difference = Double(counts.0.positive) - wanted
                return sum + difference * difference / wanted
            }
        }
        let stratified = error(try set.splits("grouped", ["validation": 0.2]))
        var stream = RandomStream(seed: 3, purpose: .test)
        let random = (0..<20).map { _ in
            let chosen = Set(stream.permutation(of: 600).prefix(120).map { "p\($0)" })
            return error(set.images.map { chosen.contains($0.group) ? .val : .train })
        }
        #expect(stratified * 5 < random.reduce(0, +) / 20)
    }

    @Test func theSeedDecides() throws {
        let set = Images()
        let first = try set.splits("grouped", ["validation": 0.2, "seed": 1])
        #expect(first == (try set.splits("grouped", ["validation": 0.2, "seed": 1])))
        #expect(first != (try set.splits("grouped", ["validation": 0.2, "seed": 2])))
    }

    /// Every image is in the validation split of exactly one fold.
    @Test func foldsAreAPartition() throws {
        let set = Images(patients: 100)
        var times = [Int](repeating: 0, count: set.images.count)
        for fold in 0..<5 {
            let splits = try set.splits("folds", ["k": 5, "fold": .number(Double(fold))])
            for index in splits.indices where splits[index] == .val { times[index] += 1 }
        }
        #expect(times.allSatisfy { $0 == 1 })
    }

    /// A label with three images of three patients has one in each split.
    @Test func theRarestLabelsAreInEverySplit() throws {
        var set = Images(patients: 200)
        let singles = set.images.indices.filter { index in
            set.images.count { $0.group == set.images[index].group } == 1
        }
        let chosen: Set = [singles[3], singles[40], singles[70]]
        for index in set.images.indices {
            set.states[index][5] = chosen.contains(index) ? .positive : .negative
        }
        for seed in 1...5 {
            let splits = try set.splits(
                "grouped", ["validation": 0.1, "test": 0.2, "seed": .number(Double(seed))])
            for split in Split.allCases {
                #expect(set.counts(splits, split)[5].positive == 1)
            }
        }
    }

    // MARK: Balanced sampling

    /// Every label, and the images without one, is drawn equally often.
    @Test func labelsAreDrawnEquallyOften() throws {
        let set = Images()
        let members = ClassMembers(set.labels)
        #expect(members.classes.count == 7)
        let entry = try #require(Samplers.all.entries.first)
        let sampler = try entry.make(SettingValues(entry.description.settings))
        let order = sampler.order(of: members, seed: 1, epoch: 0)
        #expect(order.count == set.labels.count)
        #expect(order == sampler.order(of: members, seed: 1, epoch: 0))
        #expect(order != sampler.order(of: members, seed: 1, epoch: 1))
        let drawn = set.labels.rows(order)
        for label in 0..<6 {
            // At least a seventh for the label itself; more by the images of other labels.
            #expect(drawn.counts[label].positive >= set.labels.count / 7)
        }
        let none = (0..<drawn.count).count { !drawn.row($0).contains(.positive) }
        #expect(abs(none - set.labels.count / 7) <= 1)
    }

    @Test func labelsWithoutPositiveImagesAreOmitted() {
        let labels = LabelMatrix(
            [.positive, .negative, .ignored, .negative, .positive, .negative], labels: 2)
        #expect(ClassMembers(labels).classes == [[0, 2], [1]])
    }
}
