import Networks

/// The per-channel numbers of a batch norm, of channels `first ..< first + count` of its
/// parameters.
struct NormConstants {
    let settings: BatchNorm
    /// Weight, bias, running mean and running variance.
    let parameters: [UnsafeMutablePointer<Float>]
    let first: Int
    let count: Int

    /// - Parameters:
    ///   - mean: of the channels, from the first on; likewise `variance`.
    ///   - scale: of all channels; likewise `shift`.
    func scale(
        _ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>,
        _ scale: UnsafeMutablePointer<Float>, _ shift: UnsafeMutablePointer<Float>
    ) {
        let epsilon = Float(settings.epsilon)
        for channel in 0..<count {
            let place = first + channel
            scale[place] = parameters[0][place] / (variance[channel] + epsilon).squareRoot()
            shift[place] = parameters[1][place] - mean[channel] * scale[place]
        }
    }

    /// `running = (1 - momentum) * running + momentum * batch`, with the unbiased variance.
    func follow(_ mean: UnsafePointer<Float>, _ variance: UnsafePointer<Float>, samples: Int) {
        let momentum = Float(settings.momentum)
        let unbiased = samples > 1 ? Float(samples) / Float(samples - 1) : 1
        for channel in 0..<count {
            let place = first + channel
            parameters[2][place] += momentum * (mean[channel] - parameters[2][place])
            parameters[3][place] +=
                momentum * (variance[channel] * unbiased - parameters[3][place])
        }
    }
}
