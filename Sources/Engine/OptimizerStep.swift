/// The formula by which an optimizer updates a parameter from its gradient. Every element is
/// updated independently, so it works on flat memory with any layout.
package protocol OptimizerStep: Sendable {
    /// The number of state values per parameter element, such as momentum, all zero at first; 0 for
    /// plain gradient descent.
    var slotCount: Int { get }

    /// Updates `elements.weights` in place.
    /// - Parameter step: the number of this update of the parameter, counted from 1.
    func update(_ elements: ParameterSlice, learningRate: Double, step: Int)
}

/// A range of parameter elements with their gradients and slots.
package struct ParameterSlice {
    /// The elements, which the update changes.
    package let weights: UnsafeMutablePointer<Float>
    /// The gradient with respect to each element.
    package let gradients: UnsafePointer<Float>
    /// The number of elements.
    package let count: Int
    /// The number of dimensions of the parameter: 1 for biases and the weights of batch norms.
    package let rank: Int
    private let slots: UnsafePointer<UnsafeMutablePointer<Float>>
    private let offset: Int

    /// The elements `range` of a parameter with `rank` dimensions.
    /// - Parameter slots: the first element of each slot; the memory must outlive this value.
    package init(
        weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        slots: UnsafePointer<UnsafeMutablePointer<Float>>, range: Range<Int>, rank: Int
    ) {
        self.rank = rank
        self.weights = weights + range.lowerBound
        self.gradients = gradients + range.lowerBound
        self.slots = slots
        offset = range.lowerBound
        count = range.count
    }

    /// The sum of the squares of the gradients, in a fixed order.
    var squaredGradients: Double { Self.sumOfSquares(gradients, count) }

    /// The sum of the squares of `count` gradients, in a fixed order.
    static func sumOfSquares(_ gradients: UnsafePointer<Float>, _ count: Int) -> Double {
        var sums = SIMD8<Float>.zero
        let whole = count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            let values = UnsafeRawPointer(gradients + start).loadUnaligned(as: SIMD8<Float>.self)
            sums += values * values
        }
        var sum = (0..<8).reduce(0.0) { $0 + Double(sums[$1]) }
        // Finite gradients have a finite sum, even if their squares exceed single precision.
        if !sum.isFinite {
            sum = (0..<whole).reduce(0.0) { $0 + Double(gradients[$1]) * Double(gradients[$1]) }
        }
        for index in whole..<count { sum += Double(gradients[index]) * Double(gradients[index]) }
        return sum
    }

    /// The values of the elements in slot `number`.
    package func slot(_ number: Int) -> UnsafeMutablePointer<Float> { slots[number] + offset }
}
