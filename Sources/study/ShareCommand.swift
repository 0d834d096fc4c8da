import ArgumentParser
import Files
import Foundation
import Import
import Reports
import Results
import Terminal

/// The command `study share`, which makes a page and an archive of results for other people.
struct ShareCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "share",
        abstract: "Make a page and a zip archive of results for other people.",
        discussion: """
            Writes <name>.html, the report as a single file with its charts, and <name>.zip, the results folder without \
            weights, images and logs. The results folder itself is not changed.

            In both, absolute paths are shortened to their last part (…/chest_xray), the names of the user and of the \
            machine are replaced by [user] and [host], and passwords in addresses are removed; digests of changed files \
            are updated, so 'study verify --without-weights' accepts the unpacked folder. Predictions contain the names of \
            the images: check that you may publish them.

            EXAMPLES
              study share results/lr-sweep
              study share results/lr-sweep --output shared --with-weights
            """)

    @OptionGroup var results: ResultsOptions
    @Option(
        help: ArgumentHelp("The folder to write to (default: the current one).", valueName: "dir"))
    var output = "."
    @Flag(help: "Include the weights of the complete trials.") var withWeights = false
    @Flag(help: "Replace existing files.") var force = false

    func run() throws {
        let console = Console()
        let copy = try SharedCopy(results.folder, withWeights: withWeights)
        let stem = output == "." ? copy.name : "\(output)/\(copy.name)"
        let (page, archive) = ("\(stem).html", "\(stem).zip")
        for path in [page, archive] where !force && FileManager.default.fileExists(atPath: path) {
            throw ValidationError("\(path) exists; choose another --output, or add --force")
        }
        let privateFiles = try copy.filesWithPrivateNames()
        guard privateFiles.isEmpty else { throw SharingError.privateNames(files: privateFiles) }
        try FileManager.makeFolder(output)
        let html = try copy.page()
        try AtomicFile.write(html, to: page)
        try ZipArchive.write(to: archive) { zip in
            try zip.add("\(copy.name)/\(SharedCopy.pageName)", Data(html.utf8))
            for (index, file) in copy.files.enumerated() {
                console.progress("packing: file \(index + 1) of \(copy.files.count)")
                try zip.add("\(copy.name)/\(file.name)", copy.content(file))
            }
        }
        console.close()
        print("\(page) (\(size(page))): the report with its charts")
        print("\(archive) (\(size(archive))): \(Formatting.plural(copy.files.count + 1, "file"))")
        for line in notes(copy) { console.note(line) }
    }

    private func size(_ path: String) -> String {
        let attributes = try? FileManager.default.attributesOfItem(atPath: path)
        return Formatting.size((attributes?[.size] as? Int) ?? 0)
    }

    private func notes(_ copy: SharedCopy) -> [String] {
        var notes: [String] = []
        let left = SharedCopy.LeftOut.allCases.compactMap { kind -> String? in
            guard let files = copy.leftOut[kind] else { return nil }
            let example = files.count == 1 ? files[0] : "\(files[0]), ..."
            return "\(Formatting.plural(files.count, kind.rawValue)) (\(example))"
        }
        if !left.isEmpty { notes.append("left out: \(Formatting.list(left))") }
        for (file, counts) in copy.replacements {
            let parts = [
                (counts.paths, "path"), (counts.names, "name"), (counts.credentials, "password"),
            ].filter { $0.0 > 0 }.map { Formatting.plural($0.0, $0.1) }
            notes.append("replaced in \(file): \(Formatting.list(parts))")
        }
        if copy.replacements.isEmpty { notes.append("no paths, user or host names found") }
        if !copy.names.kept.isEmpty {
            notes.append(
                "kept, because the study uses the same word: \(Formatting.list(copy.names.kept))")
        }
        if let example = copy.exampleOfImage {
            notes.append(
                "The predictions name the images, such as \(example): check that you may publish these names."
            )
        }
        return notes
    }
}
