import ArgumentParser
import Datasets
import Files
import Foundation
import Import
import Runs
import Terminal
import Vocabulary

/// The command `study data import`, which creates a data set's folder from an archive, a folder or
/// a table.
struct DataImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Create a data set's folder from an archive, a folder or a table.",
        discussion: """
            The source is an archive (zip, 7z, tar, tar.gz, .bz2, .xz or .zst), a folder with the images at \
            {train,val,test}/<class>/<image> or <class>/<image>, or a table beside the images. A table has the columns \
            'file' and 'label', and optionally 'split' (train, val, test) and 'group' (the patient). Options name other \
            columns; common names such as 'subset' and 'patient_id' are recognized, with a note. The separator is detected.

            An image that cannot be imported is an error, and then nothing is written. A second copy of the data set and \
            files of the operating system are skipped and counted. All images are checked before the first file is \
            written; an interrupted import resumes. The output folder may be inside the source.

            EXAMPLES
              study data import archive.zip --output Data/chest_xray
              study data import labels.csv --output Data/mine
              study data import train.csv --image Path --label Pneumonia --missing skip --output Data/chexpert
            """)

    @Argument(help: "An archive, a folder or a table.", completion: .file()) var source: String
    @Option(help: ArgumentHelp("The folder to create.", valueName: "dir")) var output: String
    @Option(help: ArgumentHelp("The table's column of file names.", valueName: "column"))
    var image: String?
    @Option(help: ArgumentHelp("The table's column of classes.", valueName: "column"))
    var label: String?
    @Option(
        help: ArgumentHelp(
            "The table's column of splits; none: all images are training images.",
            valueName: "column"))
    var split: String?
    @Option(
        help: ArgumentHelp(
            "The table's column of patients; none: the patients are unknown.",
            valueName: "column"))
    var group: String?
    @Option(
        help: ArgumentHelp(
            "The table's encoding: \(TextEncoding.allCases.map(\.rawValue).joined(separator: ", ")) (default: by its byte "
                + "order mark, else utf-8).", valueName: "name"))
    var encoding: TextEncoding?
    @Option(
        help: "How to treat table rows without a file or label, and images without a row.")
    var missing = Missing.error
    @Option(
        help: ArgumentHelp(
            "Files, folders and links to exclude, with their table rows, by path or name, such as 'masks' or '*.tif'; "
                + "repeatable.",
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
                    ? "complete: all images of \(known.name)"
                    : "differs from \(known.name): \(differences.joined(separator: "; "))")
        }
        print(made ? output : "\(output): already exists")
    }
}

extension TextEncoding: ExpressibleByArgument {}
