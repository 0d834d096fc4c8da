import Foundation
import Results
import Testing
import TestSupport

extension MLflowTests {
    /// Single requests that a server or a proxy does not accept.
    @Suite struct Refusals {
        let server: MLflowServer
        private var folder: String { server.folder }

        init() throws { server = try MLflowTests.server() }

        /// A file or parameter that is refused with a status, or never answered (0).
        struct Refusal: Sendable, CustomTestStringConvertible {
            let status: Int
            let item: String
            /// True for a file; false for a parameter.
            let isFile: Bool
            var testDescription: String { "\(status) \(item)" }
            /// The text in the requests that are refused.
            var text: String { isFile ? "/artifacts/\(item)" : "\"key\":\"\(item)\"" }
        }

        private static let refusals = [
            Refusal(status: 413, item: "best.safetensors", isFile: true),
            Refusal(status: 403, item: "report.md", isFile: true),
            Refusal(status: 500, item: "summary.csv", isFile: true),
            Refusal(status: 507, item: "epochs.csv", isFile: true),
            Refusal(status: 500, item: "network.kind", isFile: false),
            Refusal(status: 413, item: "training.optimizer.kind", isFile: false),
        ]

        @Test(arguments: refusals) func theRestArrives(_ refusal: Refusal) throws {
            let name = "refused-\(refusal.status)-\(refusal.isFile ? "file" : "parameter")"
            let study = try TrackedStudy(in: folder, name, epochs: 2)
            let condition = "\(folder)/\(name).condition"
            try Data().write(to: URL(fileURLWithPath: condition))
            try server.behindProxy(
                "--refuses", "\(refusal.status):\(refusal.text)", "--while", condition
            ) { port in
                let outcome = try study.train("http://127.0.0.1:\(port)")
                #expect(outcome.text.contains(refusal.item), "\(outcome.text)")
                #expect(outcome.text.contains("study track push \(study.path)"))
                let pushed = try study.push(timeout: 2)
                #expect(pushed.status == 1)
                #expect(pushed.text.contains(refusal.item), "\(pushed.text)")
                #expect(pushed.text.contains("status \(refusal.status)"), "\(pushed.text)")
                #expect(!pushed.text.contains("MLFLOW_TRACKING_PASSWORD"))
                try study.check(server, without: [refusal.item])
                let lines = try String(contentsOfFile: study.rejected, encoding: .utf8)
                #expect(lines.contains(refusal.item))
                // Only what is refused is set aside.
                #expect(lines.split(separator: "\n").allSatisfy { $0.contains(refusal.item) })
                // The server accepts it later.
                try FileManager.default.removeItem(atPath: condition)
                let again = try study.push()
                #expect(again.status == 0, "\(again.text)")
            }
            try study.check(server)
        }

        @Test func aFileThatIsNeverAnsweredDoesNotBlockOthers() throws {
            let study = try TrackedStudy(in: folder, "hanging", epochs: 1)
            let condition = "\(folder)/hanging.condition"
            try Data().write(to: URL(fileURLWithPath: condition))
            try study.train("http://127.0.0.1:1")
            try server.behindProxy("--refuses", "0:/artifacts/report.md", "--while", condition) {
                port in
                let address = "http://127.0.0.1:\(port)"
                let pushed = try study.push("--tracking-uri", address, timeout: 1)
                #expect(pushed.status == 1)
                #expect(pushed.text.contains("report.md of hanging: "), "\(pushed.text)")
                try study.check(server, without: ["report.md"])
                try FileManager.default.removeItem(atPath: condition)
                #expect(try study.push("--tracking-uri", address).status == 0)
            }
            try study.check(server)
        }

        /// A push ends although no file is ever answered, and the next one sends what is missing.
        @Test func aPushEndsIfNoFileIsAnswered() throws {
            let study = try TrackedStudy(in: folder, "unanswered", epochs: 1)
            let condition = "\(folder)/unanswered.condition"
            try Data().write(to: URL(fileURLWithPath: condition))
            try study.train("http://127.0.0.1:1")
            try server.behindProxy("--refuses", "0:/artifacts/", "--while", condition) { port in
                let address = "http://127.0.0.1:\(port)"
                // The second push has items that were tried before.
                for _ in 0..<2 {
                    let start = Date()
                    let pushed = try study.push("--tracking-uri", address, timeout: 1)
                    #expect(Date().timeIntervalSince(start) < 60)
                    #expect(pushed.status == 1)
                    #expect(
                        pushed.text.contains("has not answered within 5 s when it got "),
                        "\(pushed.text)")
                    // Files of the trial or of the study, whichever were sent first.
                    let names = #/ of (unanswered|cnn4-constant-s1)[;,: ]/#
                    #expect(pushed.text.contains(names), "\(pushed.text)")
                }
                try FileManager.default.removeItem(atPath: condition)
                #expect(try study.push("--tracking-uri", address).status == 0)
            }
            try study.check(server)
        }

        /// The runs cannot be created for some time; their values come when they can.
        @Test func aRunThatIsRefusedAtFirstComesLater() throws {
            let study = try TrackedStudy(in: folder, "unborn", epochs: 1)
            let condition = "\(folder)/unborn.condition"
            try Data().write(to: URL(fileURLWithPath: condition))
            try server.behindProxy("--refuses", "500:runs/create", "--while", condition) { port in
                try study.train("http://127.0.0.1:\(port)")
                let pushed = try study.push(timeout: 1)
                #expect(pushed.status == 1)
                #expect(pushed.text.contains("status 500"), "\(pushed.text)")
                try FileManager.default.removeItem(atPath: condition)
                let again = try study.push()
                #expect(again.status == 0, "\(again.text)")
            }
            try study.check(server)
        }
    }
}
