import Analysis
import JSON
import Markup
import Results
import Studies
import Terminal
import Vocabulary

/// The answers about the images: their source, numbers, splits and preparation.
extension ChecklistAnswers {
    private static let noImages = ChecklistAnswer.open(
        "The images are not recorded in this folder.")

    /// The question of the study, and what was compared.
    var goal: ChecklistAnswer {
        let question = results.lock.question.split(whereSeparator: \.isNewline)
            .joined(separator: " ")
        let asked: [Markdown] =
            question.isEmpty
            ? [] : ["The question of the study: \u{201C}\(Markdown(source: question))\u{201D}"]
        let count = results.groups.count
        guard count > 0, !dataset.classes.isEmpty else { return ChecklistAnswer(found: asked) }
        let compared: Markdown =
            count == 1
            ? "One configuration was trained"
            : "\(Formatting.plural(count, "configuration")) were trained and compared"
        return ChecklistAnswer(
            found: asked + [
                "\(compared), to classify images as \(classNames)."
            ])
    }

    /// The classes that the networks predict.
    var outcome: ChecklistAnswer {
        guard !dataset.classes.isEmpty else { return .open("The definition of the outcome.") }
        let positive: Markdown =
            dataset.positiveClass.map { "; the positive class is \($0)" } ?? ""
        return .found(
            "The outcome is the class of an image: \(classNames)\(positive)."
        ) + .open("How and when the outcome was assessed, and why this outcome.")
    }

    // MARK: - Source and numbers

    /// The folder of the images, and where they come from.
    var source: ChecklistAnswer {
        guard !dataset.classes.isEmpty else { return Self.noImages }
        let images = dataset.splits.reduce(0) { $0 + dataset.total($1) }
        let fingerprint = Markdown.code(String(dataset.fingerprint.prefix(12)))
        let folder: Markdown =
            "\(Formatting.plural(images, "image")) of the folder \(Markdown.code(dataset.path))\(results.ofFirst); SHA-256 of names and contents: \(fingerprint) (complete in [study.lock.json](study.lock.json))."
        if dataset.isPhantom {
            return .found(folder, "The program drew them: they are synthetic X-rays (phantoms).")
        }
        return .found(folder)
            + .open(
                "Name the institutions or the public collection with its reference, the dates, and whether the images were collected for this study."
            )
    }

    /// The numbers of images and patients by split and class.
    var counts: ChecklistAnswer {
        guard !dataset.classes.isEmpty else { return Self.noImages }
        let parts = dataset.splits.map { split -> Markdown in
            let patients =
                dataset.patients?[split].map { " of \(Formatting.plural($0, "patient"))" } ?? ""
            let all = "\(Formatting.plural(dataset.total(split), "image"))\(patients)"
            let classes = Self.list(dataset.counts[split, default: []], of: dataset.classes)
            return "\(split.title): \(classes.map { "\($0) (\(all))" } ?? all)"
        }
        let sentence: Markdown =
            "Images\(results.ofFirst): \(parts.joined(separator: "; "))."
        guard let patients = dataset.patients, !patients.isEmpty else {
            return ChecklistAnswer(
                found: [sentence],
                open: dataset.isPhantom ? [] : ["The number of patients, which is unknown here."])
        }
        return .found(sentence)
    }

    /// The fraction of each split that belongs to the positive class, or to each class.
    var prevalence: ChecklistAnswer {
        guard !dataset.classes.isEmpty else { return Self.noImages }
        let shown = dataset.positiveClass.map { [$0] } ?? dataset.classes
        guard shown.count <= Self.mostClasses else {
            return .found("The section Data of [report.md](report.md) has the class fractions.")
        }
        let parts = dataset.splits.map { split -> String in
            let fractions = shown.compactMap { name -> String? in
                guard let index = dataset.classes.firstIndex(of: name),
                    let counts = dataset.counts[split], counts.indices.contains(index)
                else { return nil }
                let fraction = Double(counts[index]) / Double(dataset.total(split))
                return "\(Formatting.percent(fraction)) \(name)"
            }
            return "\(split.title) \(Formatting.list(fractions))"
        }
        return ChecklistAnswer(
            found: ["Class fractions\(results.ofFirst): \(parts.joined(separator: "; "))."])
    }

