/// A layer of a network. To add a layer, add a file in this folder with a type that adds operations
/// to a graph.
package protocol Layer: Sendable {
    /// Adds the operations of the layer after node `input` and returns the index of the output
    /// node.
    ///
    /// - Throws: `ShapeError` if the layer does not support the shape of the input.
    func add(to graph: inout Graph, after input: Int) throws(ShapeError) -> Int
}
