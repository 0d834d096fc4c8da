import ArgumentParser
import Datasets
import Files
import Foundation
import Runs
import Terminal
import Vocabulary

/// `study data import`: makes a data set's folder from what was downloaded.
struct DataImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a data set's folder from an archive, a folder or a table.",
        discussion: """
            Takes an archive as downloaded (zip, 7z, tar, tar.gz, .bz2, .xz or .zst), a folder with \
            {train,val,test}/<class>/<image> or <class>/<image> in it, or a table beside the images. A table has a column \
            'file' and a column 'label', and may have 'split' (train, val, test) and 'group' (the patient); options name \
            others, and usual names such as 'subset' and 'patient_id' are found, with a note. Its separator is found out. \
            All images are imported or none: what would be left out is an error that names it. A second copy of the set \
            and files of systems are skipped, and counted. Everything is checked before anything is written; a run that \
            was cut short continues where it ended. The folder to make may lie inside of the source.

            EXAMPLES
              study data import archive.zip --output Data/chest_xray
              study data import labels.csv --output Data/mine
              study data import train.csv --image Path --label Pneumonia --missing skip --output Data/chexpert
            """)

    @Argument(help: "An archive, a folder or a table.", completion: .file()) var source: String
    @Option(help: ArgumentHelp("The folder to make.", valueName: "dir")) var output: String
    @Option(help: ArgumentHelp("The table's column of file names.", valueName: "column"))
    var image: String?
    @Option(help: ArgumentHelp("The table's column of classes.", valueName: "column"))
    var label: String?
    @Option(
        help: ArgumentHelp(
            "The table's column of splits; none: all images are train.", valueName: "column"))
    var split: String?
    @Option(
        help: ArgumentHelp(
            "The table's column of patients; none: the table does not say them.",
            valueName: "column"))
    var group: String?
    @Option(
        help: ArgumentHelp(
            "The table's encoding: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (default: by its byte "
                + "order mark, else utf-8).", valueName: "name"))
    var encoding: TextEncoding?
    @Option(
        help: "Rows without a file or label, and images without a row, of a table: error or skip.")
    var missing = Missing.error
    @Option(
        help: ArgumentHelp(
            "Files, folders and links to leave out, with their rows in a table, by path or name, such as 'masks' or "
                + "'*.tif'; may be repeated.",
            valueName: "pattern"))
    var exclude: [String] = []

    enum Missing: String, ExpressibleByArgument, CaseIterable { case error, skip }

    private var options: ImportOptions {
        var options = ImportOptions()
        (options.image, options.label) = (image, label)
        (options.split, options.group) = (split, group)
        options.encoding = encoding
        options.skipsMissing = missing == .skip
        options.exclude = exclude
        return options
    }

    func run() throws {
        let console = Console()
        let imported = try DatasetImport(from: source, to: output, options) { count in
            console.progress("reading: \(count) images")
        }
        console.close()
        for note in imported.notes { console.note("note: \(note)") }
        let start = ContinuousClock.now
        let made = try imported.write { done, total in
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let left = elapsed / Double(done) * Double(total - done)
            console.progress("importing: \(done) of \(total), \(Formatting.duration(left)) left")
        }
        console.close()
        let dataset = try Dataset(root: output)
        let rows = dataset.splits.map { split in
            [split.rawValue] + dataset.counts(split).map(String.init)
                + [String(dataset.samples(split).count)]
        }
        print(textTable([["split"] + dataset.classes + ["images"]] + rows))
        if let known = KnownSet(like: dataset), known.isMeant(by: dataset) {
            let differences = known.differences(of: dataset)
            print(
                differences.isEmpty
                    ? "all images of \(known.name)"
                    : "unlike \(known.name): \(differences.joined(separator: "; "))")
        }
        print(made ? output : "\(output): there already")
    }
}

extension TextEncoding: ExpressibleByArgument {}
