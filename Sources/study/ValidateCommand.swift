import ArgumentParser
import Results
import Runs
import Studies
import Terminal
import Vocabulary

/// The command `study validate`, which checks a study file and summarizes its trials and data.
struct ValidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "validate", abstract: "Check a study file and its data set.",
        discussion: """
            Lists all errors at once, each with its line and column; the exit status is then 2. Otherwise prints a summary: \
            the number of trials, and the images and patients in each split. The command writes nothing except the cache of \
            decoded images.

            EXAMPLE
              study validate Studies/lr-sweep.json
            """)

    @OptionGroup var study: StudyOptions

    func run() throws {
        let console = Console()
        let loaded = try study.load(console)
        let plan = try study.plan(loaded, phantoms: .cache, console)
        let sets = try study.sets(of: plan, console)
        _ = try study.attributes(of: plan, console)
        print("trials: \(Formatting.count(loaded.trials.count))")
        plan.datasetRecord?.summary.forEach { print($0) }
        for set in sets { print("external set \(set.summary)") }
        print("\(study.file): no errors found")
    }
}

extension DatasetRecord {
    /// A line for the images of each split, the image size and the positive class.
    fileprivate var summary: [String] {
        var lines = Split.allCases.map { split in
            guard let counts = counts[split] else { return "\(split.title) images: none" }
            let patients = patients?[split].map { " of \(Formatting.plural($0, "patient"))" } ?? ""
            let perClass = zip(classes, counts).map { "\($0) \(Formatting.count($1))" }
            return "\(split.title) images: \(Formatting.count(total(split)))\(patients) "
                + "(\(perClass.joined(separator: ", ")))"
        }
        if varies { lines.append("(images of the first trial; other trials use other images)") }
        lines.append("image size: \(imageSize) x \(imageSize)")
        if let positiveClass { lines.append("positive class: \(positiveClass)") }
        return lines
    }
}
