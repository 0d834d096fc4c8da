import Datasets
import Engine
import Evaluation
import Files
import Foundation
import Images
import Inference
import JSON
import ProgramSupport
import Results
import Runs
import Testing
import TestSupport
import Vocabulary

/// A study of images whose names contain any bytes, and all files that the program writes of it.
struct NameStudyTests {
    /// Gray noise that depends on the path.
    private static func pixels(_ path: FilePath) -> [UInt8] {
        var state = path.bytes.reduce(UInt64(14_695_981_039_346_656_037)) {
            ($0 ^ UInt64($1)) &* 1_099_511_628_211
        }
        return (0..<40 * 40).map { _ in
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return UInt8(state >> 56)
        }
    }

    private static let study = """
        {
          "name": "names",
          "dataset": {
            "path": "set", "resize": 36, "crop": 32, "onBadImage": "skip", "positiveClass": "B"
          },
          "training": { "epochs": 1, "batchSize": 16, "optimizer": { "kind": "adam" } },
          "sweep": { "network": [{ "kind": "cnn4", "channels": 8 }], "seed": [1] }
        }
        """

    @Test func everyImageKeepsItsPixelsAndItsLabel() throws {
        try withTemporaryFolder { folder in
            var labels: [String: String] = [:]
            var damaged: Set<String> = []
            for (number, name) in RandomNames.names(300).enumerated() {
                let split = Split.allCases[number % 3]
                let label = number % 2 == 0 ? "A" : "B"
                let path = FilePath("\(split.rawValue)/\(label)").appending(name)
                if number % 31 == 7 {
                    damaged.insert(path.text)
                    BytesInFolders.write(Data("no image".utf8), path.bytes, in: "\(folder)/set")
                    continue
                }
                labels[path.text] = label
                let data = try JPEG.encode(
                    gray: Self.pixels(path), width: 40, height: 40, quality: 95)
                BytesInFolders.write(data, path.bytes, in: "\(folder)/set")
            }
            let study = try CommandLineStudy(in: folder, named: "names", text: Self.study)
            let outcome = try study.end("results")
            #expect(outcome.status == 0, "\(outcome.text)")
            let results = ResultsFolder(study.path("results"))
            let trial = try results.trial(#require(results.readLock().trials.first).id)
            for split in [Split.val, .test] {
                let table = try #require(try trial.readPredictions(split))
                let files = table.files
                let expected = labels.keys.filter { $0.hasPrefix("\(split.rawValue)/") }
                #expect(files.count == Set(files).count && Set(files) == Set(expected))
                let actual = table.predictions.labels.map { table.classes[$0] }
                #expect(actual == files.map { labels[$0] })
                // The pixels are those of the file itself; the noise differs between images.
                let paths = files.map { FilePath("\(folder)/set").appending(text: $0) }
                var own: [Double] = []
                let predictor = try Predictor(
                    TrainedNetwork(trial: trial.path), on: OneDNNDevice())
                try predictor.predict(paths) { _, prediction, _ in
                    own.append(try prediction.get().probabilities[0])
                }
                #expect(own.count == files.count)
                for (image, probability) in own.enumerated() {
                    let expected = table.predictions.probabilities(of: image)[0]
                    #expect(abs(expected - probability) < 1e-5, "\(files[image])")
                }
                #expect(Set(own.map { Int($0 * 1e5) }).count > files.count / 2)
            }
            #expect(try study.study("verify", results.path).status == 0)
            #expect(try study.study("report", results.path, "--html").status == 0)
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(report.contains("\(damaged.count) images could not be read"))
            let skipped = try results.readLock().dataset.skipped
            #expect(skipped.count == damaged.count)
            #expect(damaged.allSatisfy { path in skipped.contains { $0.hasPrefix("\(path): ") } })
            // No byte of a name can end a row, a line or an element.
            for path in [results.reportPath, results.pagePath] {
                let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
                #expect(bytes.allSatisfy { $0 >= 32 || $0 == 10 || $0 == 9 })
                #expect(String(validating: bytes, as: UTF8.self) != nil)
            }
        }
    }

    /// Names of classes that other programs would read as HTML, Markdown, formulas or settings.
    @Test func classNamesAreEscapedEverywhere() throws {
        try withTemporaryFolder { folder in
            let classes = [
                "<img src=x onerror=alert(1)>", "=HYPERLINK(\"http:x\",\"y\")", "__init__", "a|b`c",
                "*x* \\ $y$ 100%",
            ]
            for (split, count) in [(Split.train, 8), (.val, 4), (.test, 4)] {
                for name in classes {
                    for number in 0..<count {
                        let path = FilePath("\(split.rawValue)").appending(name)
                            .appending("\(number).jpeg")
                        let data = try JPEG.encode(
                            gray: Self.pixels(path), width: 40, height: 40, quality: 95)
                        BytesInFolders.write(data, path.bytes, in: "\(folder)/set")
                    }
                }
            }
            let study = try CommandLineStudy(
                in: folder, named: "classes",
                text: Self.study.replacing(#", "positiveClass": "B""#, with: ""))
            let outcome = try study.end("results")
            #expect(outcome.status == 0, "\(outcome.text)")
            let results = ResultsFolder(study.path("results"))
            let lock = try results.readLock()
            #expect(lock.dataset.classes == classes.sorted())
            let html = results.pagePath
            #expect(try study.study("report", results.path, "--html").status == 0)
            let page = try String(contentsOfFile: html, encoding: .utf8)
            #expect(!page.contains("<img src=x"))
            #expect(page.contains("&lt;img src=x onerror=alert(1)&gt;"))
            for name in ["__init__", "a|b`c", "*x* \\ $y$ 100%", "=HYPERLINK("] {
                #expect(page.contains(name), "\(name)")
            }
            let report = try String(contentsOfFile: results.reportPath, encoding: .utf8)
            #expect(!report.contains(/[^\\]<img src=x/))
            let tables = try FileManager.default.contentsOfDirectory(
                atPath: "\(results.path)/tables"
            ).filter { $0.hasSuffix(".csv") }
            #expect(!tables.isEmpty)
            for table in tables {
                let text = try String(
                    contentsOfFile: "\(results.path)/tables/\(table)", encoding: .utf8)
                #expect(!text.contains(/(?m)(^|,)"?=/), "\(table)")
            }
            // If there is a page, writing the report replaces it, too.
            try "old".write(toFile: html, atomically: true, encoding: .utf8)
            #expect(try study.study("report", results.path).status == 0)
            #expect(try String(contentsOfFile: html, encoding: .utf8) == page)
        }
    }

    @Test func predictingAnUnreadableImageFails() throws {
        try withTemporaryFolder { folder in
            let study = PhantomStudy(
                folder, network: #"{ "kind": "cnn4", "channels": 8 }"#, epochs: 1,
                sweep: #"{ "seed": [1] }"#)
            let trial = try #require(try study.run().trials.first).entry.id
            let path = try study.plan().folder.trial(trial).path
            BytesInFolders.write(Data("no image".utf8), Array("new/a.png".utf8), in: folder)
            BytesInFolders.write(Data("no image".utf8), Array("new/b.jfif".utf8), in: folder)
            let program = try #require(Bundle.main.executableURL).deletingLastPathComponent()
                .appendingPathComponent("study")
            let process = Process()
            let (output, errors) = (Pipe(), Pipe())
            process.executableURL = program
            process.arguments = ["predict", "\(folder)/new", "--trial", path]
            process.standardOutput = output
            process.standardError = errors
            try process.run()
            let printed = output.fileHandleForReading.readDataToEndOfFile()
            let said = String(
                decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
            process.waitUntilExit()
            #expect(process.terminationStatus == 1)
            #expect(printed.isEmpty)
            #expect(said.contains("a.png") && said.contains("jfif"), "\(said)")
        }
    }
}
