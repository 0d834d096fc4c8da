/// An optimizer's formula: how one parameter follows its gradient. It works on flat memory,
/// whatever the layout, because every element is updated by itself.
package protocol OptimizerStep: Sendable {
    /// Values that it remembers per parameter element, all zero at first: 0 for plain gradient
    /// descent.
    var slotCount: Int { get }

    /// Updates `elements.weights` in place.
    /// - Parameter step: updates of this parameter so far, counted from 1.
    func update(_ elements: ParameterSlice, learningRate: Double, step: Int)
}

/// A run of parameter elements with their gradients and slots.
package struct ParameterSlice {
    package let weights: UnsafeMutablePointer<Float>
    package let gradients: UnsafePointer<Float>
    package let count: Int
    private let slots: UnsafePointer<UnsafeMutablePointer<Float>>
    private let offset: Int

    /// Elements `range` of a parameter.
    /// - Parameter slots: the start of each slot; it outlives this value.
    package init(
        weights: UnsafeMutablePointer<Float>, gradients: UnsafePointer<Float>,
        slots: UnsafePointer<UnsafeMutablePointer<Float>>, range: Range<Int>
    ) {
        self.weights = weights + range.lowerBound
        self.gradients = gradients + range.lowerBound
        self.slots = slots
        offset = range.lowerBound
        count = range.count
    }

    /// The sum of the squares of the gradients, in a fixed order.
    var squaredGradients: Double {
        var sums = SIMD8<Float>.zero
        let whole = count / 8 * 8
        for start in stride(from: 0, to: whole, by: 8) {
            let values = UnsafeRawPointer(gradients + start).loadUnaligned(as: SIMD8<Float>.self)
            sums += values * values
        }
        var sum = (0..<8).reduce(0.0) { $0 + Double(sums[$1]) }
        // Finite gradients have a finite sum, though their squares exceed single precision.
        if !sum.isFinite {
            sum = (0..<whole).reduce(0.0) { $0 + Double(gradients[$1]) * Double(gradients[$1]) }
        }
        for index in whole..<count { sum += Double(gradients[index]) * Double(gradients[index]) }
        return sum
    }

    /// The elements' values in slot `number`.
    package func slot(_ number: Int) -> UnsafeMutablePointer<Float> { slots[number] + offset }
}
