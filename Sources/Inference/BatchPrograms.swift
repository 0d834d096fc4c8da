import Engine
import Foundation
import Networks
import Processes
import Tensors
import Vocabulary

/// A network compiled for inference in minibatches of several sizes, all of which give identical
/// results for an image.
///
/// Libraries choose kernels, and the order of sums, by the batch size, so programs of different
/// sizes round differently. The results of the program for one image are the reference. A program
/// with a larger batch is used only if a test with random images gives identical results; otherwise
/// images are processed in smaller batches. Not thread-safe.
package final class BatchPrograms {
    private let graph: (Int) throws -> Graph
    private let device: any Device
    private let precision: ComputePrecision
    private let single: any Program
    /// The programs from the largest to the smallest batch size; the last one is for one image.
    private var programs: [any Program]

    /// - Parameters:
    ///   - graph: the graph of the network for a batch size.
    ///   - device: the device, with the kernels to use.
    ///   - precision: the number format of the computation.
    ///   - parameters: all parameters of the network by name; counters may be missing.
    ///   - fixed: the batch size and number of threads to use, such as those of a training, whose
    ///     results are then reproduced; nil: the program for one image is the reference.
    /// - Throws: `ShapeError`, `EngineError`.
    init(
        _ graph: @escaping (Int) throws -> Graph, on device: any Device,
        precision: ComputePrecision, parameters: [String: Tensor],
        fixed: (size: Int, threads: Int)? = nil
    ) throws {
        self.graph = graph
        self.device = device
        self.precision = precision
        untested = fixed == nil ? [2, 4, 8, Self.largestSize] : []
        single = try device.compile(
            try graph(fixed?.size ?? 1),
            Self.options(precision, threads: fixed?.threads, sharing: nil))
        for parameter in single.graph.parameters {
            let value =
                parameters[parameter.name] ?? parameter.initializer.tensor(for: parameter, seed: 0)
            try single.setParameter(parameter.name, to: value)
        }
        programs = [single]
    }

    private static func options(
        _ precision: ComputePrecision, threads: Int? = nil, sharing program: (any Program)?
    ) -> CompileOptions {
        CompileOptions(
            mode: .inference, precision: precision,
            threads: threads ?? AvailableCores.count, sharing: program)
    }

    /// Compiles Grad-CAM for one image at a time, in 32-bit floats.
    /// - Throws: `GraphSplitError` for a network without feature maps, `EngineError`.
    func gradCAM() throws -> GradCAM {
        try GradCAM(
            single.graph, sharing: single, on: device,
            threads: AvailableCores.count)
    }

    /// The largest batch size that is currently used.
    package var largest: Int { programs[0].graph.inputShape[0] }

    /// The largest batch size that is tested; larger batches are not faster.
    package static let largestSize = 16

    /// The sizes that were not yet tested, and the outputs of random images alone that tests needed
    /// so far.
    private var untested: [Int]
    private var expected: [Int: [Float]] = [:]

    /// Tests the next larger batch size, and keeps its program if the results at the ends and in
    /// the middle of the batch are identical. All tests together take the time of a few dozen
    /// images.
    /// - Returns: true if there are more sizes to test.
    /// - Throws: `EngineError`.
    package func grow() throws -> Bool {
        guard let size = untested.first else { return false }
        untested.removeFirst()
        let images = Self.images(count: size, width: width)
        let positions = Set([0, 1, size / 2, size - 1])
        for index in positions where expected[index] == nil {
            expected[index] = try infer(single, images, index..<index + 1)
        }
        let program = try device.compile(try graph(size), Self.options(precision, sharing: single))
        try program.refreshParameters()
        let found = try infer(program, images, 0..<size)
        let isSame = positions.allSatisfy { index in
            let wanted = expected[index] ?? []
            return zip(found.dropFirst(index * wanted.count), wanted)
                .allSatisfy { $0.bitPattern == $1.bitPattern }
        }
        if isSame { programs.insert(program, at: 0) }
        return !untested.isEmpty
    }

    /// Random values with the range of normalized pixels: `[count, width]`.
    private static func images(count: Int, width: Int) -> [Float] {
        var stream = RandomStream(seed: 0, purpose: .initialization)
        return (0..<count * width).map { _ in Float(stream.nextUniform() * 4 - 2) }
    }

    /// The outputs of images, in as few batches as possible.
    /// - Parameter images: the images, `[count, C, H, W]`.
    /// - Returns: the logits, `[count, classes]`.
    /// - Throws: `EngineError`.
    func infer(_ images: [Float], count: Int) throws -> [Float] {
        var outputs: [Float] = []
        var start = 0
        while start < count {
            // The largest batch that is completely filled; a partly filled batch takes as long as a
            // full one.
            let program = programs.first { $0.graph.inputShape[0] <= count - start } ?? single
            let end = min(count, start + program.graph.inputShape[0])
            outputs += try infer(program, images, start..<end)
            start = end
        }
        return outputs
    }

    /// The number of values of an image.
    private var width: Int { single.graph.inputShape.count / single.graph.inputShape[0] }

    private func infer(
        _ program: any Program, _ images: [Float], _ range: Range<Int>
    ) throws -> [Float] {
        return try images.withUnsafeBufferPointer { all in
            let part = UnsafeBufferPointer(
                rebasing: all[range.lowerBound * width..<range.upperBound * width])
            return try program.infer(Batch(part, count: range.count))
        }
    }
}
