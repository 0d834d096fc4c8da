/// The options of the updates of parameters besides the optimizer step.
///
/// By default each parameter is updated as soon as its gradient is computed. If the norm of the
/// gradient is limited, or if the gradients of several batches are averaged, all gradients are kept
/// and the updates run after the backward pass.
package struct UpdateOptions: Sendable, Hashable {
    /// The maximum of the Euclidean norm of the gradient with respect to all parameters that train;
    /// nil: none. As in PyTorch's `clip_grad_norm_`, the gradient is multiplied by
    /// `min(1, clipNorm / (norm + 1e-6))`.
    package var clipNorm: Double?
    /// True if an update averages the gradients of the batches of a `BatchGroup`.
    package var accumulates: Bool
    /// The decay of the moving average of the parameters, in (0, 1); nil: there is no average.
    ///
    /// After each update `average = decay * average + (1 - decay) * parameter`, after the first one
    /// `average = parameter`, as in PyTorch's `AveragedModel` with `use_buffers=True`: the running
    /// statistics of batch norms are averaged, too. The numbers of batches that they have seen and
    /// frozen parameters are copied. Programs that share the parameters read the average.
    package var averageDecay: Double?

    package init(
        clipNorm: Double? = nil, accumulates: Bool = false, averageDecay: Double? = nil
    ) {
        self.clipNorm = clipNorm
        self.accumulates = accumulates
        self.averageDecay = averageDecay
    }

    /// True if the updates run after the whole backward pass.
    var isDeferred: Bool { clipNorm != nil || accumulates }

    /// The number that is added to the norm before the division, as in PyTorch.
    private static let clipEpsilon = 1e-6

    /// The factor of the gradient that limits its norm.
    /// - Parameter norm: the norm of the gradient.
    func clipFactor(_ norm: Double) -> Double {
        clipNorm.map { min(1, $0 / (norm + Self.clipEpsilon)) } ?? 1
    }

    /// The next value of an element of the average.
    /// - Parameter decay: the decay; 0 at the first update.
    static func average(_ old: Float, _ value: Float, decay: Double) -> Float {
        Float(decay) * old + Float(1 - decay) * value
    }
}

/// The position of a batch among the batches whose gradients one update averages. The gradient of
/// the update is the mean of the gradients of the batches, each with the same weight; the update
/// runs after the last batch.
package struct BatchGroup: Sendable, Hashable {
    /// The number of the batch in the group, from 0.
    package var position: Int
    /// The number of batches in the group.
    package var count: Int

    package init(position: Int, count: Int) {
        precondition((0..<count).contains(position), "batch \(position) of \(count)")
        self.position = position
        self.count = count
    }

    /// The group of a batch that has an update of its own.
    package static let single = BatchGroup(position: 0, count: 1)

    var isFirst: Bool { position == 0 }
    /// True if the update runs after this batch.
    package var isLast: Bool { position == count - 1 }
}
