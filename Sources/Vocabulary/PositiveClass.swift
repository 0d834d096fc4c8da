import JSON

/// The positive class of two: the one to which sensitivity, specificity, precision, F1, average
/// precision and thresholds refer.
///
/// It is a setting of the study (`dataset.positiveClass`), or known for a public data set. It is
/// never guessed: for `COVID` and `NORMAL`, or `TB` and `non-TB`, alphabetical order names the
/// wrong class.
package enum PositiveClass {
    /// The classes of public data sets, and the one that is the finding.
    ///
    /// NORMAL and PNEUMONIA: chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018), and synthetic
    /// X-rays (phantoms).
    private static let knownSets: [(classes: [String], positive: String)] = [
        (["NORMAL", "PNEUMONIA"], "PNEUMONIA")
    ]

    /// The positive class of a known data set; nil for other classes.
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

    /// The message for two classes if the positive one is unknown.
    package static func question(_ classes: [String]) -> String {
        let names = classes.map { JSONValue.string($0).excerpt }
        return
            "nothing says which of \(names.joined(separator: " and ")) is the positive class, so sensitivity, specificity, "
            + "precision, F1, average precision and thresholds are left out; "
            + "\"dataset\": { \"positiveClass\": \(names.first ?? "") } or \(names.last ?? "") gives them"
    }

    /// Whether the names are equal byte for byte: Swift's `==` treats two encodings of a letter as
    /// equal.
    private static func isSame(_ a: [String], _ b: [String]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}

/// A reason why a class cannot be the positive one.
package enum PositiveClassError: Error, Sendable, Hashable, CustomStringConvertible {
    case unknown(String, classes: [String])
    case notOfTwo(String, classes: [String])

    package var description: String {
        switch self {
        case .unknown(let name, let classes): Names(classes).correction(of: name)
        case .notOfTwo(let name, let classes):
            "needs a set of two classes; this one has \(classes.count) (\(classes.joined(separator: ", "))), each of which is "
                + "measured against the rest; remove the setting; got \(JSONValue.string(name).excerpt)"
        }
    }
}
