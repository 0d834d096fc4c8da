import JSON
package import Tensors
package import Vocabulary

/// The description of the data set in the lock.
package struct DatasetRecord: Sendable, Hashable {
    /// The path as it is in the study file.
    package var path: String
    /// The names of the classes.
    package var classes: [String]
    /// The numbers of images of each class, in the order of the classes, by split; splits without
    /// images are left out.
    package var counts: [Split: [Int]]
    /// The number of images in each state of each label, in the order of the classes, by split, if
    /// images can have several labels; otherwise empty. The positive images are those of `counts`.
    package var labelCounts: [Split: [LabelCounts]] = [:]
    /// The number of images of each split, if images can have several labels; otherwise empty.
    package var imageCounts: [Split: Int] = [:]
    /// The SHA-256 over the names and contents of the files.
    package var fingerprint: String
    /// The side of the networks' square input, in pixels.
    package var imageSize: Int
    /// The images that could not be read and were left out, each with its reason.
    package var skipped: [String]
    /// The files and folders that look like images or splits but were not read; empty in records
    /// of earlier versions.
    package var unread: [String]
    /// Whether the images are synthetic X-rays (phantoms), which the program drew.
    package var isPhantom: Bool
    /// Notes on properties of the image files that are not applied, such as an orientation; one
    /// sentence each.
    package var notes: [String]
    /// The class that sensitivity, specificity, precision, F1, average precision and thresholds
    /// refer to; nil if it is unknown, or if there are more than two classes.
    package var positiveClass: String?
    /// The number of patients, or other groups, of each split; empty if patients are unknown; nil
    /// in records of earlier versions.
    package var patients: [Split: Int]?
    /// The files or patients that splits or classes share by mistake; nil in records of earlier
    /// versions.
    package var leaks: [LeakRecord]?
    /// Whether the trials differ in their images or splits. If so, fingerprint, counts and patients
    /// are those of the first trial's data; leaks, unread and skipped files and notes are those of
    /// all trials.
    package var varies: Bool

    package init(
        path: String, classes: [String], counts: [Split: [Int]], fingerprint: String,
        imageSize: Int, skipped: [String] = [], isPhantom: Bool = false,
        notes: [String] = [], unread: [String] = [], positiveClass: String? = nil,
        patients: [Split: Int]? = nil, leaks: [LeakRecord]? = nil, varies: Bool = false
    ) {
        self.varies = varies
        self.unread = unread
        self.positiveClass = positiveClass
        self.patients = patients
        self.leaks = leaks
        self.path = path
        self.classes = classes
        self.counts = counts
        self.fingerprint = fingerprint
        self.imageSize = imageSize
        self.skipped = skipped
        self.isPhantom = isPhantom
        self.notes = notes
    }

    /// The splits with images, in the order training, validation, test.
    package var splits: [Split] { Split.allCases.filter { total($0) > 0 } }

    /// True if images can have several labels; `classes` are then the names of the labels.
    package var isMultilabel: Bool { !labelCounts.isEmpty }

    /// The number of images of a split.
    package func total(_ split: Split) -> Int {
        isMultilabel ? imageCounts[split, default: 0] : counts[split, default: []].reduce(0, +)
    }

    /// The class with the most training images, the first of several; nil without training images,
    /// and if images can have several labels.
    package var majorityClass: String? {
        guard !isMultilabel, let train = counts[.train], train.count == classes.count,
            let most = train.max(),
            most > 0
        else { return nil }
        return train.firstIndex(of: most).map { classes[$0] }
    }

    /// The accuracy of always predicting `majorityClass`, in [0, 1]; nil without images.
    package func majorityBaseline(_ split: Split) -> Double? {
        guard let index = majorityClass.flatMap({ classes.firstIndex(of: $0) }),
            let counts = counts[split], counts.indices.contains(index), total(split) > 0
        else { return nil }
        return Double(counts[index]) / Double(total(split))
    }

    var json: JSONValue {
        let counts = splits.map { split in
            let members = zip(classes, self.counts[split, default: []])
                .map { JSONValue.Member($0, JSONValue($1)) }
            return JSONValue.Member(split.rawValue, .object(members))
        }
        var json: JSONValue = [
            "path": .string(path), "phantom": .boolean(isPhantom),
            "fingerprint": .string(fingerprint), "imageSize": JSONValue(imageSize),
            "classes": .array(classes.map { .string($0) }), "counts": .object(counts),
            "skipped": .array(skipped.map { .string($0) }),
        ]
        if !notes.isEmpty { json["notes"] = .array(notes.map { .string($0) }) }
        if !unread.isEmpty { json["unread"] = .array(unread.map { .string($0) }) }
        json["positiveClass"] = positiveClass.map { .string($0) }
        json["patients"] = patients.map { patients in
            .object(
                Split.allCases.compactMap { split in
                    patients[split].map { JSONValue.Member(split.rawValue, JSONValue($0)) }
                })
        }
        json["leaks"] = leaks.map { .array($0.map(\.json)) }
        if isMultilabel {
            json["labels"] = .object(
                splits.map { JSONValue.Member($0.rawValue, labelsJSON($0)) })
        }
        if varies { json["varies"] = .boolean(true) }
        return json
    }

    /// The images of a split, and the positive, negative and ignored ones of each label.
    private func labelsJSON(_ split: Split) -> JSONValue {
        let members = zip(classes, labelCounts[split, default: []]).map { name, counts in
            JSONValue.Member(
                name,
                .array([counts.positive, counts.negative, counts.ignored].map { JSONValue($0) }))
        }
        return ["images": JSONValue(total(split)), "states": .object(members)]
    }

    private mutating func readLabels(_ reader: JSONReader) throws(ResultsError) {
        guard !reader["labels"].value.isNull else { return }
        for (name, split) in try reader.members("labels") {
            let key = try Self.split(name, split)
            imageCounts[key] = try split.integer("images")
            var counts: [LabelCounts] = []
            for label in classes {
                let states = split["states"][label].value.elements?.compactMap(\.int) ?? []
                guard states.count == 3 else {
                    throw split["states"][label].bad("three numbers of images")
                }
                counts.append(
                    LabelCounts(positive: states[0], negative: states[1], ignored: states[2]))
            }
            labelCounts[key] = counts
        }
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        path = try reader.string("path")
        classes = try reader.strings("classes")
        fingerprint = try reader.string("fingerprint")
        imageSize = try reader.integer("imageSize")
        skipped = try reader.strings("skipped")
        unread = reader["unread"].value.isNull ? [] : try reader.strings("unread")
        isPhantom = try reader.boolean("phantom")
        notes = reader["notes"].value.isNull ? [] : try reader.strings("notes")
        // Records of earlier versions do not have it, but public data sets have a known one.
        positiveClass = try reader.optionalString("positiveClass") ?? PositiveClass.known(classes)
        patients = try Self.patients(reader)
        varies = reader["varies"].value.isNull ? false : try reader.boolean("varies")
        if !reader["leaks"].value.isNull {
            var records: [LeakRecord] = []
            for each in try reader.elements("leaks") { records.append(try LeakRecord(each)) }
            leaks = records
        }
        counts = [:]
        for (name, split) in try reader.members("counts") {
            let key = try Self.split(name, split)
            var values: [Int] = []
            for each in classes { values.append(try split.integer(each)) }
            counts[key] = values
        }
        try readLabels(reader)
        if isMultilabel { positiveClass = nil }
    }

    private static func patients(
        _ reader: JSONReader
    ) throws(ResultsError) -> [Split: Int]? {
        guard !reader["patients"].value.isNull else { return nil }
        var patients: [Split: Int] = [:]
        for (name, count) in try reader.members("patients") {
            patients[try split(name, count)] = try reader["patients"].integer(name)
        }
        return patients
    }

    private static func split(
        _ name: String, _ reader: JSONReader
    ) throws(ResultsError) -> Split {
        guard let split = Split(rawValue: name) else {
            throw reader.bad("one of the splits train, val and test, not '\(name)'")
        }
        return split
    }
}
