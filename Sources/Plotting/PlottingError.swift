/// An error in drawing charts, which leaves the results unchanged.
package enum PlottingError: Error, Sendable, Hashable {
    /// There is no `gnuplot` on the search path; `command` draws the charts later.
    case gnuplotMissing(folder: String, command: String)
    /// There is no `gnuplot` on the search path, without which the image at this path cannot be
    /// drawn.
    case imageNeedsGnuplot(String)
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
        case .gnuplotFailed(let script, let status, let message):
            """
            \(script): gnuplot stopped with status \(status): \
            \(message.isEmpty ? "it gave no reason" : message)
            """
        }
    }
}
