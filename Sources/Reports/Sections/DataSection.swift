import Results

/// What the networks learnt from and were measured on.
struct DataSection {
    let dataset: DatasetRecord

    var markdown: String {
        let splits = dataset.splits
        var rows = dataset.classes.enumerated().map { index, name in
            [name] + splits.map { cell(index, $0) }
        }
        rows.append(["**images**"] + splits.map { "**\(Numbers.count(dataset.total($0)))**" })
        if let name = dataset.majorityClass {
            rows.append(
                ["always guessing \(name)"]
                    + splits.map { Numbers.percent(dataset.majorityBaseline($0)) })
        }
        let table = Markdown.table(
            ["class"] + splits.map(\.title), rows: rows)
        let side = dataset.imageSize
        let phantom = dataset.isPhantom ? " The images are phantoms that the program drew." : ""
        return Markdown.section(
            "Data",
            [
                """
                \(Markdown.code(dataset.path)), seen at \(side) × \(side) pixels; fingerprint \
                \(Markdown.code(String(dataset.fingerprint.prefix(12)))).\(phantom)
                """, table,
            ])
    }

    private func cell(_ index: Int, _ split: MetricSplit) -> String {
        guard let counts = dataset.counts[split], counts.indices.contains(index) else { return "–" }
        let share = Double(counts[index]) / Double(dataset.total(split))
        return "\(Numbers.count(counts[index])) (\(Numbers.percent(share)))"
    }
}
