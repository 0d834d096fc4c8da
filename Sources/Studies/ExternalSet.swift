import JSON
import Vocabulary

/// An external set that a study names in its section `evaluate`: images of another source on which
/// each configuration is evaluated after training.
package struct ExternalSet: Sendable, Hashable {
    /// The key in the section, which follows the rules of `StudyName`.
    package let name: String
    /// The images and the options of their evaluations.
    package var settings: EvaluationSettings

    /// Creates a set.
    package init(name: String, settings: EvaluationSettings) {
        self.name = name
        self.settings = settings
    }

    /// The name of the evaluation of a configuration, which is also that of its folder.
    /// - Parameter configuration: the name of the configuration: `Trial.group`.
    package func evaluation(of configuration: String) -> String { "\(name)-\(configuration)" }

    /// The largest length of the name of an evaluation.
    static let nameLimit = 200
    static let section = "evaluate"
}

extension Study {
    /// The path of a set's folder as it is in the study file.
    package func writtenPath(of set: ExternalSet) -> String {
        resolved[ExternalSet.section]?[set.name]?["path"]?.text ?? set.settings.path
    }

    /// The path of a reader's predictions as it is in the study file.
    package func writtenPath(
        of file: EvaluationSettings.PredictionFile, in set: ExternalSet
    ) -> String {
        resolved[ExternalSet.section]?[set.name]?["predictions"]?[file.reader]?.text ?? file.path
    }

    /// Whether a decision of a set comes from the section `decisions`.
    /// - Parameter setting: the name of the setting, such as `threshold`.
    package func isInherited(_ setting: String, in set: ExternalSet) -> Bool {
        resolved[DecisionSettings.section]?[setting] != nil
            && resolved[ExternalSet.section]?[set.name]?[setting] == nil
    }
}

extension Array where Element == ExternalSet {
    /// The section `evaluate` that gives these sets.
    /// - Parameter decisions: the section `decisions` of the study, which the sets contain.
    func json(_ decisions: DecisionSettings) -> JSONValue {
        var initial = EvaluationSettings()
        initial.decisions = decisions
        return .object(map { .init($0.name, .object($0.settings.members(otherThan: initial))) })
    }
}

extension TrialReader {
    /// Reads the section `evaluate`; sets with errors are left out after a report.
    /// - Parameter decisions: the section `decisions`, whose settings a set can override; nil
    ///   without.
    mutating func externalSets(
        _ node: LocatedJSON, decisions: LocatedJSON?
    ) -> [ExternalSet] {
        if node.isBroken { return [] }
        guard let members = node.members else {
            let wanted = "an object with an external set for each name"
            report(node.diagnostic(.value(.type(expected: wanted, got: node.json))))
            return []
        }
        return members.compactMap { member in
            if !StudyName.isValid(member.key) {
                let (source, path) = (member.origin.source, member.origin.path)
                report(Diagnostic(source, path: path, .unsafeName(member.key)))
            }
            let node = member.value.inheriting(DecisionSettings.names, from: decisions)
            guard let settings = section(node, as: EvaluationSettings.self),
                check(settings.subgroups, member.value, hasTable: settings.table != nil)
            else { return nil }
            if settings.commonImages, settings.predictions.isEmpty {
                let node = node["commonImages"] ?? node
                report(node.diagnostic(.other("requires \"predictions\"")))
            }
            return ExternalSet(name: member.key, settings: settings)
        }
    }
}

extension LocatedJSON {
    /// The object with those members of another one that it does not have itself.
    /// - Parameter keys: the keys of these members.
    fileprivate func inheriting(_ keys: [String], from other: LocatedJSON?) -> LocatedJSON {
        guard let members, let others = other?.members else { return self }
        let missing = others.filter { other in
            keys.contains(other.key) && !members.contains { $0.key == other.key }
        }
        return LocatedJSON(.object(members + missing), origin)
    }
}

extension StudyReader {
    /// Checks that the evaluations of the external sets have different names, and that an ensemble
    /// has several trials.
    mutating func check(_ sets: [ExternalSet], _ trials: [Trial], section: LocatedJSON?) {
        let groups = trials.map(\.group).unique
        var owners: [String: String] = [:]
        for set in sets {
            guard let node = section?[set.name] else { continue }
            for group in groups {
                let name = set.evaluation(of: group)
                if let other = owners.updateValue(set.name, forKey: name.lowercased()) {
                    let message =
                        "the evaluation '\(name)' would have the same name as one of '\(other)' "
                        + "(ignoring case); choose another name for the set"
                    report(node.diagnostic(.other(message)))
                } else if name.count > ExternalSet.nameLimit {
                    let message =
                        "gives an evaluation a name of \(name.count) characters; at most "
                        + "\(ExternalSet.nameLimit) are allowed; choose a shorter name for the set"
                    report(node.diagnostic(.other(message)))
                }
            }
            if set.settings.ensemble,
                let single = groups.first(where: { group in
                    trials.count { $0.group == group } == 1
                })
            {
                let message =
                    "requires several trials of each configuration; '\(single)' has one: sweep "
                    + "\"seed\" or the folds of a cross-validation"
                report((node["ensemble"] ?? node).diagnostic(.other(message)))
            }
        }
    }
}
