import ArgumentParser
import Datasets
import JSON
import Phantom
import Terminal
import Vocabulary

/// `study data`: data sets.
struct DataCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "data", abstract: "Import, look at, split, preview, draw and time data sets.",
        subcommands: [
            DataImportCommand.self, DataInspectCommand.self, DataSplitCommand.self,
            DataPreviewCommand.self, PhantomCommand.self, DataBenchCommand.self,
        ])
}

/// `study data phantom`: draws a set of imagined chest X-rays.
struct PhantomCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "phantom", abstract: "Draw a set of imagined chest X-rays.",
        discussion: """
            The same settings give the same pictures. They are drawn, not taken: nothing learnt from them says \
            anything about patients.

            EXAMPLE
              study data phantom --output Data/phantom --size 128 --train 1000
            """)

    @Option(help: "The folder to make.") var output: String
    @Option(help: "Pixels of a side.") var size: Int?
    @Option(help: "Training images.") var train: Int?
    @Option(help: "Validation images.") var val: Int?
    @Option(help: "Test images.") var test: Int?
    @Option(help: "Another seed gives other patients.") var seed: Int?
    @Option(help: "How clearly the findings show, 0 to 3.") var contrast: Double?

    func run() throws {
        var values: [String: JSONValue] = [:]
        let given: [(String, Double?)] = [
            ("size", size.map { Double($0) }), ("train", train.map { Double($0) }),
            ("val", val.map { Double($0) }), ("test", test.map { Double($0) }),
            ("seed", seed.map { Double($0) }), ("contrast", contrast),
        ]
        for (name, value) in given {
            guard let value else { continue }
            values[name] = .number(value)
            if let setting = SyntheticXRays.settings.first(where: { $0.name == name }),
                let fault = setting.fault(in: .number(value))
            {
                throw ValidationError("--\(name): \(fault)")
            }
        }
        let console = Console()
        let made = try SyntheticXRays.write(
            to: output, SettingValues(SyntheticXRays.settings, values)
        ) {
            console.progress("drawing phantoms: \($0) of \($1)")
        }
        console.close()
        print(made ? output : "\(output): there already, with these settings")
    }
}
