import Terminal
import Testing

@Suite struct ShortNamesTests {
    /// Names of a grid, which differ at the start, in the middle or at the end.
    private static func grid(_ axes: [[String]]) -> [String] {
        axes.reduce([""]) { names, values in
            names.flatMap { name in values.map { name.isEmpty ? $0 : "\(name)-\($0)" } }
        }
    }

    private static let sets: [[String]] = [
        grid([
            ["cnn4"], ["channels16", "channels32"], ["batchSize16", "batchSize32"], ["s1", "s2"],
        ]),
        grid([["densenet201", "densenet169"], ["naturalExponential", "natural"], ["s1", "s10"]]),
        (0..<40).map { "cnn4-learningRate0.\($0)-with-a-long-tail-that-is-the-same-everywhere" },
        (0..<300).map { "a-name-that-differs-at-its-end-only-\($0)" },
        ["Atelectasis with effusion, left", "Atelectasis with effusion, right", "Normal"],
        [String(repeating: "a", count: 99) + "b", String(repeating: "a", count: 100)],
        [String(repeating: "é", count: 60) + "1", String(repeating: "é", count: 60) + "2"],
        grid([["densenet201-on-imagenet-1k", "densenet201-on-imagenet-22k"]]).flatMap { network in
            ["warmup1-minimum0.0001", "warmup2-minimum0.0001", "step", ""].map {
                "\(network) / cosine-\($0) / \($0)"
            }
        },
        [" / a-long-name-after-a-separator", " / a-long-name-after-a-separation", " / ", ""],
        ["same", "same", "a longer name that is cut", "a longer name that is cut"],
    ]

    @Test(arguments: sets, [8, 11, 14, 22, 30, 60])
    func differentNamesStayDifferent(_ names: [String], _ width: Int) {
        for ellipsis in ["…", ".."] {
            let short = ShortNames.fitted(names, to: width, ellipsis: ellipsis)
            #expect(short.allSatisfy { $0.count <= width }, "\(short)")
            #expect(Set(short).count == Set(names).count, "\(short)")
            for (name, short) in zip(names, short) where name.count <= width {
                #expect(name == short)
            }
        }
    }

    /// What differs is what a reader sees.
    @Test func partsThatDifferAreKept() {
        let names = Self.sets[0]
        let short = ShortNames.fitted(names, to: 22, ellipsis: "..")
        for (name, short) in zip(names, short) {
            for value in name.split(separator: "-") where value != "cnn4" {
                #expect(short.contains(value.suffix(2)), "\(name): \(short)")
            }
        }
        #expect(!short.contains { $0.contains("~") })
    }

    @Test func theWidthIsThatAtWhichNamesDiffer() {
        for names in Self.sets.prefix(5) {
            let width = ShortNames.width(of: names, from: 10)
            #expect(!ShortNames.fitted(names, to: width).contains { $0.contains("~") })
        }
        #expect(ShortNames.width(of: ["ab", "abc"], from: 10) == 3)
        #expect(ShortNames.width(of: [], from: 10) == 0)
    }
}
