import ArgumentParser
import Datasets
import Foundation
import JSON
import Phantom
import Terminal
import Vocabulary

/// The command `study data`, which prepares and examines data sets.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Import, inspect, split, preview and time data sets.",
        subcommands: [
            DataImportCommand.self, DataInspectCommand.self, DataSplitCommand.self,
            DataPreviewCommand.self, PhantomCommand.self, DataBenchCommand.self,
        ])
}

/// The command `study data phantom`, which draws a set of synthetic chest X-rays.
struct PhantomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phantom", abstract: "Draw a data set of synthetic chest X-rays (phantoms).",
        discussion: """
            The images are for tests and demonstrations: they are drawn by the program, and results on them say nothing \
            about patients. The same settings draw the same images. With --labels, each image shows any number of \
            radiological findings, or none, and a patient has several images.

            EXAMPLES
              study data phantom --output Data/phantom --size 128 --train 1000
              study data phantom --output Data/labels --labels effusion,nodule
            """)

    @Option(help: ArgumentHelp("The folder to create.", valueName: "dir")) var output: String
    @Option(help: ArgumentHelp("Side of the images, in pixels.", valueName: "pixels"))
    var size: Int?
    @Option(help: ArgumentHelp("Number of training images.", valueName: "number")) var train: Int?
    @Option(help: ArgumentHelp("Number of validation images.", valueName: "number")) var val: Int?
    @Option(help: ArgumentHelp("Number of test images.", valueName: "number")) var test: Int?
    @Option(help: ArgumentHelp("The random seed.", valueName: "number")) var seed: Int?
    @Option(
        help: ArgumentHelp(
            "Visibility of the signs of pneumonia, from 0 to 3.", valueName: "factor"))
    var contrast: Double?
    @Option(
        help: ArgumentHelp(
            "Radiological findings, separated by commas, or all; labels.csv has the labels.",
            valueName: "names"))
    var labels: String?

    func run() throws {
        var values: [String: JSONValue] = [:]
        let given: [(String, Double?)] = [
            ("size", size.map { Double($0) }), ("train", train.map { Double($0) }),
            ("val", val.map { Double($0) }), ("test", test.map { Double($0) }),
            ("seed", seed.map { Double($0) }), ("contrast", contrast),
        ]
        func set(_ name: String, _ value: JSONValue, option: String) throws {
            values[name] = value
            if let setting = SyntheticXRays.settings.first(where: { $0.name == name }),
                let error = setting.error(in: value)
            {
                throw ValidationError("--\(option): \(error)")
            }
        }
        for (name, value) in given {
            if let value { try set(name, .number(value), option: name) }
        }
        if let labels {
            let names =
                labels == "all"
                ? PhantomLabel.allCases.map(\.rawValue)
                : labels.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
            try set("findings", .array(names.map { .string($0) }), option: "labels")
        }
        let console = Console()
        let made = try SyntheticXRays.write(
            to: output, SettingValues(SyntheticXRays.settings, values)
        ) {
            console.progress("drawing images: \($0) of \($1)")
        }
        console.close()
        print(made ? output : "\(output): already exists with these settings")
    }
}
