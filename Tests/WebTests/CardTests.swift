import Analysis
import Files
import Foundation
import Images
import TestSupport
import Testing

/// What the pages say of the model and of images: the card, example images, notes and colors.
struct CardTests {
    /// A trial of images that are not known to be synthetic.
    private static let realTrial = Result {
        let fixture = try Fixture.shared.get()
        let text = try String(contentsOfFile: "\(fixture.folder)/study.json", encoding: .utf8)
        let study = text.replacing(#/,\s*"phantom": {[^}]*}/#, with: "")
        try study.write(
            toFile: "\(fixture.folder)/real.json", atomically: true, encoding: .utf8)
        _ = try Fixture.run(
            "study",
            [
                "run", "\(fixture.folder)/real.json", "--output", "\(fixture.folder)/real",
                "--cache", "\(fixture.folder)/cache", "--quiet",
            ])
        return "\(fixture.folder)/real/trials/cnn4-constant-s1"
    }

    private func titles(_ page: String) -> [String] {
        page.matches(of: #/<img src="/samples/\d+"[^>]*><span>([^<]*)</#).map {
            String($0.output.1)
        }
    }

    @Test func cardsNameInputAndDecision() async throws {
        let server = try ServerProcess()
        let card = try await server.ask("/v1/model").json
        #expect(card["name"] as? String == "cnn4-constant-s1")
        #expect(card["inputSize"] as? Int == 32)
        #expect(card["positiveClass"] as? String == "PNEUMONIA")
        #expect(card["threshold"] as? Double == 0.5)
        let best = try #require(card["validationThreshold"] as? Double)
        #expect((0...1).contains(best))
        let page = try await server.ask("/").text
        for text in [
            "32 x 32 pixels: the shorter side is resized to 36 (bilinear)", "Positive class",
            "0.5: the more probable class is predicted", "Intended use",
            String(format: "%.3f: the probability of PNEUMONIA", best),
        ] { #expect(page.contains(text), "\(text)") }
    }

    @Test func syntheticImagesAreForNetworksTrainedOnThem() async throws {
        let synthetic = try await ServerProcess(samples: nil).ask("/").text
        #expect(titles(synthetic).contains("phantom-normal-1"))
        #expect(synthetic.contains("These X-rays are synthetic"))
        let trial = try Self.realTrial.get()
        let real = try await ServerProcess(serving: ["--trial", trial], samples: nil).ask("/").text
        #expect(!real.contains("Example images") && !real.contains("synthetic"))
        let none = try await ServerProcess(samples: "none").ask("/").text
        #expect(!none.contains("Example images"))
    }

    @Test func imagesOfTheDataSetAreOfferedIfAllowed() async throws {
        let folder = try Fixture.shared.get().folder
        let server = try ServerProcess(
            serving: ["--trial", Self.realTrial.get()], samples: "dataset")
        let titles = titles(try await server.ask("/").text)
        for label in ["NORMAL", "PNEUMONIA"] {
            #expect(titles.count { $0.hasPrefix("\(label): ") } == 6)
        }
        let parts = try #require(titles.first).components(separatedBy: ": ")
        let file = try FileManager.default.contents(
            atPath: #require(
                ["jpeg", "png"].map { "\(folder)/phantom/test/\(parts[0])/\(parts[1]).\($0)" }
                    .first(where: FileManager.default.fileExists)))
        #expect(try await server.ask("/samples/0").body == file)
        // A trial without its study cannot name its images.
        let alone = "\(folder)/alone-\(UUID())/trials/cnn4-constant-s1"
        try FileManager.default.createDirectory(
            atPath: URL(fileURLWithPath: alone).deletingLastPathComponent().path,
            withIntermediateDirectories: true)
        try FileManager.default.copyItem(atPath: Self.realTrial.get(), toPath: alone)
        let (status, text) = try ServerProcess.refusal([
            "--trial", alone, "--port", "0", "--samples", "dataset",
        ])
        #expect(status == 1)
        #expect(text.contains("has no study.lock.json") && text.contains("use --samples DIR"))
    }

    @Test func samplesMustBeImages() throws {
        let trial = try Fixture.shared.get().trial
        try withTemporaryFolder { folder in
            for name in ["empty", "links"] { try FileManager.makeFolder("\(folder)/\(name)") }
            try Data("text".utf8).write(to: URL(fileURLWithPath: "\(folder)/file"))
            try FileManager.default.createSymbolicLink(
                atPath: "\(folder)/links/a.jpeg",
                withDestinationPath: "\(Fixture.samples)/phantom-normal-1.jpeg")
            for (name, message) in [
                ("empty", "contains no JPEG, PNG, TIFF, BMP, WebP or DICOM image"),
                ("file", "is not a folder"),
                ("links", "links to files outside of it are not followed"),
                ("nope", "no such folder"),
            ] {
                let path = "\(folder)/\(name)"
                let (status, text) = try ServerProcess.refusal([
                    "--trial", trial, "--port", "0", "--samples", path,
                ])
                #expect(status == 1, "\(name)")
                #expect(text.contains("--samples \(path): ") && text.contains(message), "\(text)")
            }
        }
    }

    /// An orientation that is not applied is said by the API and on the page.
    @Test func orientationsAreSaid() async throws {
        let server = try ServerProcess()
        let plain = try JPEG.encode(
            gray: [UInt8](repeating: 90, count: 40 * 40), width: 40, height: 40, quality: 90)
        let exif: [UInt8] =
            Array("Exif\0\0II".utf8) + [42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0]
            + [6, 0, 0, 0, 0, 0, 0, 0]
        var turned = plain
        turned.insert(contentsOf: [0xFF, 0xE1, 0, UInt8(exif.count + 2)] + exif, at: 2)
        let note =
            "a.jpg: EXIF orientation 6 (needs a rotation by 90 degrees clockwise) is not applied"
        for (image, isSaid) in [(plain, false), (turned, true)] {
            var form = Form()
            form.add("image", Data(image), file: "a.jpg")
            let response = try await server.post("/v1/predict", form.whole, type: form.type)
            let rows = try #require(response.json["predictions"] as? [[String: Any]])
            let notes = rows.first?["notes"] as? [String]
            #expect((notes?.first?.hasPrefix(note) ?? false) == isSaid)
            let page = try await server.post("/", form.whole, type: form.type)
            #expect(page.status == 200 && page.text.contains(note) == isSaid)
            #expect(page.text.contains("whose input has 32 × 32 pixels"))
        }
    }

    /// Formats of phones and scanners that cannot be decoded are named.
    @Test func otherFormatsAreNamed() async throws {
        let server = try ServerProcess()
        let files: [(name: String, content: [UInt8])] = [
            ("HEIC", [0, 0, 0, 24] + Array("ftypheic\0\0\0\0mif1heic".utf8)),
            ("AVIF", [0, 0, 0, 28] + Array("ftypavif\0\0\0\0avifmif1miaf".utf8)),
            ("JPEG XL", [0xFF, 0x0A, 1]), ("GIF", Array("GIF89a".utf8)),
        ]
        for (name, content) in files {
            let response = try await server.post("/v1/predict", Data(content), type: "image/x")
            #expect(response.status == 422 && response.text.contains("but \(name) (by its"))
            var form = Form()
            form.add("image", Data(content), file: "IMG_1.JPG")
            let page = try await server.post("/", form.whole, type: form.type)
            #expect(page.status == 422 && page.text.contains("but \(name) (by its"))
        }
    }

    /// The style sheet has the colors of the report's charts, in their order.
    @Test func curvesHaveTheColorsOfCharts() async throws {
        let style = try await ServerProcess().ask("/assets/style.css").text
        for (index, color) in ChartMarks.colors.enumerated() {
            #expect(style.contains(".c\(index) { --mark: \(color); }"), "\(color)")
        }
    }
}
