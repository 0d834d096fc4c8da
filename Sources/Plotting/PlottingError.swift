/// An error in drawing charts, which leaves the results unchanged.
package enum PlottingError: Error, Sendable, Hashable {
    /// There is no `gnuplot` on the search path; `command` draws the charts later.
    case gnuplotMissing(folder: String, command: String)
    /// There is no `gnuplot` on the search path, without which the image at this path cannot be
    /// drawn.
    case imageNeedsGnuplot(String)
    /// A contact sheet would have more pixels on a side than programs can draw and show.
    case sheetTooLarge(width: Int, height: Int, limit: Int)
    /// gnuplot failed, with the message that it wrote.
    case gnuplotFailed(script: String, status: Int, message: String)
}

extension PlottingError: CustomStringConvertible {
    package var description: String {
        switch self {
        case .gnuplotMissing(let folder, let command):
            """
            gnuplot is not installed, so no charts were drawn. All results are kept; the data of the charts is in \
            \(folder). Install gnuplot (Debian, Ubuntu: apt install gnuplot-nox; macOS: brew install gnuplot) and run: \
            \(command)
            """
        case .imageNeedsGnuplot(let path):
            "\(path): cannot be drawn because gnuplot is not installed; install it (Debian, Ubuntu: apt install gnuplot-nox; "
                + "macOS: brew install gnuplot)"
        case .sheetTooLarge(let width, let height, let limit):
            "a sheet of \(width) x \(height) pixels is too large (at most \(limit) on a side); choose "
                + "fewer or smaller images"
        case .gnuplotFailed(let script, let status, let message):
            """
            \(script): gnuplot stopped with status \(status): \
            \(message.isEmpty ? "it gave no reason" : message)
            """
        }
    }
}
