package import Images

/// The preprocessing of the networks of a model. Networks with the same settings share it, so that
/// an image is decoded once.
package struct ModelInput: Sendable {
    /// The different preprocessings.
    private let inputs: [NetworkInput]
    /// The number of each network's preprocessing.
    private let numbers: [Int]

    /// An image as the networks of a model get it.
    package struct Image: Sendable {
        /// The values of each different preprocessing, `[3, crop, crop]`.
        fileprivate let values: [[Float]]
    }

    init(_ all: [NetworkInput]) {
        var (inputs, numbers): ([NetworkInput], [Int]) = ([], [])
        for input in all {
            let known = inputs.firstIndex {
                $0.transform == input.transform && $0.normalization == input.normalization
            }
            numbers.append(known ?? inputs.count)
            if known == nil { inputs.append(input) }
        }
        self.inputs = inputs
        self.numbers = numbers
    }

    /// The resizing and cropping of the first network.
    package var transform: EvaluationTransform { inputs[0].transform }

    /// The preprocessing in one line, for messages.
    package var title: String {
        inputs.map(\.title).joined(separator: "; ")
    }

    /// The image as one of the networks gets it, `[3, crop, crop]`.
    func values(_ image: Image, network: Int) -> [Float] { image.values[numbers[network]] }

    /// True if all networks get the same values of an image.
    var isShared: Bool { inputs.count == 1 }

    /// Reads an image, with the properties of its file that are not visible in the values.
    /// - Throws: `ImageError`.
    package func described(
        _ source: ImageSource
    ) throws(ImageError) -> (image: Image, properties: ImageProperties) {
        let (first, properties) = try inputs[0].described(source)
        return (try image(first, source), properties)
    }

    /// Reads an image as `described(_:)` does, with a view of it for display, `[side, side]`.
    /// - Parameter viewed: the transform of the view, with exact decoding.
    /// - Throws: `ImageError`.
    package func described(
        _ source: ImageSource, viewed: EvaluationTransform
    ) throws(ImageError) -> (image: Image, properties: ImageProperties, view: RGBImage) {
        let (first, properties, view) = try inputs[0].values(source, viewed: viewed)
        return (try image(first, source), properties, view)
    }

    private func image(_ first: [Float], _ source: ImageSource) throws(ImageError) -> Image {
        var values = [first]
        for input in inputs.dropFirst() { values.append(try input.values(source)) }
        return Image(values: values)
    }

    /// The first network's values of an image, converted back to pixels.
    func pixels(of image: Image) -> RGBImage {
        let (side, normalization) = (transform.crop, inputs[0].normalization)
        let pixels = image.values[0].withUnsafeBufferPointer { normalization.bytes(of: $0) }
        return RGBImage(width: side, height: side, pixels: pixels)
    }
}
