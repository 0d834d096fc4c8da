import Datasets
import Files
import Foundation
import Images
import Testing
import TestSupport
import Vocabulary

/// Size, brightness and contrast of sets of images.
struct ImageStatisticsTests {
    private static func image(_ width: Int, _ height: Int, _ value: (Int) -> UInt8) -> RGBImage {
        RGBImage(
            width: width, height: height,
            pixels: (0..<width * height).flatMap {
                [UInt8](repeating: value($0 % width), count: 3)
            })
    }

    @Test func brightnessAndContrastAreThoseOfThePixels() throws {
        try withTemporaryFolder { folder in
            let images = [
                Self.image(100, 80) { _ in 51 }, Self.image(120, 200) { _ in 153 },
                // Left half black, right half white.
                Self.image(128, 128) { $0 < 64 ? 0 : 255 },
            ]
            let files = try images.enumerated().map { number, image in
                let path = "\(folder)/\(number).jpeg"
                try JPEG.encode(image, quality: 100).write(to: URL(fileURLWithPath: path))
                return FilePath(path)
            }
            let broken = FilePath("\(folder)/broken.jpeg")
            try Data([1, 2, 3]).write(to: URL(fileURLWithPath: "\(broken)"))
            let statistics = try ImageStatistics(of: files + [broken])
            let found = try #require(statistics)
            #expect(found.images == 3)
            #expect(found.width == 120 && found.height == 128)
            #expect(abs(found.brightness - (0.2 + 0.6 + 0.5) / 3) < 0.005)
            // The standard deviation of 0.2, 0.6 and 0.5.
            #expect(abs(found.brightnessSD - 0.16997) < 0.005)
            #expect(abs(found.contrast - 0.5 / 3) < 0.01)
        }
    }

    @Test func withoutImagesThereAreNone() throws {
        let found = try [[], [FilePath("/nowhere.jpeg")]].map { try ImageStatistics(of: $0) }
        #expect(found == [nil, nil])
    }
}