    /// The images that were left out, and the limits of the study.
    var exclusions: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        guard !dataset.classes.isEmpty else { return Self.noImages }
        var found: [Markdown] = []
        if dataset.skipped.isEmpty {
            found.append("No image was left out as unreadable.")
        } else {
            found.append(
                "\(Formatting.plural(dataset.skipped.count, "image")) could not be read and \(dataset.skipped.count == 1 ? "was" : "were") left out; [study.lock.json](study.lock.json) lists \(dataset.skipped.count == 1 ? "it" : "them")."
            )
        }
        if !dataset.unread.isEmpty {
            found.append(
                "Files that look like images or splits were not read: \(Formatting.list(dataset.unread.prefix(3).map(Markdown.code)))\(dataset.unread.count > 3 ? " and others" : "")."
            )
        }
        return ChecklistAnswer(found: found)
    }

    /// The part of the images that the study used.
    var subset: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let limits = distinct { trial in
            let limit = trial.record.settings.dataset?.limit ?? [:]
            let parts = Split.allCases.compactMap { split in
                limit[split.rawValue].map {
                    "at most \(Formatting.count($0)) \(split.title) images"
                }
            }
            return parts.isEmpty
                ? "all images" : Formatting.list(parts) + ", drawn evenly over the classes"
        }
        let listed: [Markdown] =
            splitKinds.contains("manifest")
            ? ["Images that the list of the splits does not name are left out."] : []
        return ChecklistAnswer(
            found: ["Of each split, the study used \(Self.alternatives(limits))."] + listed,
            open: dataset.isPhantom
                ? [] : ["Whether the folder itself is a selection of a larger collection."])
    }

    // MARK: - Splits

    private static let splitRules = [
        "official": "the folders train, val and test of the data set, as they were",
        "grouped":
            "new splits at random, by patient if patients are known, with equal fractions of the classes",
        "folds":
            "a cross-validation, by patient if patients are known, with equal fractions of the classes",
        "manifest": "a list of the images of each split",
    ]

    /// Whether a table gives labels, splits and patients.
    private var hasTable: Bool {
        results.trials.contains { $0.record.settings.dataset?.table != nil }
    }

    private var splitKinds: [String] { distinct { $0.record.settings.dataset?.split.kind } }

    /// The rule that divided the images.
    var partition: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let rules = distinct { trial in
            trial.record.settings.dataset.map {
                SettingLeaves.labeled($0.split.kind, $0.split.json)
            }
        }
        let words = splitKinds.compactMap { kind in
            kind == "official" && hasTable
                ? "the splits of the table, as they were" : Self.splitRules[kind]
        }
        let meaning: Markdown =
            words.isEmpty ? "" : ", that is \(words.joined(separator: " or "))"
        // The rules of this program are known; folders and lists have an origin of their own.
        let isGiven = splitKinds.contains { ["official", "manifest"].contains($0) }
        return ChecklistAnswer(
            found: [
                "Splits (\(Markdown.code("dataset.split"))): \(Self.alternatives(rules))\(meaning)."
            ],
            open: isGiven && !dataset.isPhantom ? ["How these splits were made."] : [])
    }

    /// The level at which the splits are disjoint, and how this was checked.
    var disjointness: ChecklistAnswer {
        guard let leaks = dataset.leaks else {
            return .open(
                "The level at which the splits are disjoint: this folder has no check of the files."
            )
        }
        let shared = leaks.filter { $0.isLeak && $0.split != nil }
        if !shared.isEmpty {
            let statements = shared.map { "\($0.statement.capitalizedFirst)." as Markdown }
            return ChecklistAnswer(
                found: ["**The splits are not disjoint.**"] + statements,
                open: ["Why, and what it means for the results."])
        }
        let files: Markdown = "No identical file is in two splits."
        guard let patients = dataset.patients, !patients.isEmpty else {
            let unknown: Markdown =
                "Whether a patient is in two splits: patients are unknown (see \(Markdown.code("dataset.groupPattern")))."
            return ChecklistAnswer(found: [files], open: dataset.isPhantom ? [] : [unknown])
        }
        let source = hasTable ? "the table or the file names give them" : "the file names give them"
        return .found("By patient, as \(source): no patient is in two splits.", files)
    }

    // MARK: - Preparation

    /// The steps from the file to the input of the network.
    var preprocessing: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        func setting(_ value: (DatasetSettings) -> String) -> Markdown {
            Self.alternatives(distinct { $0.record.settings.dataset.map(value) })
        }
        let size = setting { "\($0.resize) pixels (\($0.interpolation.rawValue), antialiased)" }
        let crop = setting { "\($0.crop) × \($0.crop) pixels" }
        let normalization = Self.alternatives(
            distinct { trial in
                let isOfImages = trial.record.settings.dataset?.normalize == .dataset
                return (isOfImages ? "of the training images: " : "")
                    + (trial.record.normalization ?? .imageNet).title
            })
        let fast: [Markdown] =
            results.trials.contains { $0.record.settings.dataset?.decode == .fast }
            ? ["JPEG files were decoded at a reduced size (\(Markdown.code("fast")))."] : []
        let hasWindow = results.trials.contains {
            $0.record.settings.dataset.map { $0.window != .full } ?? false
        }
        let window: [Markdown] =
            hasWindow
            ? ["Stored values become gray levels by the \(setting { $0.window.title })."] : []
        let turned: [Markdown] =
            results.trials.contains { $0.record.settings.dataset?.orientation == .exif }
            ? ["Images are rotated and flipped as their metadata say."] : []
        let notes = dataset.notes.map { "\($0)." as Markdown }
        return ChecklistAnswer(
            found: [
                "The shorter side is resized to \(size); the center is cropped to \(crop); each channel is normalized with \(normalization)."
            ] + window + turned + fast + notes + augmentation.found)
    }

    /// The random changes of training images.
    var augmentation: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let all = distinct { trial in
            let changes = (trial.record.settings.dataset?.augment ?? []).map {
                SettingLeaves.labeled($0.kind, $0.json)
            }
            return changes.isEmpty ? "none" : changes.joined(separator: ", ")
        }
        return all == ["none"]
            ? .found("Training images are not augmented.")
            : .found(
                "Augmentation of training images only, in this order: \(Self.alternatives(all)).")
    }

    /// The measures against classes of different sizes.
    var imbalance: ChecklistAnswer {
        guard isOwn else { return unknownSettings }
        let measures = distinct { trial in
            let settings = trial.record.settings
            let weights = settings.loss?.values.values["classWeights"] ?? .null
            let parts = [
                [.null, "none"].contains(weights)
                    ? nil : "class weights in the loss: \(SettingLeaves.shown(weights))",
                settings.loss?.kind == "focal" ? "the focal loss" : nil,
                settings.training?.sampler.map { "the sampler \($0.kind)" },
            ].compactMap { $0 }
            return parts.isEmpty ? "none" : Formatting.list(parts)
        }
        guard measures != ["none"] else {
            return .found("No method against class imbalance was used.")
        }
        return .found("Methods against class imbalance: \(Self.alternatives(measures)).")
            + .open("Why, and whether probabilities were calibrated afterwards.")
    }
}
