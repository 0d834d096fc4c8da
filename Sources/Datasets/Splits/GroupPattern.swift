import Foundation

/// What of a file's name says which group, such as a patient, it belongs to.
package struct GroupPattern: Sendable, Hashable {
    /// As people write it: the name of a known pattern, or a regular expression.
    package let name: String
    /// In the syntax of ICU.
    package let expression: String

    /// Whether files that all fit it are taken to be named so.
    private let isRecognized: Bool
    /// What to say where all names fit a pattern that is not recognised.
    private let hint: String?

    /// The patterns that have a name. Those that are recognised are strict, so that they fit no other names by chance.
    package static let known = [
        // chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018, as on Kaggle), and synthetic X-rays. A patient is a kind
        // of pneumonia with a number (person1_bacteria is not person1_virus), or a series with a number.
        GroupPattern(
            name: "chest-xray",
            expression: #"^(person\d+_(?:bacteria|virus)|(?:NORMAL2-)?IM-\d+)[-_]"#),
        // NIH ChestX-ray14 (Wang et al. 2017): 00000013_005.png is follow-up 5 of patient 13 of 30,805. The first digits
        // keep dates such as 20200124_001.png apart.
        GroupPattern(name: "nih", expression: #"^(000[0-3]\d{4})_\d{3}\.\w+$"#),
        // CheXpert (Irvin et al. 2019): patient00001/study1/view1_frontal.jpg, in a folder of a class with _ or - for /.
        GroupPattern(
            name: "chexpert",
            expression:
                #"(?:^|[_-])(patient\d{5,6})[_-]study\d{1,3}[_-]view\d{1,2}_(?:frontal|lateral)\.\w+$"#
        ),
        // MIMIC-CXR (Johnson et al. 2019): p10/p10000032/s50414267/02aa804e-bde0afdd-112c0b34-7bc16630-4e384014.jpg, that is
        // subject, study and image; likewise flattened, with or without the image.
        GroupPattern(
            name: "mimic-cxr",
            expression:
                #"(?:^|[_-])(p1\d{7})[_-]s5\d{7}(?:[_-][0-9a-f]{8}(?:-[0-9a-f]{8}){4})?\.\w+$"#),
        // What `study data import` writes where a table has a column of groups.
        GroupPattern(name: "imported", expression: #"^(.+?)__"#),
        // RSNA Pneumonia Detection Challenge (2018): a UUID for each patient, who has one image. Many other sets name images
        // so, whoever they are of.
        GroupPattern(
            name: "rsna",
            expression:
                #"^([0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12})\.\w+$"#,
            hint:
                "if they are those of the RSNA Pneumonia Detection Challenge, of one image a patient, "
                + "\"groupPattern\": \"rsna\" says so"),
        // PadChest (Bustos et al. 2020): the number of the study, then that of the image. The patient is in the table alone.
        GroupPattern(
            name: "padchest-study", expression: #"^(\d{30,})_[0-9A-Za-z-]+\.\w+$"#,
            hint:
                "if they are PadChest's, they tell the study and not the patient: import the set with its table, whose "
                + "column PatientID does"),
    ]

    static var knownNames: String { known.map { "'\($0.name)'" }.joined(separator: ", ") }

    private init(name: String, expression: String, isRecognized: Bool = true, hint: String? = nil) {
        self.name = name
        self.expression = expression
        self.isRecognized = isRecognized && hint == nil
        self.hint = hint
    }

    /// - Parameter text: the name of a known pattern, or a regular expression with a capture group.
    /// - Throws: `SplitError.badPattern`.
    package init(_ text: String) throws {
        if let known = Self.known.first(where: { $0.name == text }) {
            self = known
            return
        }
        let expression: NSRegularExpression
        do { expression = try NSRegularExpression(pattern: text) } catch {
            throw SplitError.badPattern(text, reason: "it is no regular expression")
        }
        guard expression.numberOfCaptureGroups > 0 else {
            throw SplitError.badPattern(text, reason: "it has no capture group")
        }
        self.init(name: text, expression: text)
    }

    /// The known pattern that fits the names of all files; nil when there is none.
    package static func recognized(_ paths: [String]) -> GroupPattern? {
        known.first { $0.isRecognized && $0.fits(paths) }
    }

    /// What to say of names that fit a pattern which is known but not recognised; nil for other names.
    package static func hint(_ paths: [String]) -> String? {
        known.first { $0.hint != nil && $0.fits(paths) }?.hint
    }

    /// Whether all names have a group, and groups are not just the classes or splits, or one for all.
    private func fits(_ paths: [String]) -> Bool {
        let groups = groups(of: paths)
        guard !groups.isEmpty, !groups.contains(nil) else { return false }
        let folders = Set(paths.flatMap { $0.split(separator: "/").dropLast() })
        let names = Set(groups.compactMap { $0 })
        return paths.count == 1
            || names.count > 1 && !names.allSatisfy { folders.contains($0[...]) }
    }

    /// What the first capture group that takes part holds of the file name of each path; nil where there is no match or
    /// it is empty.
    package func groups(of paths: [String]) -> [String?] {
        guard let expression = try? NSRegularExpression(pattern: expression) else {
            return paths.map { _ in nil }
        }
        // Every image for itself, also where two have one name in different folders.
        if self.expression == "(.+)" { return paths }
        return paths.map { path in
            let name = path.split(separator: "/").last.map(String.init) ?? path
            let whole = NSRange(name.startIndex..., in: name)
            guard let match = expression.firstMatch(in: name, range: whole) else { return nil }
            for number in 1..<match.numberOfRanges {
                if let range = Range(match.range(at: number), in: name), !range.isEmpty {
                    return String(name[range])
                }
            }
            return nil
        }
    }
}
