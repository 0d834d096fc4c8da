package import JSON
import Vocabulary

/// Settings that had other names in earlier versions of the program.
///
/// A study file with an old name gets an error that gives the new one; records of earlier versions
/// are read with the new names; and a trial's key counts the old ones, so that finished trials stay
/// valid. To rename a setting: a line in `all`.
package enum RenamedSettings {
    /// Dotted paths without indices, such as `training.monitor`.
    package static let all: [(old: String, new: String)] = [
        ("training.select", "training.monitor")
    ]

    /// What a setting at this place is called now; nil where the place has no old name.
    /// - Parameter path: into a study: `training.select`, `sweep["training.select"][0]`.
    static func newName(of path: JSONPath) -> String? {
        let name = settingName(path)
        return all.first { $0.old == name }?.new
    }

    /// The path without `sweep` and indices: `sweep.schedule[2].per` is `schedule.per`.
    private static func settingName(_ path: JSONPath) -> String {
        let keys = path.steps.compactMap { step -> String? in
            if case .key(let key) = step { key } else { nil }
        }
        return keys.drop { $0 == "sweep" }.joined(separator: ".")
    }

    /// The settings of a trial, or a study with its sweep, under their names of now.
    package static func current(_ settings: JSONValue) -> JSONValue {
        all.reduce(settings) { renamed($0, $1.old, $1.new) }
    }

    /// The settings of a trial under the names that keys count.
    package static func counted(_ settings: JSONValue) -> JSONValue {
        all.reduce(settings) { renamed($0, $1.new, $1.old) }
    }

    /// The name of now for a dotted path, and for one below it: an axis, or the key of a `--set`.
    package static func current(path: String) -> String {
        for (old, new) in all {
            for start in ["", "sweep."] where path == start + old { return start + new }
            for start in ["", "sweep."] {
                for below in [".", "["] where path.hasPrefix(start + old + below) {
                    return start + new + path.dropFirst((start + old).count)
                }
            }
        }
        return path
    }

    /// - Parameters:
    ///   - old: a dotted path; the last name of it is replaced by the last of `new`.
    private static func renamed(_ json: JSONValue, _ old: String, _ new: String) -> JSONValue {
        var copy = json
        let from = old.split(separator: ".").map(String.init)
        let to = new.split(separator: ".").map(String.init)
        copy = renamed(copy, from[...], to[to.count - 1])
        guard let axes = json["sweep"]?.members else { return copy }
        copy["sweep"] = .object(
            axes.map { axis in
                if axis.key == old { return .init(new, axis.value) }
                guard old.hasPrefix(axis.key + ".") else { return axis }
                let rest = from.dropFirst(axis.key.split(separator: ".").count)
                return .init(
                    axis.key,
                    .array((axis.value.elements ?? []).map { renamed($0, rest, to[to.count - 1]) }))
            })
        return copy
    }

    private static func renamed(_ json: JSONValue, _ path: ArraySlice<String>, _ name: String)
        -> JSONValue
    {
        guard let first = path.first, let members = json.members else { return json }
        return .object(
            members.map { member in
                guard member.key == first else { return member }
                return path.count == 1
                    ? .init(name, member.value)
                    : .init(first, renamed(member.value, path.dropFirst(), name))
            })
    }
}
