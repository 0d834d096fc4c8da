import Foundation
import TestSupport
import Testing

/// Tests of the pages in a real browser, and of the API against its OpenAPI document, with Python
/// programs that `Tools/install.sh test` installs. Without them, these tests are skipped.
struct BrowserTests {
    /// Upload, example image, error, drop and paste; with and without JavaScript, with the keyboard
    /// only, on a phone, in light and dark mode; and the accessibility checks of axe-core. With a
    /// base path, pages ask for nothing outside of it. `STUDY_SCREENSHOTS` names a folder for
    /// screenshots.
    @Test(
        .enabled(if: WebBrowser.isInstalled, "needs what 'Tools/install.sh test' installs"),
        arguments: [[], ["--base-path", "/tools/study"]])
    func peopleCanUseThePages(options: [String]) throws {
        let server = try ServerProcess(options)
        let image = "\(Fixture.samples)/phantom-pneumonia-1.jpeg"
        let outcome = try ExternalProgram.run(
            try #require(WebBrowser.python),
            [ExternalProgram.tool("web/browser.py"), "\(server.address)/", image]
                + WebBrowser.screenshots,
            in: Fixture.shared.get().folder)
        #expect(outcome.status == 0, "\(outcome.text)")
    }

    /// schemathesis generates requests from the OpenAPI document; each response must match it.
    @Test(.enabled(if: WebBrowser.python != nil, "needs what 'Tools/install.sh test' installs"))
    func theInterfaceIsAsDescribed() throws {
        let server = try ServerProcess()
        let python = try #require(WebBrowser.python)
        let program = URL(fileURLWithPath: python).deletingLastPathComponent()
            .appendingPathComponent("schemathesis").path
        // It leaves notes where it is started.
        let outcome = try ExternalProgram.run(
            program,
            [
                "run", "\(server.address)/openapi.json", "--max-examples", "20", "--seed", "1",
                "--workers", "2", "--no-color", "--generation-database", "none",
                // No description can say which bytes are an image.
                "--exclude-checks", "positive_data_acceptance",
            ], in: Fixture.shared.get().folder)
        #expect(outcome.status == 0, "\(outcome.text.suffix(4000))")
    }
}
