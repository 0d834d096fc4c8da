import Foundation

/// A real browser that Python programs drive, both as `Tools/install.sh test` installs them.
package enum WebBrowser {
    /// `STUDY_WEB_PYTHON` names another Python, or none when it is empty; nil where there is none.
    package static let python: String? =
        ProcessInfo.processInfo.environment["STUDY_WEB_PYTHON"] == nil
        ? ExternalProgram.installed("web/bin/python") : ExternalProgram.python("STUDY_WEB_PYTHON")

    package static let isThere =
        python != nil
        && FileManager.default.isExecutableFile(
            atPath: ProcessInfo.processInfo.environment["STUDY_CHROMIUM"] ?? "/usr/bin/chromium")

    /// Where screenshots are to be left, as an argument; `STUDY_SCREENSHOTS` names the folder.
    package static var screenshots: [String] {
        ProcessInfo.processInfo.environment["STUDY_SCREENSHOTS"].map { [$0] } ?? []
    }
}
