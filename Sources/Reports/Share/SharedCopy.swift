import Files
package import Foundation
import JSON
import Markup
import Plotting
package import Results
import Studies
import Vocabulary

/// A copy of a results folder for other people: report, charts, tables and the records of the
/// complete trials, without weights and images, and without private names.
///
/// The digests of changed files are updated in the copy, so that `study verify` accepts it.
package struct SharedCopy: Sendable {
    /// A file of the copy.
    package struct File: Sendable {
        /// The path relative to the results folder.
        package let name: String
        /// The path of the file with the contents.
        package let source: String
        /// The contents; nil if they are those of the source.
        package fileprivate(set) var content: [UInt8]?
    }

    /// The kind of files that are not part of the copy; the raw value is its name for one file.
    package enum LeftOut: String, Sendable, CaseIterable {
        case weights = "weight file"
        case images = "explanation file"
        case logs = "log"
        case links = "link to a file outside the folder"
        case others = "other file"
    }

    /// The name of the report as a page in the results folder.
    package static let pageName = "report.html"

    /// The name of the study.
    package let name: String
    /// The files in the order of their names.
    package private(set) var files: [File]
    /// The names of the files that are not part of the copy, by kind.
    package private(set) var leftOut: [LeftOut: [String]] = [:]
    /// The replacements in each file with any.
    package private(set) var replacements: [(file: String, counts: PrivateNames.Counts)] = []
    /// The private names that were searched.
    package let names: PrivateNames
    /// A file in the data set that the predictions name; nil without predictions.
    package let exampleOfImage: String?
    private let title: String

    /// - Parameter withWeights: whether the copy has the weights of the complete trials.
    /// - Throws: `ResultsError`, `JSONError`, `FileError`; `SharingError` without a report.
    package init(_ folder: ResultsFolder, withWeights: Bool = false, names: PrivateNames? = nil)
        throws
    {
        let lock = try folder.readLock()
        guard FileManager.default.fileExists(atPath: folder.reportPath) else {
            throw SharingError.noReport(folder: folder.path)
        }
        (name, title) = (lock.name, lock.title)
        let lockText = String(
            decoding: try OpenFile(path: folder.lockPath).contents(), as: UTF8.self)
        let wanted = Self.wanted(lock, withWeights: withWeights)
            .union(try folder.evaluations().flatMap { Self.files(of: $0) })
        let all = wanted.sorted().map { File(name: $0, source: "\(folder.path)/\($0)") }
            .filter { FileManager.default.isFile($0.source) }
        let ownFiles = ClosedFolder(folder.path)
        files = all.filter { ownFiles.contains($0.source) }
        let words = FormatWords(lock: try JSONDocument(text: lockText, file: folder.lockPath).value)
        let own =
            [lock.name] + lock.dataset.classes + lock.trials.map(\.id) + lock.axes.map(\.path)
            + words.all + (try files.flatMap { try Self.words(in: $0) })
        self.names =
            names
            ?? .ofThisMachine(
                lock: lockText,
                folders: [URL(fileURLWithPath: folder.path).standardizedFileURL.path]
                    + [lock.dataset.path, lock.studyFile].filter { $0.hasPrefix("/") }, own: own)
        let included = Set(files.map(\.name))
        for name in Self.names(in: folder.path) where !included.contains(name) {
            leftOut[wanted.contains(name) ? .links : Self.kind(of: name), default: []].append(name)
        }
        exampleOfImage = try files.first {
            $0.name.hasPrefix("trials/") && $0.name.contains("/predictions-")
        }.flatMap {
            try ResultsFolder.csv($0.source).table.rows.first?.first
        }
        try replace()
    }

    /// The names of the files that a copy has if they exist.
    private static func wanted(_ lock: StudyLock, withWeights: Bool) -> Set<String> {
        var names: Set = ["report.md", "study.lock.json", "summary.csv", "narrative.md"]
        let extensions = ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue)
        for chart in Charts.all {
            names.formUnion(extensions.map { "charts/\(chart.name).\($0)" })
        }
        names.formUnion(Tables.all.map { "tables/\($0.file)" })
        names.formUnion(Checklist.all.map(\.fileName))
        for entry in lock.trials where entry.state == .complete {
            let files = ["trial.json", "steps.csv"] + entry.files.keys
            names.formUnion(
                files.filter { withWeights || !isWeights($0) }.map { "trials/\(entry.id)/\($0)" })
        }
        return names
    }

    /// The names of the files of an evaluation that a copy has if they exist.
    private static func files(of evaluation: EvaluationFolder) -> [String] {
        let folder = "evaluations/\(evaluation.name)"
        let extensions = ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue)
        let readers = (try? evaluation.readRecord().comparisons) ?? []
        return ["\(folder)/evaluation.json", "\(folder)/predictions.csv"]
            + readers.map { "\(folder)/predictions-\($0.source.name).csv" }
            + EvaluationCharts.names.flatMap { name in
                extensions.map { "\(folder)/charts/\(name).\($0)" }
            }
    }

    /// The words of the format in a file: the keys of a record, the header of a table.
    private static func words(in file: File) throws -> [String] {
        if file.name.hasSuffix("trial.json") || file.name.hasSuffix("/evaluation.json") {
            let text = String(decoding: try OpenFile(path: file.source).contents(), as: UTF8.self)
            return FormatWords(lock: try JSONDocument(text: text, file: file.source).value).all
        }
        guard file.name.hasSuffix(".csv") else { return [] }
        let bytes = try OpenFile(path: file.source).contents()
        return [String(decoding: bytes.prefix { $0 != Byte.newline }, as: UTF8.self)]
    }

    private static func isWeights(_ name: String) -> Bool {
        [".safetensors", ".onnx", ".pt", ".pth"].contains { name.hasSuffix($0) }
    }

    private static func kind(of name: String) -> LeftOut {
        if isWeights(name) || name.contains("/state/") { return .weights }
        if name.hasPrefix("explanations/") || name.hasSuffix("contact_sheet.png") {
            return .images
        }
        return name.hasSuffix("log.txt") ? .logs : .others
    }

    /// The names of all files in a folder, sorted, without the page, which is made again.
    private static func names(in folder: String) -> [String] {
        let manager = FileManager.default
        let names = (manager.enumerator(atPath: folder)?.compactMap { $0 as? String }) ?? []
        return names.filter { $0 != pageName && !manager.isFolder("\(folder)/\($0)") }.sorted()
    }

    // MARK: - Private names

    /// Replaces private names in all texts, then the digests of changed files in the records that
    /// contain them.
    private mutating func replace() throws {
        let images = #/!\[[^\]\n]*\]\(explanations\/[^)\n]*\)/#
        var digests: [String: String] = [:]
        // A trial's record has the digests of its other files, and the lock has those of all.
        let order = files.indices.sorted {
            (Self.rank(files[$0].name), $0) < (Self.rank(files[$1].name), $1)
        }
        for index in order where Self.isText(files[index].name) {
            let name = files[index].name
            let original = try OpenFile(path: files[index].source).contents()
            var (text, counts) = names.replaced(original)
            if !counts.isEmpty { replacements.append((name, counts)) }
            if Self.rank(name) > 0 { text = Self.updated(text, digests) }
            if name.hasPrefix("checklist-"),
                let body = Checklist.unsigned(String(decoding: original, as: UTF8.self))
            {
                let replaced = names.replaced(Array(body.utf8)).text
                text = Array(Checklist.signed(String(decoding: replaced, as: UTF8.self)).utf8)
            }
            if name == "report.md" {
                let note = "*The sheet of images and heat maps is not part of this copy.*"
                text = Array(
                    String(decoding: text, as: UTF8.self).replacing(images, with: note).utf8)
            }
            guard text != original else { continue }
            files[index].content = text
            digests[SHA256Digest.of(Data(original))] = SHA256Digest.of(Data(text))
        }
        replacements.sort { $0.file < $1.file }
    }

    private static func rank(_ name: String) -> Int {
        if name == "study.lock.json" { return 2 }
        return name.hasSuffix("trial.json") || name.hasSuffix("/evaluation.json") ? 1 : 0
    }

    private static func isText(_ name: String) -> Bool {
        [".md", ".json", ".csv", ".gp", ".tex", ".svg"].contains { name.hasSuffix($0) }
    }

    private static func updated(_ text: [UInt8], _ digests: [String: String]) -> [UInt8] {
        guard !digests.isEmpty else { return text }
        let result = digests.reduce(String(decoding: text, as: UTF8.self)) { text, digest in
            text.replacing(digest.key, with: digest.value)
        }
        return Array(result.utf8)
    }

    // MARK: - Results

    /// The contents of a file of the copy.
    /// - Throws: `FileError`.
    package func content(_ file: File) throws -> Data {
        try Data(file.content ?? OpenFile(path: file.source).contents())
    }

    /// The report as one page with its charts, without links to files that are not in it.
    /// - Throws: `FileError`, or `SharingError.privateNames` if private names are left.
    package func page() throws -> String {
        let scratch = try ScratchFolder("share")
        defer { scratch.remove() }
        var markdown = ""
        for file in files where file.name.contains("charts/") || file.name == "report.md" {
            if file.name == "report.md" {
                markdown = String(decoding: try content(file), as: UTF8.self)
            } else if [".png", ".svg"].contains(where: { file.name.hasSuffix($0) }) {
                let path = "\(scratch.path)/\(file.name)"
                try FileManager.makeFolder(FileManager.parentPath(path))
                try AtomicFile.write(content(file), to: path)
            }
        }
        let title = String(decoding: names.replaced(Array(title.utf8)).text, as: UTF8.self)
        let page = HTMLReport(title: title, markdown: markdown, folder: scratch.path)
        return page.html.replacing(#/<a href="(?![a-z]+:|#)[^"]*">(?<text>.*?)<\/a>/#) {
            String($0.text)
        }
    }

    /// The names of files with private names in them, such as weights with notes of a trainer.
    /// - Throws: `FileError`.
    package func filesWithPrivateNames() throws -> [String] {
        try files.filter { file in
            // Texts were replaced; in compressed images, a match would be a coincidence.
            guard !Self.isText(file.name), file.name.hasSuffix(".safetensors") else { return false }
            let head = try OpenFile(path: file.source).contents().prefix(1 << 20)
            let end = head.dropFirst(8).firstIndex(of: 0) ?? head.endIndex
            return !names.replaced(Array(head.dropFirst(8).prefix(end))).counts.isEmpty
        }.map(\.name)
    }
}

