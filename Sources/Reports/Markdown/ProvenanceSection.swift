import Results

/// What made the results, and how to make them again.
struct ProvenanceSection {
    private let results: StudyResults
    private let folder: String

    init(_ results: StudyResults, folder: String) {
        self.results = results
        self.folder = folder
    }

    var text: String { "\(provenance)\n\n\(reproduction)" }

    private var provenance: String {
        let lock = results.lock
        let platform = lock.platform
        let times = results.trials.map { ($0.record.started, $0.record.finished) }
        let when = times.map(\.0).min().map { start in
            " Trained from \(start) to \(times.map(\.1).max() ?? start) (UTC)."
        }
        let rows = results.trials.map { trial in
            [
                "[`\(trial.entry.id)`](trials/\(trial.entry.id))",
                "`\(trial.entry.key.prefix(12))`",
                "`\((trial.record.files["last.safetensors"] ?? "").prefix(12))`",
            ]
        }
        let table = MarkdownTable(
            header: ["trial", "key", "last weights"], rows: rows, words: [0, 1, 2])
        return """
            ## Provenance

            study \(lock.codeVersion), oneDNN \(platform.oneDNN), \(platform.threads) threads of \
            \(platform.cores) cores (\(platform.cpu), \(platform.instructionSet)), \(platform.system).\
            \(when ?? "") Data fingerprint `\(lock.dataset.fingerprint.prefix(12))`. A trial's key is the digest of \
            all that decides its outcome; [study.lock.json](study.lock.json) holds the digest of every file.

            \(table.text)
            """
    }

    private var reproduction: String {
        let overrides = results.lock.overrides.map { " --set '\($0)'" }.joined()
        return """
            ## Reproduce

                ./study run \(results.lock.studyFile)\(overrides)

            trains what is missing; `./study report \(folder)` writes this page again from the folder's files.
            """
    }
}
