import JSON

/// Which of two classes is the positive one: the one that sensitivity, specificity, precision, F1,
/// average precision and thresholds refer to.
///
/// It is what a study says (`dataset.positiveClass`), or what is known of a public set. It is never
/// guessed: of `COVID` and `NORMAL`, or `TB` and `non-TB`, the order of the alphabet names the
/// wrong one.
package enum PositiveClass {
    /// The classes of public sets, and which of them is the finding.
    ///
    /// NORMAL and PNEUMONIA: chest-xray-pneumonia (Kermany, Zhang and Goldbaum 2018), and synthetic
    /// X-rays (phantoms).
    private static let knownSets: [(classes: [String], positive: String)] = [
        (["NORMAL", "PNEUMONIA"], "PNEUMONIA")
    ]

    /// The positive class of a known set; nil for all other classes.
    package static func known(_ classes: [String]) -> String? {
        knownSets.first { isSame($0.classes, classes.sorted()) }?.positive
    }

    /// The positive class; nil where nothing says which, and where there are more than two classes,
    /// each of which is then measured against the rest.
    /// - Parameter setting: what the study says; nil: nothing.
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

    /// What to say where nothing says which class is positive.
    package static func question(_ classes: [String]) -> String {
        let names = classes.map { JSONValue.string($0).excerpt }
        return
            "nothing says which of \(names.joined(separator: " and ")) is the positive class, so sensitivity, specificity, "
            + "precision, F1, average precision and thresholds are left out; "
            + "\"dataset\": { \"positiveClass\": \(names.first ?? "") } or \(names.last ?? "") gives them"
    }

    /// Names are bytes: Swift's `==` takes two forms of a letter to be equal.
    private static func isSame(_ a: [String], _ b: [String]) -> Bool {
        a.count == b.count && zip(a, b).allSatisfy { $0.utf8.elementsEqual($1.utf8) }
    }
}

/// Why a class cannot be the positive one.
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
