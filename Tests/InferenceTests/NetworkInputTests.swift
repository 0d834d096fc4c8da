import Datasets
import Files
import Images
import Inference
import JSON
import Testing
import TestSupport
import Vocabulary

struct NetworkInputTests {
    /// An image that is decoded once for the network and for display gives the same pixels as two
    /// decodings.
    @Test(arguments: ["gray.jpeg", "progressive-gray.jpeg", "gray.png", "colour.jpeg", "cmyk.jpeg"])
    func aViewChangesNoValue(name: String) throws {
        let source = ImageSource.file(FilePath("\(Golden.folder)/images/\(name)"))
        let viewed = EvaluationTransform(resize: 80, crop: 72)
        for mode in DecodeMode.allCases {
            let input = NetworkInput(
                EvaluationTransform(resize: 20, crop: 18, decode: mode),
                PixelNormalization(.imageNet))
            let both = try input.values(source, viewed: viewed)
            #expect(both.values == (try input.values(source)))
            #expect(both.view == viewed.apply(try RGBImage(source)))
        }
    }

    /// Gray images are processed separately; a crop that is larger than the image is padded.
    @Test(
        arguments: ["gray.jpeg", "progressive-gray.jpeg", "gray.png", "colour.jpeg", "cmyk.jpeg"],
        [(20, 18), (20, 24)])
    func isTheNormalisedTransform(name: String, size: (resize: Int, crop: Int)) throws {
        let path = "\(Golden.folder)/images/\(name)"
        for mode in DecodeMode.allCases {
            let transform = EvaluationTransform(
                resize: size.resize, crop: size.crop, decode: mode)
            var pixels = [UInt8](repeating: 7, count: transform.byteCount)
            _ = try pixels.withUnsafeMutableBufferPointer {
                try transform.apply(path: FilePath(path), into: $0)
            }
            var expected = [Float](repeating: .nan, count: pixels.count)
            expected.withUnsafeMutableBufferPointer { target in
                guard let target = target.baseAddress else { return }
                pixels.withUnsafeBufferPointer {
                    PixelNormalization.apply(PixelNormalization(.imageNet).table, $0, into: target)
                }
            }
            let input = NetworkInput(transform, PixelNormalization(.imageNet))
            var values = [Float](repeating: .nan, count: input.width)
            try values.withUnsafeMutableBufferPointer { target in
                guard let target = target.baseAddress else { return }
                try input.read(path: FilePath(path), into: target)
            }
            #expect(values == expected)
        }
    }

    /// Predictions see the window and the orientation of the training.
    @Test func windowAndOrientationAreApplied() throws {
        let deep = ImageSource.file(FilePath("\(Golden.folder)/images/gray16.png"))
        let plain = EvaluationTransform(resize: 20, crop: 18)
        let own = EvaluationTransform(
            resize: 20, crop: 18, window: .percentiles(low: 5, high: 95), orientation: .exif)
        let turned = ImageSource.file(FilePath("\(Golden.folder)/images/turned.jpeg"))
        for source in [deep, turned] {
            let input = NetworkInput(own, PixelNormalization(.imageNet))
            let (values, properties) = try input.described(source)
            let other = NetworkInput(plain, PixelNormalization(.imageNet))
            #expect(values != (try other.values(source)))
            #expect(properties.orientation == 1)
            let both = try input.values(source, viewed: own.enlarged(by: 2))
            #expect(both.values == values && both.properties == properties)
            #expect(both.view.width == 36)
        }
        let input = NetworkInput(own, PixelNormalization(.imageNet))
        #expect(input.title.contains("window from percentile 5 to 95, orientation by the metadata"))
    }

    @Test func aBadFileIsNamed() throws {
        let input = NetworkInput(
            EvaluationTransform(resize: 8, crop: 8), PixelNormalization(.imageNet))
        var values = [Float](repeating: 0, count: input.width)
        #expect(
            throws: ImageError(path: "/none.png", kind: .unreadable("No such file or directory"))
        ) {
            try values.withUnsafeMutableBufferPointer { target in
                guard let target = target.baseAddress else { return }
                try input.read(path: "/none.png", into: target)
            }
        }
    }
}
