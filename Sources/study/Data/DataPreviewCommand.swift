import ArgumentParser
import Files
import Foundation
import Plotting
import Reports
import Runs
import Studies
import Terminal

/// The command `study data preview`, which draws augmented training images.
struct DataPreviewCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "preview",
        abstract: "Draw training images with their augmentations in the first epochs.",
        discussion: """
            Each row shows a training image, and its augmented version in each epoch of a trial. The augmented images are \
            identical to those of the training, which depend on the trial's seed. The caption of a mixed image gives the \
            weight of the other class.

            EXAMPLE
              study data preview Studies/lr-sweep.json --set 'dataset.augment=["horizontalFlip", "mixup"]'
            """)

    @OptionGroup var study: StudyOptions
    @Option(help: ArgumentHelp("The trial (default: the first trial).", valueName: "id"))
    var trial: String?
    @Option(
        help: ArgumentHelp(
            "Maximum number of images, divided evenly among the classes.", valueName: "number"))
    var count = 8
    @Option(help: ArgumentHelp("Number of epochs.", valueName: "number")) var epochs = 6
    @Option(
        help: ArgumentHelp("Maximum side of an image in the sheet, in pixels.", valueName: "pixels")
    )
    var side = 160

    func validate() throws {
        for (name, value, most) in [
            ("count", count, 100), ("epochs", epochs, 50), ("side", side, 512),
        ]
        where !(1...most).contains(value) {
            throw ValidationError("--\(name): must be in [1, \(most)]; got \(value)")
        }
    }

    func run() throws {
        let console = Console()
        let loaded = try study.load(console)
        guard let trial = loaded.trials.first(where: { trial == nil || $0.id == trial }) else {
            let known = loaded.trials.prefix(5).map(\.id).joined(separator: ", ")
            throw ValidationError(
                "--trial: no trial '\(trial ?? "")'; the trials are \(known), ...")
        }
        var rateEstimator = RateEstimator()
        let data = try TrialData(trial.settings.dataset) { task, done, total in
            console.progress("\(task): \(rateEstimator.text(of: task, done: done, total: total))")
        }
        console.close()
        let side = min(side, trial.settings.dataset.crop)
        let preview = try AugmentationPreview(
            trial.settings, data, count: count, epochs: epochs, side: side)
        let path = path(named: "\(loaded.name)-preview.png")
        try sheet(preview, trial, side: side).write(to: path)
        print(path)
    }

    /// The file of the sheet: `--output` is a PNG file, or the folder for a file with this name.
    private func path(named name: String) -> String {
        guard let output = study.output else { return name }
        let isFile = output.hasSuffix(".png") && !FileManager.default.isFolder(output)
        return isFile ? output : "\(output)/\(name)"
    }

    private func sheet(_ preview: AugmentationPreview, _ trial: Trial, side: Int) -> ContactSheet {
        let rows = preview.rows.map { row in
            let name = row.file.split(separator: "/").last.map(String.init) ?? row.file
            let captions = row.epochs.map(\.caption)
            return ContactSheet.Row(
                title: "\(row.label) \(name)",
                images: [row.original.pixels] + row.epochs.map(\.pixels),
                captions: captions.allSatisfy(\.isEmpty) ? [] : [""] + captions)
        }
        return ContactSheet(
            title: trial.id, side: side, rows: rows,
            columns: ["original"] + (1...epochs).map { "epoch \($0)" })
    }
}
