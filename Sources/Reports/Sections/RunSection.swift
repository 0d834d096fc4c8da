import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The machine, the versions of the software and the state of every trial.
struct RunSection {
    let results: StudyResults

    private static let mostRows = 24

    var markdown: Markdown {
        Markdown.section(
            "How it was run", [results.lock.origin == nil ? machine : elsewhere, trials])
    }

    private var elsewhere: Markdown {
        let time = Formatting.duration(results.trials.map(\.record.seconds).reduce(0, +))
        return "Another program trained the networks on an unknown machine in \(time)."
    }

    private var machine: Markdown {
        let lock = results.lock
        let platform = lock.platform
        // A study in 32-bit floats, as all earlier ones, does not name them.
        let precisions = results.trials.compactMap { $0.record.settings.training?.precision }.unique
        let precision: [[Markdown]] =
            precisions.contains { $0 != .fp32 }
            ? [["precision", Markdown(precisions.map(\.rawValue).joined(separator: ", "))]] : []
        let formats = lock.kernels.values.compactMap { ComputePrecision(rawValue: $0) }
        let exact = formats.count { $0 == .fp32 }
        let kernels: [[Markdown]] =
            exact > 0
            ? [
                [
                    "kernels of bf16 networks",
                    "\(exact) of \(formats.count) compute in fp32, which was faster",
                ]
            ] : []
        return Markdown.table(
            ["", ""], [.left, .left],
            rows: [
                ["program", Markdown(lock.program)],
                ["processor", "\(platform.cpu), \(Formatting.plural(platform.cores, "core"))"],
                ["instructions", Markdown(platform.instructionSet)],
                ["system", Markdown(platform.system)],
                ["oneDNN", Markdown(platform.oneDNN)],
                ["threads", "\(platform.threads)"],
            ] + precision + kernels + [
                [
                    "training time",
                    "\(Formatting.duration(results.trials.map(\.record.seconds).reduce(0, +)))",
                ]
            ])
    }

    private var trials: Markdown {
        let rows = results.lock.trials.map { entry in
            let record = results.trials.first { $0.entry.id == entry.id }?.record
            return [
                Markdown(entry.id), Markdown(entry.state.word),
                Markdown.code(String(entry.key.prefix(12))),
                entry.files["best.safetensors"].map { Markdown.code(String($0.prefix(12))) } ?? "–",
                Markdown(record?.finished ?? "–"),
                Markdown(record.map { Formatting.duration($0.seconds) } ?? "–"),
            ]
        }
        let table = Markdown.table(
            ["trial", "state", "key", "SHA-256 of best.safetensors", "finished", "time"],
            [.left, .left, .left, .left, .left, .right], rows: rows)
        let intro: Markdown = """
            A trial's key is the digest of its settings, the data, the initial weights and the engine's version. The full \
            digests are in [study.lock.json](study.lock.json).
            """
        guard rows.count > Self.mostRows else { return "\(intro)\n\n\(table)" }
        return "\(intro)\n\n\(Markdown.details("All \(rows.count) trials", table))"
    }
}

/// The commands that reproduce the results and the report.
struct ReproduceSection {
    let lock: StudyLock

    var markdown: Markdown {
        if let origin = lock.origin { return again(origin) }
        let overrides = lock.overrides.map { " --set " + ShellText.quoted($0) }.joined()
        let folder = ShellText.quoted("results/\(lock.name)")
        return Markdown.section(
            "How to reproduce it",
            [
                .shell([
                    "./study run \(ShellText.quoted(lock.studyFile))\(overrides)",
                    "./study report \(folder)    # charts, tables and this report from the stored results",
                ])
            ])
    }

    private func again(_ origin: StudyOrigin) -> Markdown {
        let option = origin.location.hasPrefix("http") ? "--tracking-uri" : "--mlruns"
        let experiment = ShellText.quoted(origin.experiment)
        let location = ShellText.quoted(origin.location)
        return Markdown.section(
            "How to reproduce it",
            [
                "The trials were trained by another program and fetched from MLflow. This command fetches them again:",
                .shell(["study track pull \(experiment) \(option) \(location)"]),
            ])
    }
}
