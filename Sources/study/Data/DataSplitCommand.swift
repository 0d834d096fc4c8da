import ArgumentParser
import Datasets
import Files
import Foundation
import JSON
import Terminal
import Vocabulary

/// `study data split`: writes down which image is in which split.
struct DataSplitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "split",
        abstract: "Make a new validation or test split, by patient and stratified by class.",
        discussion: """
            The split is written as a CSV file, file,label,split,group, which a study names as \
            "split": { "kind": "manifest", "path": "split.csv" }; no image is moved. The same settings give the same split.

            EXAMPLES
              study data split Data/chest_xray --output split.csv --validation 0.1
              study data split Data/chest_xray --output split.csv --validation 0.1 --test 0.2 --from train,val,test
              study data split Data/chest_xray --output fold0.csv --folds 5 --fold 0
            """)

    @Argument(help: "The data set.", completion: .directory) var path: String
    @Option(help: ArgumentHelp("The CSV file to write.", valueName: "file")) var output: String
    @Option(help: ArgumentHelp("Images for validation, such as 0.1.", valueName: "share"))
    var validation: Double?
    @Option(help: ArgumentHelp("Images for a new test split.", valueName: "share")) var test:
        Double?
    @Option(help: ArgumentHelp("The splits to take images from.", valueName: "train,val"))
    var from: String?
    @Option(help: ArgumentHelp("Cut so many folds instead.", valueName: "k")) var folds: Int?
    @Option(help: ArgumentHelp("The fold for validation, from 0.", valueName: "number"))
    var fold: Int?
    @Option(help: "Another seed gives another split.") var seed: Int?
    @Option(help: GroupPattern.help) var groupPattern: String?

    func run() throws {
        let dataset = try Dataset(root: path, rule: try rule(), groupPattern: groupPattern)
        for note in dataset.notes { Console().note("note: \(note)") }
        try AtomicFile.write(SplitManifest(dataset).text, to: output)
        printTable(dataset)
        print(dataset.groupText)
        print("written: \(output)")
    }

    private func rule() throws -> any SplitRule {
        guard (folds == nil) == (fold == nil) else {
            throw ValidationError("--folds and --fold go together")
        }
        guard folds == nil || (validation == nil && test == nil) else {
            throw ValidationError("--folds goes without --validation and --test")
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
            if let fault = setting.fault(in: value) {
                throw ValidationError("--\(option): \(fault)")
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
        "Which part of a file's name says the patient: a regular expression with a capture group, or chest-xray; '(.+)' "
            + "takes every image for itself (default: recognised).",
        valueName: "pattern")
}

extension Dataset {
    /// What the groups are and whether they keep to one split.
    var groupText: String {
        guard knowsGroups else {
            return "groups: nothing says which images are of one patient; --group-pattern can"
        }
        let leakage = Leakage(self)
        let shown = leakage.groups.prefix(5).map(\.text).joined(separator: ", ")
        let rest = leakage.groups.count > 5 ? ", ..." : ""
        return "groups by \(groupPattern.map { "'\($0.name)'" } ?? "the CSV file"): "
            + (leakage.groups.isEmpty
                ? "none is in two splits"
                : "\(leakage.groups.count) are in more than one split: \(shown)\(rest)")
    }
}

/// Columns that line up: the first to the left, the others to the right.
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
