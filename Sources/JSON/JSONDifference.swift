/// A part in which two JSON values differ.
package struct JSONDifference: Sendable, Hashable, CustomStringConvertible {
    package let path: JSONPath
    /// Nil where there was nothing.
    package let old: JSONValue?
    /// Nil where there is nothing any more.
    package let new: JSONValue?

    package init(path: JSONPath, old: JSONValue?, new: JSONValue?) {
        self.path = path
        self.old = old
        self.new = new
    }

    /// `training.epochs: 2 -> 3`
    package var description: String { "\(path): \(Self.text(old)) -> \(Self.text(new))" }

    /// A kind before its settings; of long values the beginning.
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

    package var json: JSONValue {
        ["path": .string("\(path)"), "old": old ?? .null, "new": new ?? .null]
    }
}

extension JSONValue {
    /// Where this value differs from an older one, the smallest parts: members of objects and
    /// elements of arrays of the same length; but kinds with all their settings, for those of one
    /// mean nothing to another.
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
