import Networks
import Tensors

/// An error for a checkpoint with values with which no network computes: NaN, infinity or a
/// negative variance, as after a training that diverged or for a damaged file. A ReLU would turn
/// NaN into zero, so the prediction would look like any other.
package struct UnusableValues: Error, Hashable, CustomStringConvertible {
    typealias Entry = (name: String, reason: String)

    private let path: String
    /// The name of the first such entry in the file.
    package let first: String
    private let reason: String
    /// The number of such entries.
    package let count: Int

    /// Nil if there are no such entries.
    init?(_ path: String, _ entries: [Entry]) {
        guard let first = entries.first else { return nil }
        self.path = path
        self.first = first.name
        reason = first.reason
        count = entries.count
    }

    package var description: String {
        let more = count > 1 ? "; \(count) entries have such values" : ""
        return "\(path): \(first) contains \(reason)\(more); the training diverged, or the file is "
            + "damaged; use another checkpoint"
    }

    /// The reason for which the values of a parameter cannot be used; nil if they can.
    static func reason(_ tensor: Tensor, _ parameter: Parameter) -> String? {
        guard parameter.role != .counter else {
            let isCount = tensor.values.allSatisfy { $0 >= 0 && $0.isFinite && $0 == $0.rounded() }
            return isCount ? nil : "a number that is no count"
        }
        // Comparisons of integers are vectorized, those of floats are not.
        let (most, mostMagnitude) = tensor.withUnsafeValues { values in
            values.reduce(into: (UInt32(0), UInt32(0))) { most, value in
                most.0 = max(most.0, value.bitPattern)
                most.1 = max(most.1, value.bitPattern & 0x7FFF_FFFF)
            }
        }
        if mostMagnitude >= Float.infinity.bitPattern { return "NaN or infinity" }
        let isVariance = parameter.role == .statistic && parameter.name.hasSuffix("running_var")
        return isVariance && most > (-Float.zero).bitPattern ? "a negative variance" : nil
    }
}
