package import JSON

extension JSONDocument {
    /// Where the value at a path was written, or the nearest value around it that was.
    package func nearestPlace(of path: JSONPath) -> TextLocation? {
        var around = path
        while place(of: around) == nil, !around.steps.isEmpty { around.steps.removeLast() }
        return place(of: around)
    }
}
