package import JSON

extension JSONDocument {
    /// The location of the value at a path, or of the nearest enclosing value that the document
    /// has.
    package func nearestLocation(of path: JSONPath) -> TextLocation? {
        var around = path
        while location(of: around) == nil, !around.steps.isEmpty { around.steps.removeLast() }
        return location(of: around)
    }
}
