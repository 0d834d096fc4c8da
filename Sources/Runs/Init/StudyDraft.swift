import Datasets
import Foundation
package import JSON
import Results
import Studies
import Terminal
import Vocabulary

/// A new study with settings that suit its data, and the reason for each of them.
package struct StudyDraft: Sendable {
    /// The name of the study.
    package let name: String
    /// The study, with the keys in the order in which people read them.
    package internal(set) var json: JSONValue
    /// The observations and choices, in the order of the settings.
    package internal(set) var notes: [DraftNote]

    /// The text of the study file.
    package var text: String { json.folded }

    /// Drafts a study of a data set.
    /// - Parameters:
    ///   - path: the data folder as the study file is to name it.
    ///   - schema: the value of `$schema`; nil: none.
    /// - Throws: `DraftError` if the positive class is needed or is no class; `DatasetError`,
    ///   `FileError`.
    package init(
        _ survey: DataSurvey, path: String, _ options: DraftOptions, schema: String? = nil
    ) throws {
        let split = try DraftSplit(survey)
        let data = split.dataset
        var options = options
        // Before the split, as the question for the epochs has it.
        let images = survey.dataset.samples(.train).count
        options.epochs = options.epochs ?? DraftTraining.usualEpochs(images: images)
        let training = DraftTraining(options, images: data.samples(.train).count)
        let size = DraftImageSize(survey.sizes, networks: training.networks)
        let positive = try Self.positiveClass(options.positiveClass, data.classes)
        name = options.name ?? Self.defaultName(path: path)

        var dataset: JSONValue = [
            "path": .string(path), "resize": .number(Double(size.resize)),
            "crop": .number(Double(size.crop)),
        ]
        notes = Self.observations(survey)
        notes.add("dataset.resize, dataset.crop", size.reason)
        dataset["split"] = split.json
        notes.add("dataset.split", Self.text(of: split))
        if let pattern = options.groupPattern { dataset["groupPattern"] = .string(pattern) }
        if let positive { dataset["positiveClass"] = .string(positive.name) }
        notes.add("dataset.positiveClass", positive?.reason ?? Self.manyClasses(data.classes))
        if !split.leaks.isEmpty {
            dataset["onLeak"] = "report"
            notes.add(
                "dataset.onLeak",
                split.leaks.map(\.text).joined(separator: "; ")
                    + "; the study is trained all the same, and its report begins with this")
        }
        if data.unread.isSuspicious {
            dataset["onUnread"] = "ignore"
            notes.add(
                "dataset.onUnread",
                "files that look like images or a split are not read: "
                    + Self.list(data.unread.suspicions))
        }
        var section = training.json
        notes += Self.balance(data, &section)
        notes += training.notes
        json = Self.study(name, training, dataset: dataset, section, schema)
    }

    /// Drafts a study of synthetic X-rays (phantoms), which its first run draws.
    /// - Parameters:
    ///   - path: the folder of the images as the study file is to name it.
    ///   - schema: the value of `$schema`; nil: none.
    package init(
        syntheticAt path: String, _ options: DraftOptions, schema: String? = nil
    ) throws(DraftError) {
        let positive = try Self.positiveClass(options.positiveClass, ["NORMAL", "PNEUMONIA"])
        let training = DraftTraining(options, images: Self.syntheticImages)
        let isSmall = training.networks == DraftTraining.usualNetworks
        let (side, crop) = isSmall ? (64, 64) : (256, 224)
        name = options.name ?? Self.defaultName(path: path)
        var dataset: JSONValue = [
            "path": .string(path), "resize": .number(Double(side)),
            "crop": .number(Double(crop)),
            "phantom": [
                "size": .number(Double(side)), "train": .number(Double(Self.syntheticImages)),
                "val": 200, "test": 400, "seed": 1,
            ],
        ]
        notes = [
            DraftNote(
                "dataset.phantom",
                "synthetic X-rays (phantoms) of \(side) x \(side) pixels, which the first run draws: "
                    + "\(Self.syntheticImages) for training, 200 for validation, 400 for testing; "
                    + "results on them do not say anything about patients")
        ]
        if let positive {
            dataset["positiveClass"] = .string(positive.name)
            notes.add("dataset.positiveClass", positive.reason)
        }
        notes += training.notes
        json = Self.study(name, training, dataset: dataset, training.json, schema)
    }

    /// The number of synthetic training images.
    package static let syntheticImages = 800

    /// The name of a study of the data in a folder.
    package static func defaultName(path: String) -> String {
        StudyName.valid(like: URL(fileURLWithPath: path).standardizedFileURL.lastPathComponent)
    }

    /// The path of a data folder as a study file is to name it: an absolute path as it is, a
    /// relative one from the folder of the study file.
    /// - Parameters:
    ///   - typed: the path as a person typed it, relative to `currentDirectory`.
    ///   - folder: the absolute path of the study file's folder.
    package static func path(
        _ typed: String, from folder: String,
        currentDirectory: String = FileManager.default.currentDirectoryPath
    ) -> String {
        // Without the hint, a directory that does not exist counts as a file.
        let base = URL(filePath: currentDirectory, directoryHint: .isDirectory)
        func parts(_ path: String) -> [String] {
            URL(filePath: path, directoryHint: .isDirectory, relativeTo: base)
                .standardizedFileURL.path.split(separator: "/").map(String.init)
        }
        let target = parts(typed)
        if typed.hasPrefix("/") { return "/" + target.joined(separator: "/") }
        let start = parts(folder)
        let shared = zip(target, start).prefix { $0 == $1 }.count
        let up = [String](repeating: "..", count: start.count - shared)
        let path = up + target[shared...]
        return path.isEmpty ? "." : path.joined(separator: "/")
    }

    private static func study(
        _ name: String, _ training: DraftTraining, dataset: JSONValue, _ section: JSONValue,
        _ schema: String?
    ) -> JSONValue {
        var study = JSONValue.object([])
        study["$schema"] = schema.map { .string($0) }
        study["name"] = .string(name)
        study["question"] = .string(question(training, of: name))
        study["dataset"] = dataset
        study["training"] = section
        study["sweep"] = training.sweep
        return study
    }

    private static func question(_ training: DraftTraining, of name: String) -> String {
        let axes = [
            (training.networks, "network"), (training.schedules, "learning-rate schedule"),
        ].filter { $0.0.count > 1 }
        guard !axes.isEmpty else {
            return "How well does \(training.networks[0]) classify the images of \(name)?"
        }
        let list = axes.map { "Which \($1) (\(Formatting.list($0)))" }
        let text = list.count > 1 ? list[0] + " and w" + list[1].dropFirst() : list[0]
        return "\(text) is best on the images of \(name)?"
    }
}
