import Foundation
import Tensors
import TestSupport
import Testing
import Weights

@Suite("Support for tests")
struct SupportTests {
    @Test("temporary folders are empty, distinct and removed at the end, after an error too")
    func temporaryFolders() throws {
        let paths = try withTemporaryFolder { first in
            try withTemporaryFolder { second in
                #expect(try FileManager.default.contentsOfDirectory(atPath: first).isEmpty)
                try Data([1]).write(to: URL(fileURLWithPath: "\(first)/file"))
                return [first, second]
            }
        }
        #expect(Set(paths).count == 2)
        for path in paths { #expect(!FileManager.default.fileExists(atPath: path)) }

        struct Refused: Error {}
        var path = ""
        #expect(throws: Refused.self) {
            try withTemporaryFolder {
                path = $0
                throw Refused()
            }
        }
        #expect(!path.isEmpty && !FileManager.default.fileExists(atPath: path))
    }

    @Test("temporary folders outlive suspension")
    func asynchronous() async throws {
        let path = try await withTemporaryFolder { path in
            try await Task.sleep(for: .milliseconds(1))
            #expect(FileManager.default.fileExists(atPath: path))
            return path
        }
        #expect(!FileManager.default.fileExists(atPath: path))
    }

    @Test("central differences are exact for quadratics")
    func finiteDifferences() {
        let point: [Float] = [0.5, -1, 2]
        let gradient = finiteDifferenceGradient(
            of: { x in
                Double(x[0]) * Double(x[0]) + 3 * Double(x[1]) - Double(x[1]) * Double(x[2])
            }, at: point)
        expectClose(gradient, [1, 1, 1], atol: 1e-6, rtol: 1e-6)
    }

    @Test("a golden's tensors and settings are found by name")
    func golden() throws {
        let golden = try Golden("ops/conv2d-k11s4p2")
        #expect(golden.text("op") == "conv2d")
        #expect(try golden.integer("stride") == 4)
        #expect(golden.number("padding") == 2)
        #expect(golden.number("absent") == nil)
        #expect(golden.has("bias") && !golden.has("biases"))
        #expect(try golden.tensor("weight").shape == [64, 3, 11, 11])
        #expect(throws: MissingSetting.self) { try golden.integer("op") }
        #expect(throws: WeightsError.self) { try golden.tensor("biases") }
    }

    @Test(
        "groups of cases are listed, and every file opens",
        arguments: [
            ("random", 3), ("ops", 49), ("optimizers", 18), ("schedules", 28), ("networks", 7),
            ("blocks", 2), ("frozen", 4), ("groups", 2), ("augmentations", 66),
        ])
    func groups(group: String, count: Int) throws {
        let cases = Golden.cases(in: group)
        #expect(cases.count == count)
        for name in cases { #expect(!(try Golden(name).file.entries.isEmpty)) }
        #expect(Golden.cases(in: "ops", prefix: "maxpool").count == 5)
        #expect(Golden.cases(in: "nowhere").isEmpty)
    }
}
