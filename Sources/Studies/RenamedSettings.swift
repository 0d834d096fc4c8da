package import JSON
import Vocabulary

/// Settings that had other names in earlier versions of the program.
///
/// A study file with an old name gets an error that gives the new one; records of earlier versions
/// are read with the new names; and a trial's key counts the old ones, so that finished trials stay
/// valid. To rename a setting, add a line in `all`.
package enum RenamedSettings {
    /// A setting with its old and its new name.
    package struct Renamed: Sendable, Hashable {
        /// The path of the object that contains the setting, without indices, such as
        /// `["training", "pruning"]`.
        let section: [String]
        /// The old key in that object.
        let old: String
        /// The new key in that object; a second name is the key in a further object.
        let new: [String]

        init(_ section: String, _ old: String, _ new: String...) {
            self.section = section.split(separator: ".").map(String.init)
            self.old = old
            self.new = new
        }

        /// Whether the value is now a member of an object under the old key, as in
        /// `"warmup": {"epochs": 1}` for `"warmup": 1`.
        var wraps: Bool { new[0] == old }

        /// The old dotted path, such as `schedule.per`.
        var oldPath: String { (section + [old]).joined(separator: ".") }

        /// The new dotted path, such as `schedule.interval`.
        var newPath: String { (section + new).joined(separator: ".") }

        /// The new key for messages: `'interval'`, or `'startFactor' in 'warmup'`.
        var newKey: String { new.reversed().map { "'\($0)'" }.joined(separator: " in ") }
    }

    /// The renamed settings, in the order in which settings of earlier versions are rewritten.
    package static let all = [
        Renamed("training", "select", "monitor"),
        Renamed("schedule", "per", "interval"),
        Renamed("schedule", "warmup", "warmup", "epochs"),
        Renamed("schedule", "warmupFrom", "warmup", "startFactor"),
        Renamed("schedule", "warmupShare", "warmupFraction"),
        Renamed("network", "unfreezeAt", "unfreezeEpoch"),
        Renamed("network", "features", "featurePrecision"),
        Renamed("training.pruning", "first", "minEpochs"),
        Renamed("training.pruning", "factor", "reductionFactor"),
        Renamed("training.pruning", "least", "minTrials"),
        Renamed("dataset.augment", "deviation", "std"),
    ]

    /// The setting that had this path in earlier versions and cannot have it now; nil if there is
    /// none.
    /// - Parameter path: the path in a study: `schedule.per`, `sweep.schedule[2].per`,
    ///   `sweep["schedule.per"]`.
    static func setting(at path: JSONPath) -> Renamed? {
        let names = path.steps.flatMap { step -> [String] in
            guard case .key(let key) = step else { return [] }
            return key.split(separator: ".").map(String.init)
        }.drop { $0 == "sweep" }
        return all.first { !$0.wraps && names.elementsEqual($0.section + [$0.old]) }
    }

    /// The settings of a trial, or a study with its sweep, under their current names.
    package static func current(_ settings: JSONValue) -> JSONValue {
        all.reduce(settings) { settings, setting in
            var settings = rewrite(settings, at: setting.section[...], setting.rename)
            guard let axes = settings["sweep"]?.members else { return settings }
            settings["sweep"] = .object(axes.map { setting.rename(axis: $0) })
            return settings
        }
    }

    /// The settings of a trial under the names that keys count.
    package static func counted(_ settings: JSONValue) -> JSONValue {
        all.reversed().reduce(settings) { settings, setting in
            rewrite(settings, at: setting.section[...], setting.restore)
        }
    }

    /// The current name of a dotted path, or of a path below it: an axis.
    package static func current(path: String) -> String {
        guard var steps = JSONPath(parsing: path)?.steps else { return path }
        for setting in all where !setting.wraps {
            let keys = steps.indices.filter { if case .key = steps[$0] { true } else { false } }
                .drop { steps[$0] == .key("sweep") }
            let names = setting.section + [setting.old]
            guard zip(keys, names).allSatisfy({ steps[$0] == .key($1) }), keys.count >= names.count
            else { continue }
            let last = keys[keys.startIndex + names.count - 1]
            steps.replaceSubrange(last...last, with: setting.new.map { .key($0) })
        }
        return JSONPath(steps).description
    }

    /// A value of `--set`, such as `schedule.per=step`, under the current name.
    package static func current(override text: String) -> String {
        guard let equals = text.firstIndex(of: "=") else { return text }
        let (path, value) = (String(text[..<equals]), text[text.index(after: equals)...])
        if let wrapped = all.first(where: { $0.wraps && $0.oldPath == path }),
            Double(value) != nil
        {
            return "\(wrapped.newPath)=\(value)"
        }
        return "\(current(path: path))=\(value)"
    }

    /// Applies `change` to the objects at a path, in arrays to every element.
    fileprivate static func rewrite(
        _ json: JSONValue, at path: ArraySlice<String>,
        _ change: ([JSONValue.Member]) -> [JSONValue.Member]
    ) -> JSONValue {
        if let elements = json.elements {
            return .array(elements.map { rewrite($0, at: path, change) })
        }
        guard let members = json.members else { return json }
        guard let first = path.first else { return .object(change(members)) }
        return .object(
            members.map { member in
                member.key == first
                    ? .init(first, rewrite(member.value, at: path.dropFirst(), change)) : member
            })
    }
}

extension RenamedSettings.Renamed {
    /// The members of the section with the new name.
    fileprivate func rename(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        guard let index = members.firstIndex(where: { $0.key == old }) else { return members }
        var members = members
        let value = members[index].value
        if new.count == 1 {
            members[index] = .init(new[0], value)
        } else if wraps {
            members[index] = .init(old, wrapped(value))
        } else {
            members.remove(at: index)
            guard let container = members.firstIndex(where: { $0.key == new[0] }) else {
                return value.isNull
                    ? members : members + [.init(new[0], .object([.init(new[1], value)]))]
            }
            // Without the object, the setting had no effect.
            guard !members[container].value.isNull else { return members }
            members[container].value[new[1]] = value
        }
        return members
    }

    /// The members of the section with the old name.
    fileprivate func restore(_ members: [JSONValue.Member]) -> [JSONValue.Member] {
        guard let index = members.firstIndex(where: { $0.key == new[0] }) else { return members }
        var members = members
        if new.count == 1 {
            members[index] = .init(old, members[index].value)
            return members
        }
        guard let value = members[index].value[new[1]] else { return members }
        members[index].value[new[1]] = nil
        if members[index].value.members?.isEmpty == true { members.remove(at: index) }
        return members + [.init(old, value)]
    }

    /// The axis of a sweep with the new name, or with the new name in its values.
    fileprivate func rename(axis: JSONValue.Member) -> JSONValue.Member {
        if wraps, axis.key == oldPath {
            return .init(oldPath, .array((axis.value.elements ?? []).map(wrapped)))
        }
        let renamed = RenamedSettings.current(path: axis.key)
        guard renamed == axis.key else { return .init(renamed, axis.value) }
        let names = axis.key.split(separator: ".").map(String.init)
        guard section.starts(with: names) else { return axis }
        return .init(
            axis.key,
            RenamedSettings.rewrite(axis.value, at: section.dropFirst(names.count), rename))
    }

    private func wrapped(_ value: JSONValue) -> JSONValue {
        value.isNull || value.members != nil ? value : .object([.init(new[1], value)])
    }
}
