import ArgumentParser
import Datasets
import Files
import Foundation
import Images
import Inference
import JSON
import Options
import Processes
import Runs
import Vocabulary

/// The command `study data bench`, which times the preprocessing of images.
struct DataBenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench", abstract: "Measure the speed of image preprocessing.",
        discussion: """
            Each round reads, resizes, crops and normalizes all images of a folder. --cached reads decoded images, as \
            training does. The printed rate is that of the fastest round.

            EXAMPLE
              study data bench Data/chest_xray --threads 1 --json
            """)

    @Argument(help: "A folder with images.", completion: .directory) var folder: String
    @Option(
        help: ArgumentHelp("Shorter side after resizing, in pixels.", valueName: "pixels"))
    var resize = 256
    @Option(
        help: ArgumentHelp("Side of the center crop, in pixels.", valueName: "pixels"))
    var crop = 224
    @Option(help: "The interpolation for resizing.") var interpolation = Interpolation.bilinear
    @Option(help: "How JPEG images are decoded; fast decodes them at a reduced size.")
    var decode = DecodeMode.exact
    @Flag(help: "Read decoded images from a cache.") var cached = false
    @Option(
        help: ArgumentHelp("Number of threads; 0: one for each core.", valueName: "number"))
    var threads = 0
    @Option(
        help: ArgumentHelp(
            "Number of timed rounds, after one warm-up round.", valueName: "number"))
    var rounds = 5
    @Flag(help: "Print JSON.") var json = false

    func validate() throws {
        guard resize > 0, crop > 0, rounds > 0, threads >= 0 else {
            throw ValidationError(
                "--resize, --crop and --rounds must be at least 1, --threads at least 0")
        }
    }

    func run() throws {
        let transform = EvaluationTransform(
            resize: resize, crop: crop, interpolation: interpolation, decode: decode)
        let threads = threads > 0 ? threads : AvailableCores.count
        let seconds =
            cached
            ? try DecodedCopy.with(folder, transform) { try time($0, threads: threads) }
            : try time(
                ImageSource(files: ImageFiles.expanded([folder]), transform), threads: threads)
        let (count, best) = (seconds.count, seconds.rounds.min() ?? 0)
        let rate = Double(count) / best
        let report: JSONValue = [
            "images": .number(Double(count)), "threads": .number(Double(threads)),
            "imagesPerSecond": .number(rate),
            "roundSeconds": .array(seconds.rounds.map { .number($0) }),
        ]
        let text = String(
            format: "%d images, %d threads: %.0f images/s, %.3f ms each", count, threads, rate,
            1000 / rate * Double(threads))
        print(json ? report.pretty : text)
    }

    private func time(
        _ source: any InputSource, threads: Int
    ) throws -> (count: Int, rounds: [Double]) {
        var seconds: [Double] = []
        for _ in 0...rounds {
            let start = ContinuousClock.now
            // Thread t reads the images t, t + threads, ..., and reuses one buffer.
            _ = try Parallel.map(count: threads) { thread in
                try withUnsafeTemporaryAllocation(of: Float.self, capacity: 3 * crop * crop) {
                    guard let target = $0.baseAddress else { return }
                    for index in stride(from: thread, to: source.count, by: threads) {
                        try source.read(index, into: target)
                    }
                }
            }
            seconds.append((ContinuousClock.now - start) / .seconds(1))
        }
        return (source.count, Array(seconds.dropFirst()))
    }
}

extension DecodeMode: ExpressibleByArgument {}

/// A source of preprocessed images.
private protocol InputSource {
    var count: Int { get }
    func read(_ index: Int, into target: UnsafeMutablePointer<Float>) throws
}

/// Images that are read from their files.
private struct ImageSource: InputSource {
    let files: [FilePath]
    let input: NetworkInput

    init(files: [FilePath], _ transform: EvaluationTransform) {
        self.files = files
        input = NetworkInput(transform, PixelNormalization(.imageNet))
    }

    var count: Int { files.count }

    func read(_ index: Int, into target: UnsafeMutablePointer<Float>) throws {
        try input.read(path: files[index], into: target)
    }
}

/// Images that are read from a decoded set.
private struct DecodedCopy: InputSource {
    let images: NormalizedImages

    /// Decodes the class folders in `folder`, or in its training split, into a temporary folder.
    static func with<R>(
        _ folder: String, _ transform: EvaluationTransform, _ body: (DecodedCopy) throws -> R
    ) throws -> R {
        let files = FileManager.default
        let scratch = files.temporaryDirectory.appendingPathComponent("study-\(UUID().uuidString)")
        defer { try? files.removeItem(at: scratch) }
        let set = scratch.appendingPathComponent("set")
        try files.createDirectory(at: set, withIntermediateDirectories: true)
        let source = URL(fileURLWithPath: folder).standardizedFileURL
        let train = source.appendingPathComponent("train")
        try files.createSymbolicLink(
            at: set.appendingPathComponent("train"),
            withDestinationURL: files.fileExists(atPath: train.path) ? train : source)
        let split = try DecodedSplit(
            Dataset(root: set.path), .train, transform: transform, onBadImage: .skip,
            cacheFolder: scratch.appendingPathComponent("cache").path)
        return try body(DecodedCopy(images: NormalizedImages(split, PixelNormalization(.imageNet))))
    }

    var count: Int { images.count }

    func read(_ index: Int, into target: UnsafeMutablePointer<Float>) throws {
        try images.write(index, into: target)
    }
}
