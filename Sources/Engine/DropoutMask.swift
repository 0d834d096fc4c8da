import Networks
import Tensors

/// The mask of a dropout layer, as a pure function of the seed, the step and the layer.
struct DropoutMask {
    /// An element is dropped if its random word is below this threshold.
    private let threshold: UInt32
    private let scale: Float
    private let layer: Int

    /// - Parameter layer: the index of the layer among the dropout layers of the network.
    init(rate: Double, layer: Int) {
        threshold = UInt32(min(rate * 0x1p32, 0x1p32 - 1))
        scale = Float(1 / (1 - rate))
        self.layer = layer
    }

    /// Writes `y = x * mask / (1 - rate)` for the elements of `range`, which starts at a multiple
    /// of 4.
    func apply<Element: KernelElement>(
        to x: UnsafePointer<Element>, _ y: UnsafeMutablePointer<Element>, _ range: Range<Int>,
        _ step: TrainingStep
    ) {
        let stream = RandomStream(
            seed: step.seed, purpose: .dropout, epoch: step.number, index: layer)
        var index = range.lowerBound
        while index < range.upperBound {
            let words = stream.words(block: UInt32(truncatingIfNeeded: index / 4))
            for lane in 0..<min(4, range.upperBound - index) {
                y[index + lane] = Element(
                    words[lane] < threshold ? 0 : x[index + lane].float * scale)
            }
            index += 4
        }
    }
}

/// The factor of each image in stochastic depth, as a pure function of the seed, the step and the
/// layer.
struct ImageMask {
    private let mask: DropoutMask

    /// - Parameter layer: the index of the layer among the dropout layers of the network.
    init(rate: Double, layer: Int) { mask = DropoutMask(rate: rate, layer: layer) }

    /// 0 for each image that is dropped, `1 / (1 - rate)` for the others.
    func factors(images: Int, _ step: TrainingStep) -> [Float] {
        let ones = [Float](repeating: 1, count: images)
        return [Float](unsafeUninitializedCapacity: images) { factors, count in
            ones.withUnsafeBufferPointer { ones in
                guard let source = ones.baseAddress, let target = factors.baseAddress else {
                    return
                }
                mask.apply(to: source, target, 0..<images, step)
            }
            count = images
        }
    }
}

extension Sequence<Operation> {
    /// The number of operations with random numbers: for the operations before a dropout or a
    /// stochastic depth, its `layer`.
    var dropoutCount: Int { count { $0.isRandom } }
}
