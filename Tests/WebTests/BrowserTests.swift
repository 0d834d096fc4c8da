import Foundation
import Testing

/// The pages in a real browser, and the interface against its description; by Python programs that `Tools/install.sh test`
/// installs. Without them these tests are skipped.
struct BrowserTests {
    /// Where `Tools/install.sh` puts them; `STUDY_WEB_PYTHON` names another Python, or none when it is empty.
    static let python: String? = {
        let environment = ProcessInfo.processInfo.environment
        let home = environment["HOME"] ?? "/root"
        let cache = environment["XDG_CACHE_HOME"] ?? "\(home)/.cache"
        let path = environment["STUDY_WEB_PYTHON"] ?? "\(cache)/study/web/bin/python"
        return FileManager.default.isExecutableFile(atPath: path) ? path : nil
    }()
    static let hasBrowser = FileManager.default.isExecutableFile(
        atPath: ProcessInfo.processInfo.environment["STUDY_CHROMIUM"] ?? "/usr/bin/chromium")

    private func run(_ program: String, _ arguments: [String]) throws -> (Int32, String) {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        // Schemathesis leaves notes where it is started.
        process.currentDirectoryURL = URL(
            fileURLWithPath: try Fixture.shared.get().folder)
        let output = Pipe()
        process.standardOutput = output
        process.standardError = output
        try process.run()
        let data = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return (process.terminationStatus, String(decoding: data, as: UTF8.self))
    }

    /// Upload, sample, error, drop, paste; with and without JavaScript, by keyboard alone, on a phone, light and dark; and what
    /// axe-core finds. `STUDY_SCREENSHOTS` names a folder to leave pictures in.
    @Test(.enabled(if: python != nil && hasBrowser)) func peopleCanUseThePages() throws {
        let server = try ServerProcess()
        let script = URL(fileURLWithPath: Fixture.samples)
            .appendingPathComponent("../../Tools/web/browser.py").standardizedFileURL.path
        let image = "\(Fixture.samples)/phantom-pneumonia-1.jpeg"
        let folder = ProcessInfo.processInfo.environment["STUDY_SCREENSHOTS"].map { [$0] } ?? []
        let (status, text) = try run(
            try #require(Self.python), [script, "\(server.address)/", image] + folder)
        #expect(status == 0, "\(text)")
    }

    /// What schemathesis makes up from the description: no answer that it does not describe.
    @Test(.enabled(if: python != nil)) func theInterfaceIsAsDescribed()
        throws
    {
        let server = try ServerProcess()
        let python = try #require(Self.python)
        let program = URL(fileURLWithPath: python).deletingLastPathComponent()
            .appendingPathComponent("schemathesis").path
        let (status, text) = try run(
            program,
            [
                "run", "\(server.address)/openapi.json", "--max-examples", "20", "--seed", "1",
                "--workers", "2", "--no-color", "--generation-database", "none",
                // No description can say which bytes are an image.
                "--exclude-checks", "positive_data_acceptance",
            ])
        #expect(status == 0, "\(text.suffix(4000))")
    }
}
