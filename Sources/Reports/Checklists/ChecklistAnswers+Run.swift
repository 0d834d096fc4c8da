import Analysis
import Markup
import Results
import Terminal

/// The answers about the program, the machine, and how others can check the results.
extension ChecklistAnswers {
    /// The program, its libraries and the machine.
    var software: ChecklistAnswer {
        let lock = results.lock
        guard lock.origin == nil else {
            return .open("The software and hardware: another program trained the networks.")
        }
        let platform = lock.platform
        let seconds = results.trials.map(\.record.seconds).reduce(0, +)
        let time =
            seconds.isFinite && seconds > 0 ? "; training time \(Formatting.duration(seconds))" : ""
        let sentence: Markdown =
            "Program: \(Markdown.code("study")) \(lock.program), with oneDNN \(platform.oneDNN). Machine: \(platform.cpu) (\(platform.instructionSet)), \(Formatting.plural(platform.cores, "core")), \(platform.system)\(time)."
        let missing: [Markdown] =
            switch lock.commit {
            case nil: ["The commit of the program, which is not recorded."]
            case let commit? where commit.hasSuffix("-dirty"):
                ["The changes of the program's sources since this commit."]
            default: []
            }
        return ChecklistAnswer(found: [sentence], open: missing)
    }

    /// The files and commands by which the results can be computed again.
    var reproducibility: ChecklistAnswer {
        let lock = results.lock
        guard lock.origin == nil else {
            return .open("How the results can be computed again: another program trained.")
        }
        let overrides = lock.overrides.map { " --set " + ShellText.quoted($0) }.joined()
        let command = Markdown.code("study run \(ShellText.quoted(lock.studyFile))\(overrides)")
        return .found(
            "All settings, seeds, the fingerprint of the images and the SHA-256 of every result are in [study.lock.json](study.lock.json). \(command) trains again. \(Markdown.code("study verify")) compares the files with their digests, and with \(Markdown.code("--rerun")) also a new training with the results."
        )
    }

    /// The availability of program, weights and images.
    var availability: ChecklistAnswer {
        reproducibility
            + .open(
                "Where the program, the weights and the images can be obtained, and under which licenses; \(Markdown.code("study share")) makes an archive of this folder without weights and images."
            )
    }

    /// The stored outputs that others can check.
    var storedOutputs: ChecklistAnswer {
        let stored = results.lock.trials.count { entry in
            entry.state == .complete && entry.files.keys.contains { $0.hasPrefix("predictions-") }
        }
        guard stored > 0 else {
            return .open("Whether the predictions are stored: no trial has them with a digest.")
        }
        let others: Markdown =
            evaluations.isEmpty
            ? ""
            : ", and those of \(Formatting.plural(evaluations.count, "evaluation")) in `evaluations/`"
        return .found(
            "The predictions for every image of \(Formatting.plural(stored, "trial")) are in `trials/`\(others), with their SHA-256; \(Markdown.code("study verify")) finds a changed file."
        )
    }

    /// The limits that the report names.
    var limitations: ChecklistAnswer {
        let authors = ChecklistAnswer.open(
            "Limits that no file shows: selection of the patients, one or several institutions, the reference standard."
        )
        guard NotesSection(analysis: analysis).markdown != nil else { return authors }
        return .found(
            "The section \"What to keep in mind\" of [report.md](report.md) lists what limits the conclusions from these results."
        ) + authors
    }
}
