import Results

/// The data set: images of each split and class, and what guessing would score.
struct DataSection {
    private let results: StudyResults

    init(_ results: StudyResults) { self.results = results }

    var text: String {
        let dataset = results.lock.dataset
        let splits = dataset.splits.map { split -> [String] in
            let counts = dataset.counts[split, default: []].map { NumberText.count($0) }
            let baseline = dataset.majorityBaseline(split).map { NumberText.percent($0) } ?? ""
            return [split.title] + counts + [NumberText.count(dataset.total(split)), baseline]
        }
        let majority = dataset.majorityClass ?? "largest class"
        let table = MarkdownTable(
            header: ["split"] + dataset.classes + ["images", "always \(majority)"], rows: splits)
        let kind =
            dataset.isPhantom
            ? "Phantom X-rays, drawn by the program" : "Images of `\(dataset.path)`"
        var parts = [
            "## Data",
            "\(kind), seen at \(dataset.imageSize) x \(dataset.imageSize) pixels. The last column is the "
                + "accuracy of always answering \(majority).", table.text,
        ]
        if !dataset.skipped.isEmpty {
            let list = dataset.skipped.prefix(20).map { "- \($0)" }.joined(separator: "\n")
            let more =
                dataset.skipped.count > 20 ? "\n- and \(dataset.skipped.count - 20) more" : ""
            parts.append(
                "Images that could not be read and were left out (\(dataset.skipped.count)):\n\n\(list)\(more)"
            )
        }
        return parts.joined(separator: "\n\n")
    }
}
