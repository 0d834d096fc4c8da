import ArgumentParser
import Datasets
import Files
import Foundation
import Results
import Runs
import Studies
import Terminal

/// The options that name a study file, override its settings and name its results folder.
struct StudyOptions: ParsableArguments {
    @Argument(help: "The study file.", completion: .file(extensions: ["json"])) var file: String
    @Option(
        name: .customLong("set"), parsing: .unconditionalSingleValue,
        help: ArgumentHelp(
            "Override a setting, such as training.epochs=2; relative paths start at the current folder; repeatable.",
            valueName: "key=value"))
    var overrides: [String] = []
    @Option(
        help: ArgumentHelp("The results folder (default: results/<study name>).", valueName: "dir"))
    var output: String?
    @OptionGroup var cache: CacheOption

    /// Reads the study; if it has errors, prints them to standard error.
    /// - Throws: `ExitCode` 2 if the study has errors.
    func load(_ console: Console) throws -> Study {
        cache.note(console)
        do {
            let study = try StudyFile.load(path: file, overrides: overrides, catalog: .all)
            for note in study.notes { console.note("note: \(note)") }
            return study
        } catch let errors {
            throw fail(errors)
        }
    }

    /// The results folder of a study.
    func folder(of study: Study) -> ResultsFolder {
        ResultsFolder(output ?? "results/\(study.name)")
    }

    /// Checks the study against its data and results, and shows the progress of the preparation.
    /// - Parameters:
    ///   - cores: the number of cores; nil: that of this machine.
    ///   - phantoms: the folder in which a missing set of synthetic X-rays is drawn.
    /// - Throws: `ExitCode` 2 if the study has errors; `FileError`.
    func plan(
        _ study: Study, jobs: Int = 1, cores: Int? = nil, phantoms: PhantomLocation = .dataset,
        _ console: Console
    ) throws -> StudyPlan {
        var rateEstimator = RateEstimator()
        do {
            defer { console.close() }
            let plan = try StudyPlan(
                study, folder: folder(of: study), jobs: jobs, cores: cores, phantoms: phantoms
            ) { task, done, total in
                console.progress(
                    "\(task): \(rateEstimator.text(of: task, done: done, total: total))")
            }
            for note in plan.notes { console.note("note: \(note)") }
            return plan
        } catch let errors as StudyErrors {
            throw fail(errors)
        }
    }

    /// Checks the external sets of a planned study before training, and prints notes on them.
    /// - Throws: `ExitCode` 2 if a set cannot be evaluated; `FileError`.
    func sets(of plan: StudyPlan, _ console: Console) throws -> [PlannedSet] {
        var rate = RateEstimator()
        do {
            defer { console.close() }
            let sets = try plan.plannedSets { name, done, total in
                let task = "external set \(name): comparing with the study's images"
                console.progress(
                    "\(task): \(rate.text(of: task, done: done, total: total))")
            }
            for note in sets.flatMap(\.notes) { console.note("note: \(note)") }
            return sets
        } catch let errors as StudyErrors {
            throw fail(errors)
        }
    }

    /// Reads the attributes of the test images that a study names, before training, and prints
    /// notes on them.
    /// - Returns: nil without attributes.
    /// - Throws: `ExitCode` 2 if they do not fit the images; `FileError`.
    func attributes(of plan: StudyPlan, _ console: Console) throws -> StudyAttributes? {
        do {
            let found = try plan.attributes()
            for note in found?.notes ?? [] { console.note("note: \(note)") }
            return found?.attributes
        } catch let errors as StudyErrors {
            throw fail(errors)
        }
    }

    /// The parameters of a run on a cluster, and the bytes of the study file.
    func order(
        _ settings: ExecutorSettings, retries: Int, limit: Int?, selected: Set<String>
    ) throws -> (order: BatchOrder, text: Data) {
        let found = StudyFile.locate(file)?.path ?? file
        let path = FileManager.absolutePath(found)
        let order = BatchOrder(
            studyFile: file, studyFolder: FileManager.parentPath(path),
            currentDirectory: FileManager.default.currentDirectoryPath, overrides: overrides,
            settings: settings, retries: retries, limit: limit, selected: selected)
        return (order, Data(try OpenFile(path: path).contents()))
    }

    private func fail(_ errors: StudyErrors) -> ExitCode {
        for problem in errors.diagnostics {
            FileHandle.standardError.write(Data("\(problem)\n".utf8))
        }
        return ExitCode(2)
    }
}

/// The option that names the cache folder.
struct CacheOption: ParsableArguments {
    @Option(
        name: .customLong("cache"),
        help: ArgumentHelp(
            "The folder for decoded images, features and kernel choices (default: study in the user's cache folder).",
            valueName: "dir"))
    var folder: String?

    /// Sets the environment variable from which this program and the processes of its trials read
    /// the cache folder.
    func validate() {
        if let folder { setenv(UserFolders.cacheVariable, FileManager.absolutePath(folder), 1) }
    }

    /// Prints where the cache is, if it cannot be in the user's cache folder.
    func note(_ console: Console) {
        if let note = UserFolders().cacheNote { console.note("note: \(note)") }
    }
}

/// The argument that names a results folder.
struct ResultsOptions: ParsableArguments {
    @Argument(help: "The results folder.", completion: .directory) var results: String

    var folder: ResultsFolder { ResultsFolder(results) }
}
