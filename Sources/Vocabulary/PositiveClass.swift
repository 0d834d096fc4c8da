import JSON

/// The positive class of a two-class data set: sensitivity, specificity, precision, F1, average
/// precision and thresholds refer to this class.
///
/// The study sets it (`dataset.positiveClass`), or it is known for a public data set. It is never
/// guessed: for `COVID` and `NORMAL`, or `TB` and `non-TB`, alphabetical order would select the
/// wrong class.
package enum PositiveClass {
    /// The classes of public data sets, with the positive one.
    ///
    /// NORMAL and PNEUMONIA: chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018), and synthetic
    /// X-rays (phantoms).
    private static let knownSets: [(classes: [String], positive: String)] = [
        (["NORMAL", "PNEUMONIA"], "PNEUMONIA")
    ]

    /// The positive class of a known public data set; nil for other classes.
    package static func known(_ classes: [String]) -> String? {
        knownSets.first { isSame($0.classes, classes.sorted()) }?.positive
    }

    /// The positive class; nil if it is unknown, or if there are more than two classes, each of
    /// which is then evaluated against the rest.
    /// - Parameter setting: the study's setting; nil if it has none.
    /// - Throws: `PositiveClassError`.
    package static func resolved(
        _ setting: String?, among classes: [String]
    ) throws(PositiveClassError) -> String? {
        guard let setting else { return classes.count == 2 ? known(classes) : nil }
        guard classes.contains(where: { isSame([$0], [setting]) }) else {
            throw .unknown(setting, classes: classes)
        }
        guard classes.count == 2 else { throw .notOfTwo(setting, classes: classes) }
        return setting
    }

    /// The message for a two-class data set whose positive class is unknown.
    package static func question(_ classes: [String]) -> String {
        let names = classes.map { JSONValue.string($0).excerpt }
        return
            "it is unknown which of \(names.joined(separator: " and ")) is the positive class, so sensitivity, specificity, "
            + "precision, F1, average precision and thresholds are left out; "
            + "set \"dataset\": { \"positiveClass\": \(names.first ?? "") } or \(names.last ?? "")"
    }

    /// True if the names are equal byte for byte. Swift's `==` would also accept two different
    /// encodings of the same letter.
    private static func isSame(_ a: [String], _ b: [String]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}

/// An error in the setting of the positive class.
package enum PositiveClassError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String, classes: [String])
    case notOfTwo(String, classes: [String])

    package var description: String {
        switch self {
        case .unknown(let name, let classes): Names(classes).correction(of: name)
        case .notOfTwo(let name, let classes):
            "needs a data set with two classes; this one has \(classes.count) (\(classes.joined(separator: ", "))), each of which is "
                + "compared with the rest; remove the setting; got \(JSONValue.string(name).excerpt)"
        }
    }
}
