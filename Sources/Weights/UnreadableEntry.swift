/// A value in a checkpoint that cannot be read as a tensor: a tensor of a rare element type, a
/// damaged tensor, or an object of a class that is not built. It is an error only if a network
/// needs it.
package struct UnreadableEntry: Sendable, Hashable {
    /// The name, such as `extra.scale`.
    package let name: String
    /// The element type or the class.
    package let type: String
    /// The extents of a tensor; nil for other values.
    package let extents: [Int]?
    /// The reason.
    package let reason: WeightsError.Reason

    init(name: String, type: String, extents: [Int]?, _ reason: WeightsError.Reason) {
        self.name = name
        self.type = type
        self.extents = extents
        self.reason = reason
    }
}
