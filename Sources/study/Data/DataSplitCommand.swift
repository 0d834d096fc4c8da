import ArgumentParser
import Datasets
import Files
import Foundation
import JSON
import Terminal
import Vocabulary

/// The command `study data split`, which assigns the images of a data set to splits.
struct DataSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Create a new validation or test split, by patient and stratified by class.",
        discussion: """
            Writes a CSV file with the columns file, label, split and group; no image is moved. A study uses it with \
            "split": { "kind": "manifest", "path": "split.csv" }. The same settings give the same split.

            EXAMPLES
              study data split Data/chest_xray --output split.csv --validation 0.1
              study data split Data/chest_xray --output split.csv --validation 0.1 --test 0.2 --from train,val,test
              study data split Data/chest_xray --output fold0.csv --folds 5 --fold 0
            """)

    @Argument(help: "The data set's folder.", completion: .directory) var path: String
    @Option(help: ArgumentHelp("The CSV file to write.", valueName: "file")) var output: String
    @Option(
        help: ArgumentHelp(
            "Fraction of the images for validation, such as 0.1.", valueName: "fraction"))
    var validation: Double?
    @Option(
        help: ArgumentHelp(
            "Fraction of the images for a new test split.", valueName: "fraction"))
    var test: Double?
    @Option(
        help: ArgumentHelp("The splits whose images are divided.", valueName: "train,val"))
    var from: String?
    @Option(
        help: ArgumentHelp("Number of folds for cross-validation.", valueName: "k"))
    var folds: Int?
    @Option(
        help: ArgumentHelp("The fold for validation, counted from 0.", valueName: "number"))
    var fold: Int?
    @Option(help: ArgumentHelp("The random seed.", valueName: "number")) var seed: Int?
    @Option(help: GroupPattern.help) var groupPattern: String?
    @Flag(help: "Replace an existing file with another split.") var force = false

    func run() throws {
        let dataset = try Dataset(root: path, rule: try rule(), groupPattern: groupPattern)
        for note in dataset.notes { Console().note("note: \(note)") }
        try write(SplitManifest(dataset).text)
        printTable(dataset)
        print(dataset.groupText)
        print("written: \(output)")
    }

    /// Writes the split. An existing file may be the split of earlier results.
    /// - Throws: `FileError`, also if there is a file with other contents and without `--force`.
    private func write(_ text: String) throws {
        if FileManager.default.fileExists(atPath: output) {
            if FileManager.default.contents(atPath: output) == Data(text.utf8) { return }
            guard force else {
                throw FileError(
                    operation: "write", path: output,
                    reason: "it exists and is not this split; --force replaces it")
            }
        }
        try AtomicFile.write(text, to: output)
    }

    private func rule() throws -> any SplitRule {
        guard (folds == nil) == (fold == nil) else {
            throw ValidationError("--folds and --fold must be given together")
        }
        guard folds == nil || (validation == nil && test == nil) else {
            throw ValidationError("--folds cannot be combined with --validation or --test")
        }
        let names = from?.split(separator: ",").map { JSONValue.string(String($0)) }
        let given: [(option: String, setting: String, value: JSONValue?)] = [
            ("validation", "validation", validation.map { .number($0) }),
            ("test", "test", test.map { .number($0) }),
            ("folds", "k", folds.map { .number(Double($0)) }),
            ("fold", "fold", fold.map { .number(Double($0)) }),
            ("from", "from", names.map { .array($0) }),
            ("seed", "seed", seed.map { .number(Double($0)) }),
        ]
        let settings = folds == nil ? GroupedSplit.settings : FoldSplit.settings
        var values: [String: JSONValue] = [:]
        for (option, name, value) in given {
            guard let value, let setting = settings.first(where: { $0.name == name }) else {
                continue
            }
            if let error = setting.error(in: value) {
                throw ValidationError("--\(option): \(error)")
            }
            values[name] = value
        }
        let all = SettingValues(settings, values)
        return folds == nil ? try GroupedSplit(all) : try FoldSplit(all)
    }

    private func printTable(_ dataset: Dataset) {
        let header = ["split"] + dataset.classes + ["groups"]
        let rows = dataset.splits.map { split in
            let samples = dataset.samples(split)
            let groups = zip(samples, dataset.groups(of: samples)).map { $1 ?? $0.path }
            return [split.rawValue] + dataset.counts(split).map(String.init)
                + [String(Set(groups).count)]
        }
        print(textTable([header] + rows))
    }
}

extension GroupPattern {
    static let help = ArgumentHelp(
        "The part of a file's name that identifies the patient: a regular expression with a capture group, or chest-xray; "
            + "'(.+)' makes each image a separate group (default: detected).",
        valueName: "pattern")
}

extension Dataset {
    /// A line about the groups, and about groups with images in more than one split.
    var groupText: String {
        guard knowsGroups else {
            return "groups: unknown which images are of the same patient; set --group-pattern"
        }
        let leakage = Leakage(self)
        let shown = leakage.groups.prefix(5).map(\.text).joined(separator: ", ")
        let rest = leakage.groups.count > 5 ? ", ..." : ""
        return "groups by \(groupPattern.map { "'\($0.name)'" } ?? "the CSV file"): "
            + (leakage.groups.isEmpty
                ? "no group is in two splits"
                : "\(Formatting.plural(leakage.groups.count, "group")) in more than one split: \(shown)\(rest)")
    }
}

/// A table of text with aligned columns: the first to the left, the others to the right.
func textTable(_ rows: [[String]]) -> String {
    let widths = (rows.first ?? []).indices.map { column in
        rows.map { $0.indices.contains(column) ? $0[column].count : 0 }.max() ?? 0
    }
    return rows.map { row in
        row.enumerated().map { column, text in
            let space = String(repeating: " ", count: max(0, widths[column] - text.count))
            return column == 0 ? text + space : space + text
        }.joined(separator: "  ")
    }.joined(separator: "\n")
}
