/// A part of a network as a plain value. Adding one: a file in this folder that adds operations to
/// a graph.
package protocol Layer: Sendable {
    /// Adds the layer's operations behind node `input` and returns the index of its output node.
    ///
    /// - Throws: `ShapeError` when the layer cannot take the input's shape.
    func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int
}
