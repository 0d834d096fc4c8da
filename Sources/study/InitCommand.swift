import ArgumentParser
import Datasets
import Foundation
import Runs
import Studies
import Terminal
import Vocabulary

/// `study init`: writes a study file for a data set.
struct InitCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Write a study file for a data set.",
        discussion: """
            Looks at the images, chooses settings that suit them, and explains each choice. On a terminal, every setting \
            that no option gives is asked for, with its default in brackets; elsewhere, and with --yes, the defaults are \
            used. The positive class of two classes is never guessed. The study is checked as 'study validate' checks it \
            before it is written.

            EXAMPLES
              study init Data/chest_xray
              study init Data/mine --positive-class TB --output Studies/tb.json
              study init Data/mine --networks resnet18,vgg16 --imagenet
              study init --synthetic --yes
            """)

    @Argument(
        help: "The data set: a folder with train/<class>/<image>.", completion: .directory)
    var folder: String?
    @Option(help: "The name of the study (default: that of the data folder).") var name: String?
    @Option(
        help: ArgumentHelp("Networks, separated by commas (default: cnn4).", valueName: "list"))
    var networks: String?
    @Flag(
        help:
            "Start the networks from torchvision's ImageNet weights, and train their heads alone.")
    var imagenet = false
    @Option(
        help: ArgumentHelp(
            "Schedules, separated by commas (default: constant,cosine).", valueName: "list"))
    var schedules: String?
    @Option(
        help: ArgumentHelp(
            "The number of seeds, with each of which every configuration is trained (default: 3).",
            valueName: "number"))
    var seeds: Int?
    @Option(
        help: ArgumentHelp(
            "The number of epochs (default: 5 to 20, more for fewer images).", valueName: "number")
    )
    var epochs: Int?
    @Option(
        help: ArgumentHelp(
            "The class that sensitivity, precision and thresholds refer to, for two classes.",
            valueName: "class"))
    var positiveClass: String?
    @Option(help: GroupPattern.help) var groupPattern: String?
    @Flag(help: "Use synthetic X-rays (phantoms), which the first run draws into the folder.")
    var synthetic = false
    @Option(
        help: ArgumentHelp("The study file to write (default: NAME.json).", valueName: "file"))
    var output: String?
    @Flag(help: "Also write study.schema.json, with which editors check and complete the file.")
    var schema = false
    @Flag(name: .shortAndLong, help: "Ask nothing, and use the defaults.") var yes = false
    @Flag(help: "Replace the study file if it exists.") var force = false
    @OptionGroup var cache: CacheOption

    func validate() throws {
        if let name, !StudyName.isValid(name) {
            throw ValidationError(
                "--name: a name has letters, digits, '.', '_' and '-', and begins with a letter or a "
                    + "digit; got '\(name)'")
        }
        if let seeds, !DraftOptions.seedRange.contains(seeds) {
            throw ValidationError("--seeds: must be in [1, 100]; got \(seeds)")
        }
        if let epochs, !DraftOptions.epochRange.contains(epochs) {
            throw ValidationError("--epochs: must be in [1, 10000]; got \(epochs)")
        }
        _ = try options
    }

    /// The settings that the command line gives.
    private var options: DraftOptions {
        get throws {
            var options = DraftOptions()
            options.name = name ?? output.map { Self.stem(of: $0) }
            do {
                options.networks = try networks.map { try DraftOptions.networks($0) }
                options.schedules = try schedules.map { try DraftOptions.schedules($0) }
            } catch { throw ValidationError("\(error)") }
            options.startsFromImageNet = imagenet
            (options.seeds, options.epochs) = (seeds, epochs)
            (options.positiveClass, options.groupPattern) = (positiveClass, groupPattern)
            return options
        }
    }

    private static func stem(of path: String) -> String {
        StudyName.valid(like: URL(fileURLWithPath: path).deletingPathExtension().lastPathComponent)
    }

    func run() throws {
        let console = Console()
        let questions = !yes && Dialog.hasTerminal ? DraftQuestions(.terminal) : nil
        do {
            try write(questions, console)
        } catch let error as DraftError {
            throw ValidationError("\(error)")
        } catch let error as SplitError {
            throw ValidationError("--group-pattern: \(error)")
        } catch let error as EndOfInput {
            console.warn("nothing is written: \(error)")
            throw ExitCode(1)
        } catch let errors as StudyErrors {
            console.close()
            for diagnostic in errors.diagnostics { console.warn("\(diagnostic)") }
            console.warn("nothing is written: the study would not be valid")
            throw ExitCode(2)
        }
    }

    private func write(_ questions: DraftQuestions?, _ console: Console) throws {
        var options = try options
        // Before a look at the images, which takes a while.
        let known = options.name ?? folder.map { StudyDraft.defaultName(path: $0) }
        if let known, options.name != nil || questions == nil { try file(of: known).check() }
        let source = try source(questions, console)
        if let questions { try ask(questions, &options, source) }
        let name = options.name ?? source.defaultName
        options.name = name
        let file = file(of: name)
        try file.check()
        let path = StudyDraft.path(source.path, from: file.folder)
        var draft =
            try source.survey.map { try StudyDraft($0, path: path, options, schema: file.schema) }
            ?? StudyDraft(syntheticAt: path, options, schema: file.schema)
        let trials = try check(&draft, file, console)
        try file.write(draft.text)
        for note in draft.notes { print("\(note.subject): \(note.text)") }
        print("written: \(file.path), \(Formatting.plural(trials, "trial"))")
        print("next: study run \(file.path)")
    }

    private func file(of name: String) -> DraftFile {
        DraftFile(output ?? "\(name).json", replaces: force, hasSchema: schema)
    }

    /// Checks the draft against its data.
    /// - Returns: the number of trials.
    private func check(
        _ draft: inout StudyDraft, _ file: DraftFile, _ console: Console
    ) throws -> Int {
        var rate = RateEstimator()
        defer { console.close() }
        return try draft.check(as: file.path, in: file.folder) { task, done, total in
            console.progress("\(task): \(rate.text(of: task, done: done, total: total))")
        }
    }

    // MARK: - The data

    /// The images of the study.
    private struct Source {
        /// The path of the folder as it was typed.
        let path: String
        /// The first look at the images; nil for synthetic X-rays.
        let survey: DataSurvey?

        var defaultName: String { StudyDraft.defaultName(path: path) }
    }

    private func source(_ questions: DraftQuestions?, _ console: Console) throws -> Source {
        if synthetic { return Source(path: folder ?? "synthetic-xrays", survey: nil) }
        func survey(_ path: String) throws -> Source {
            defer { console.close() }
            let survey = try DataSurvey(root: path, groupPattern: groupPattern) {
                if console.isLive { console.progress($0) }
            }
            return Source(path: path, survey: survey)
        }
        if let folder { return try survey(folder) }
        guard let questions else {
            throw ValidationError(
                "missing: <folder>, the data set, or --synthetic; the data set is asked for on a "
                    + "terminal only"
            )
        }
        return try questions.dataset { try survey(($0 as NSString).expandingTildeInPath) }
    }

    private func ask(
        _ questions: DraftQuestions, _ options: inout DraftOptions, _ source: Source
    ) throws {
        if options.name == nil {
            options.name = try questions.name(default: source.defaultName) { name in
                do { try file(of: name).check() } catch { return "\(error)" }
                return nil
            }
        }
        let data = source.survey?.dataset
        try questions.complete(
            &options, classes: data?.classes ?? [],
            images: data?.samples(.train).count ?? StudyDraft.syntheticImages)
    }
}
