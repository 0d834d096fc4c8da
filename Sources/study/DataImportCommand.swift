import ArgumentParser
import Datasets
import Foundation
import Runner

/// `study data import`: makes a data set's folder from what was downloaded.
struct DataImportCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "import",
        abstract: "Make a data set's folder from an archive, a folder or a CSV file.",
        discussion: """
            Takes a zip archive as downloaded, a folder with {train,val,test}/<class>/<image> or <class>/<image> in it, or a \
            CSV file file,label[,split][,group] beside the images. A second copy of the set and files of macOS are \
            skipped. Everything is checked before anything is written; a run that was cut short goes on where it ended.

            EXAMPLES
              study data import archive.zip --output Data/chest_xray
              study data import labels.csv --output Data/mine
            """)

    @Argument(help: "A zip archive, a folder or a CSV file.", completion: .file()) var source:
        String
    @Option(help: ArgumentHelp("The folder to make.", valueName: "dir")) var output: String

    func run() throws {
        let console = Console()
        let imported = try DatasetImport(from: source)
        for note in imported.notes { console.note("note: \(note)") }
        let start = ContinuousClock.now
        let made = try imported.write(to: output) { done, total in
            let elapsed = (ContinuousClock.now - start) / .seconds(1)
            let left = elapsed / Double(done) * Double(total - done)
            console.progress("importing: \(done) of \(total), \(Wording.duration(left)) left")
        }
        console.close()
        let dataset = try Dataset(root: output)
        let rows = dataset.splits.map { split in
            [split.rawValue] + dataset.counts(split).map(String.init)
                + [String(dataset.samples(split).count)]
        }
        print(textTable([["split"] + dataset.classes + ["images"]] + rows))
        if let known = KnownSet(like: dataset) {
            let differences = known.differences(of: dataset)
            print(
                differences.isEmpty
                    ? "all images of \(known.name)"
                    : "unlike \(known.name): \(differences.joined(separator: "; "))")
        }
        print(made ? output : "\(output): there already")
    }
}
