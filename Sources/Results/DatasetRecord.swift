import JSON
package import Vocabulary

/// What the lock says of the data set.
package struct DatasetRecord: Sendable, Hashable {
    /// As the study file gives it.
    package var path: String
    package var classes: [String]
    /// Images of every class, in the order of the classes, for each split that there is.
    package var counts: [Split: [Int]]
    /// SHA-256 over the files' names and contents.
    package var fingerprint: String
    /// Pixels of the side of the square that the networks see.
    package var imageSize: Int
    /// Images that could not be read and were left out, each with its reason.
    package var skipped: [String]
    /// What the set's folder has that looks like images or a split and was not read; empty in
    /// earlier versions' records.
    package var unread: [String]
    /// Whether the images were drawn by the program.
    package var isPhantom: Bool
    /// What the images' files say that the pixels do not show, such as an orientation; a sentence
    /// each.
    package var notes: [String]
    /// The class that sensitivity, specificity, precision, F1, average precision and thresholds
    /// refer to; nil where nothing says which, or where there are more than two classes.
    package var positiveClass: String?
    /// How many patients, or other groups, the images of each split are of; empty where nothing
    /// says which images are of one patient; nil in records of earlier versions.
    package var patients: [Split: Int]?
    /// What splits or classes share that they must not; nil in records of earlier versions.
    package var leaks: [LeakRecord]?
    /// Whether the study's trials differ in their images or splits: fingerprint, counts and
    /// patients are then those of the first trial's data; leaks, unread and skipped files and notes
    /// are those of all.
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

    /// The splits that hold images, in the order training, validation, test.
    package var splits: [Split] { Split.allCases.filter { total($0) > 0 } }

    /// The images of a split.
    package func total(_ split: Split) -> Int { counts[split, default: []].reduce(0, +) }

    /// The class with the most training images, which a guesser would always name.
    package var majorityClass: String? {
        guard let train = counts[.train], train.count == classes.count, let most = train.max(),
            most > 0
        else { return nil }
        return train.firstIndex(of: most).map { classes[$0] }
    }

    /// The accuracy of always naming the training set's largest class; nil without images.
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
        if varies { json["varies"] = .boolean(true) }
        return json
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
        // Records of earlier versions do not say it; of a known set it is known.
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
