/// A part in which two JSON values differ.
package struct JSONDifference: Sendable, Hashable, CustomStringConvertible {
    /// The path of the part in both values.
    package let path: JSONPath
    /// The part of the older value; nil if it has none.
    package let old: JSONValue?
    /// The part of the newer value; nil if it has none.
    package let new: JSONValue?

    package init(path: JSONPath, old: JSONValue?, new: JSONValue?) {
        self.path = path
        self.old = old
        self.new = new
    }

    /// A line such as `training.epochs: 2 -> 3`.
    package var description: String { "\(path): \(Self.text(old)) -> \(Self.text(new))" }

    /// The text of a value: the kind before its settings. Texts of more than 80 characters are
    /// shortened to 77 characters and "...".
    package static func text(_ value: JSONValue?) -> String {
        guard let value else { return "not set" }
        guard let kind = value["kind"]?.text else {
            return shortened(value.text ?? value.canonical)
        }
        var settings = value
        settings["kind"] = nil
        let isBare = settings.members?.isEmpty == true
        return shortened(isBare ? kind : "\(kind) \(settings.canonical)")
    }

    private static func shortened(_ text: String) -> String {
        text.count > 80 ? text.prefix(77) + "..." : text
    }

    /// The object with `path`, `old` and `new`; an absent value is null.
    package var json: JSONValue {
        ["path": .string("\(path)"), "old": old ?? .null, "new": new ?? .null]
    }
}

extension JSONValue {
    /// The smallest parts in which this value differs from an older one: members of objects, and
    /// elements of arrays of the same length. Objects of different kinds are compared as a whole,
    /// because their settings have different meanings.
    package func differences(from old: JSONValue) -> [JSONDifference] {
        var found: [JSONDifference] = []
        gather(from: old, at: JSONPath(), into: &found)
        return found
    }

    private func gather(from old: JSONValue, at path: JSONPath, into found: inout [JSONDifference])
    {
        if self == old { return }
        switch (self, old) {
        case (.object(let members), .object(let before)) where self["kind"] == old["kind"]:
            for member in members {
                let path = path.appending(member.key)
                if let value = old[member.key] {
                    member.value.gather(from: value, at: path, into: &found)
                } else {
                    found.append(JSONDifference(path: path, old: nil, new: member.value))
                }
            }
            for member in before where self[member.key] == nil {
                found.append(
                    JSONDifference(path: path.appending(member.key), old: member.value, new: nil))
            }
        case (.array(let elements), .array(let before)) where elements.count == before.count:
            for index in elements.indices {
                elements[index].gather(
                    from: before[index], at: path.appending(index), into: &found)
            }
        default: found.append(JSONDifference(path: path, old: old, new: self))
        }
    }
}
