import Foundation

/// A real browser controlled by Python programs, both installed by `Tools/install.sh test`.
package enum WebBrowser {
    /// The path of Python. `STUDY_WEB_PYTHON` gives another one, or none if it is empty; nil if
    /// there is none.
    package static let python: String? =
        ProcessInfo.processInfo.environment["STUDY_WEB_PYTHON"] == nil
        ? ExternalProgram.installed("web/bin/python") : ExternalProgram.python("STUDY_WEB_PYTHON")

    /// True if Python and the browser are installed.
    package static let isInstalled =
        python != nil
        && FileManager.default.isExecutableFile(
            atPath: ProcessInfo.processInfo.environment["STUDY_CHROMIUM"] ?? "/usr/bin/chromium")

    /// The folder for screenshots as an argument; empty unless `STUDY_SCREENSHOTS` is set.
    package static var screenshots: [String] {
        ProcessInfo.processInfo.environment["STUDY_SCREENSHOTS"].map { [$0] } ?? []
    }
}
