import Networks

/// The computation of the per-channel constants of a batch norm, for the channels `first ..< first
/// + count` of its parameters.
struct NormConstants {
    let settings: BatchNorm
    /// Weight, bias, running mean and running variance.
    let parameters: [UnsafeMutablePointer<Float>]
    let first: Int
    let count: Int

    /// - Parameters:
    ///   - mean: the means of these channels; `variance`: their variances.
    ///   - scale: the scales of all channels; `shift`: their shifts.
    func scale(
        _ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>,
        _ scale: UnsafeMutablePointer<Float>, _ shift: UnsafeMutablePointer<Float>
    ) {
        let epsilon = Float(settings.epsilon)
        for channel in 0..<count {
            let index = first + channel
            scale[index] = parameters[0][index] / (variance[channel] + epsilon).squareRoot()
            shift[index] = parameters[1][index] - mean[channel] * scale[index]
        }
    }

    /// Updates the running statistics: `running = (1 - momentum) * running + momentum * batch`,
    /// with the unbiased variance.
    func updateRunningStatistics(
        _ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>, samples: Int
    ) {
        let momentum = Float(settings.momentum)
        let unbiased = samples > 1 ? Float(samples) / Float(samples - 1) : 1
        for channel in 0..<count {
            let index = first + channel
            parameters[2][index] += momentum * (mean[channel] - parameters[2][index])
            parameters[3][index] +=
                momentum * (variance[channel] * unbiased - parameters[3][index])
        }
    }
}
