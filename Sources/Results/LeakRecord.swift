import JSON
package import Vocabulary

/// Files or patients that the splits or classes of a data set share but should not. Leaks are
/// computed before training, stored in the lock and shown by every report.
package struct LeakRecord: Sendable, Hashable {
    /// The kind of a leak.
    package enum Kind: String, Sendable, CaseIterable {
        /// Identical files in two splits.
        case files
        /// Patients, or other groups, with images in two splits.
        case patients
        /// Identical files in two classes.
        case classes
        /// Identical files in one split and class: not a leak, but there are fewer different images
        /// than files.
        case repeats
    }

    package var kind: Kind
    /// The split whose results are affected, the later one in the order training, validation, test;
    /// nil for kinds that are not about two splits.
    package var split: Split?
    /// The split that has the same files or patients as `split`; nil for the other kinds.
    package var other: Split?
    /// The number of affected images of `split`, or of the whole data set.
    package var images: Int
    /// The number of all images of `split`, or of the whole data set.
    package var total: Int
    /// The number of patients with images in both splits; 0 for other kinds.
    package var patients: Int
    /// The first affected files, sorted, such as `test/A/copy0.png = train/A/train0.png`.
    package var examples: [String]

    package init(
        _ kind: Kind, split: Split? = nil, other: Split? = nil, images: Int,
        total: Int, patients: Int = 0, examples: [String]
    ) {
        self.kind = kind
        self.split = split
        self.other = other
        self.images = images
        self.total = total
        self.patients = patients
        self.examples = examples
    }

    /// The largest number of examples.
    package static let mostExamples = 5

    /// Whether the record is a leak, which stops a run unless the study allows it.
    package var isLeak: Bool { kind != .repeats }

    /// The clause that describes the leak, such as
    /// `5 of 16 test images are also training images (identical files)`.
    package var statement: String {
        let (title, shared) = (split?.title ?? "", other?.title ?? "")
        switch kind {
        case .files:
            let predicate = images == 1 ? "is also a \(shared) image" : "are also \(shared) images"
            return "\(subject(title)) \(predicate) (identical files)"
        case .patients:
            let have = patients == 1 ? "patient has" : "patients have"
            return "\(patients) \(have) images in both the \(shared) and the \(title) split: "
                + "\(subject(title)) \(images == 1 ? "belongs" : "belong") to patients who are in the \(shared) split, too"
        case .classes:
            let are = images == 1 ? "1 image has" : "\(images) images have"
            return
                "\(are) more than one class (identical files with different labels), so at least one label is wrong"
        case .repeats:
            return
                "\(subject("")) \(images == 1 ? "repeats" : "repeat") another image of the same split and "
                + "class (identical files)"
        }
    }

    /// The subject of the statement, such as `all 12 test images` or `5 of 16 test images`.
    private func subject(_ title: String) -> String {
        let noun = (title.isEmpty ? "" : title + " ") + (total == 1 ? "image" : "images")
        return images == total && total > 1
            ? "all \(total) \(noun)" : "\(images) of \(total) \(noun)"
    }

    /// The examples as a list, with the number of further ones.
    package var list: String {
        let count = kind == .patients ? patients : images
        let more = count - examples.count
        return examples.joined(separator: ", ") + (more > 0 ? " and \(more) more" : "")
    }

    /// The statement and the examples.
    package var text: String { "\(statement): \(list)" }

    var json: JSONValue {
        var json: JSONValue = ["kind": .string(kind.rawValue)]
        json["split"] = split.map { .string($0.rawValue) }
        json["other"] = other.map { .string($0.rawValue) }
        json["images"] = JSONValue(images)
        json["total"] = JSONValue(total)
        if kind == .patients { json["patients"] = JSONValue(patients) }
        json["examples"] = .array(examples.map { .string($0) })
        return json
    }

    init(_ reader: JSONReader) throws(ResultsError) {
        let name = try reader.string("kind")
        guard let kind = Kind(rawValue: name) else {
            throw reader["kind"].bad(
                "one of \(Kind.allCases.map(\.rawValue).joined(separator: ", ")), not '\(name)'")
        }
        self.kind = kind
        split = try Self.split(reader, "split")
        other = try Self.split(reader, "other")
        images = try reader.integer("images")
        total = try reader.integer("total")
        patients = try reader.optionalInteger("patients") ?? 0
        examples = try reader.strings("examples")
    }

    private static func split(
        _ reader: JSONReader, _ key: String
    ) throws(ResultsError) -> Split? {
        guard let name = try reader.optionalString(key) else { return nil }
        guard let split = Split(rawValue: name) else {
            throw reader[key].bad("one of the splits train, val and test, not '\(name)'")
        }
        return split
    }
}
