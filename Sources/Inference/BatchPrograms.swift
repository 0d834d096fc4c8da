import Engine
import Foundation
import Networks
import Tensors

/// A network compiled for inference in batches of several sizes, which all give an image the bits
/// that it gets alone.
///
/// Libraries choose kernels, and how they split sums, by the size of a batch, so programs of
/// different sizes round differently. What the program of one image says is what counts. A larger
/// one is used only where a look at random images finds the same bits; else images pass through a
/// smaller one. Not thread-safe.
package final class BatchPrograms {
    private let graph: (Int) throws -> Graph
    private let device: any Device
    private let single: any Program
    /// From the largest to the smallest, that of one image last.
    private var programs: [any Program]

    /// - Parameters:
    ///   - graph: the network's, for a batch size.
    ///   - device: the device, with the kernels to run on.
    ///   - parameters: all of the network's, by name; counters may be missing.
    /// - Throws: `ShapeError`, `EngineError`.
    init(
        _ graph: @escaping (Int) throws -> Graph, on device: any Device,
        parameters: [String: Tensor]
    ) throws {
        self.graph = graph
        self.device = device
        single = try device.compile(try graph(1), Self.options(sharing: nil))
        for parameter in single.graph.parameters {
            let value =
                parameters[parameter.name] ?? parameter.initializer.tensor(for: parameter, seed: 0)
            try single.setParameter(parameter.name, to: value)
        }
        programs = [single]
    }

    private static func options(sharing program: (any Program)?) -> CompileOptions {
        CompileOptions(
            mode: .inference, threads: ProcessInfo.processInfo.activeProcessorCount,
            sharing: program)
    }

    /// What looks where the network looks, in one image at a time.
    /// - Throws: `GraphSplitError` for a network without feature maps, `EngineError`.
    func gradCAM() throws -> GradCAM {
        try GradCAM(
            single.graph, sharing: single, on: device,
            threads: ProcessInfo.processInfo.activeProcessorCount)
    }

    /// The largest number of images that pass through the network at once so far.
    package var largest: Int { programs[0].graph.inputShape[0] }

    /// The largest number of images that are worth being passed at once.
    package static let largestSize = 16

    /// Sizes that have not been looked at, and the outputs of random images alone, as far as they
    /// were needed.
    private var untried = [2, 4, 8, largestSize]
    private var expected: [Int: [Float]] = [:]

    /// Looks at the next larger batch, and keeps its program if it gives the same bits at its ends
    /// and in its middle. That takes the time of a few dozen images in all.
    /// - Returns: whether there are more to look at.
    /// - Throws: `EngineError`.
    package func grow() throws -> Bool {
        guard let size = untried.first else { return false }
        untried.removeFirst()
        let images = Self.images(count: size, width: single.graph.inputShape.count)
        let places = Set([0, 1, size / 2, size - 1])
        for index in places where expected[index] == nil {
            expected[index] = try infer(single, images, index..<index + 1)
        }
        let program = try device.compile(try graph(size), Self.options(sharing: single))
        try program.refreshParameters()
        let found = try infer(program, images, 0..<size)
        let isSame = places.allSatisfy { index in
            let wanted = expected[index] ?? []
            return zip(found.dropFirst(index * wanted.count), wanted)
                .allSatisfy { $0.bitPattern == $1.bitPattern }
        }
        if isSame { programs.insert(program, at: 0) }
        return !untried.isEmpty
    }

    /// Random values of the spread that normalised pixels have: `[count, width]`.
    private static func images(count: Int, width: Int) -> [Float] {
        var stream = RandomStream(seed: 0, purpose: .initialization)
        return (0..<count * width).map { _ in Float(stream.nextUniform() * 4 - 2) }
    }

    /// The outputs of images, in as few passes as their programs allow.
    /// - Parameter images: `[count, C, H, W]`
    /// - Returns: `[count, classes]`
    /// - Throws: `EngineError`.
    func infer(_ images: [Float], count: Int) throws -> [Float] {
        var outputs: [Float] = []
        var start = 0
        while start < count {
            // The largest that is full: one that is not takes as long.
            let program = programs.first { $0.graph.inputShape[0] <= count - start } ?? single
            let end = start + program.graph.inputShape[0]
            outputs += try infer(program, images, start..<end)
            start = end
        }
        return outputs
    }

    private func infer(
        _ program: any Program, _ images: [Float], _ range: Range<Int>
    ) throws -> [Float] {
        let width = single.graph.inputShape.count
        return try images.withUnsafeBufferPointer { all in
            let part = UnsafeBufferPointer(
                rebasing: all[range.lowerBound * width..<range.upperBound * width])
            return try program.infer(Batch(part, count: range.count))
        }
    }
}