/// The words that a record consists of: its keys, and its values except for free texts and paths.
/// They say nothing about a person, and the record cannot be read without them.
private struct FormatWords {
    private(set) var all: [String] = []
    private static let freeTexts: Set<String> = [
        "title", "question", "path", "studyFile", "weights", "examples",
    ]

    init(lock: JSONValue) { add(lock) }

    private mutating func add(_ value: JSONValue) {
        switch value {
        case .object(let members):
            for member in members {
                all.append(member.key)
                if !Self.freeTexts.contains(member.key) { add(member.value) }
            }
        case .array(let elements): elements.forEach { add($0) }
        case .string(let text): all.append(text)
        case .null, .boolean, .number: break
        }
    }
}

/// An error that prevents the sharing of results.
package enum SharingError: Error, Sendable, Hashable, CustomStringConvertible {
    /// The results folder has no report.
    case noReport(folder: String)
    /// Files that cannot be changed contain private names.
    case privateNames(files: [String])

    package var description: String {
        switch self {
        case .noReport(let folder):
            "\(folder): no report.md; write it with: study report \(ShellText.quoted(folder))"
        case .privateNames(let files):
            "private names (paths, user or host names) are in \(files.prefix(3).joined(separator: ", "))"
                + (files.count > 3 ? " and \(files.count - 3) more" : "")
                + "; share without --with-weights"
        }
    }
}
