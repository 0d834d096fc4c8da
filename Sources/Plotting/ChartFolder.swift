import Files
import Foundation
import Synchronization

/// The files of charts in a folder: for each chart its data, its gnuplot script and its images.
package enum ChartFolder {
    /// Draws charts into a folder, which is created if necessary: `<name>.csv`, `.gp` and an image
    /// in each format.
    ///
    /// Data and scripts are written first, so they exist even if gnuplot is missing.
    /// - Parameters:
    ///   - command: the command that draws the charts again, for the message if gnuplot is missing.
    ///   - searchPath: the folders in which gnuplot is searched; nil: the environment's `PATH`.
    /// - Throws: `PlottingError` or `FileError`.
    package static func draw(
        _ drawings: [(name: String, drawing: Drawing)], in path: String,
        formats: [ChartFormat] = [.png], again command: String, searchPath: String? = nil
    ) throws {
        try FileManager.makeFolder(path)
        let drawings = drawings.map { name, drawing in
            (name: name, script: drawing.script, data: drawing.data.map(GnuplotText.field).text)
        }
        for (name, script, data) in drawings {
            try writeSources(of: name, script: script, data: data, in: path)
        }
        guard
            let gnuplot = Gnuplot(
                searchPath: searchPath ?? ProcessInfo.processInfo.environment["PATH"] ?? "")
        else {
            throw PlottingError.gnuplotMissing(folder: path, command: command)
        }
        let jobs = drawings.flatMap { drawing in formats.map { (drawing, $0) } }
        let failures = Mutex<[Int: any Error]>([:])
        DispatchQueue.concurrentPerform(iterations: jobs.count) { index in
            let ((name, script, data), format) = jobs[index]
            // The other charts are not drawn after a failure.
            guard failures.withLock(\.isEmpty) else { return }
            do {
                let image = try gnuplot.image(
                    name, script: script, data: ["\(name).csv": Data(data.utf8)], format: format)
                // An interrupted write leaves no incomplete image.
                try AtomicFile.write(image, to: "\(path)/\(name).\(format.rawValue)")
            } catch {
                failures.withLock { $0[index] = error }
            }
        }
        if let first = failures.withLock({ failures in failures.min { $0.key < $1.key }?.value }) {
            throw first
        }
    }

    /// Writes a chart's data and script. If they have changed, the images of all formats are
    /// removed first, so that no image is older than its data, even if none can be drawn now.
    private static func writeSources(
        of name: String, script: String, data: String, in path: String
    ) throws {
        let files = [
            ("\(path)/\(name).csv", Data(data.utf8)), ("\(path)/\(name).gp", Data(script.utf8)),
        ]
        guard files.contains(where: { FileManager.default.contents(atPath: $0) != $1 }) else {
            return
        }
        for format in ChartFormat.allCases {
            try FileManager.removeFile("\(path)/\(name).\(format.rawValue)")
        }
        for (file, content) in files { try AtomicFile.write(content, to: file) }
    }

    /// Removes the files of a chart, such as one for which the study has no data any more.
    /// - Throws: `FileError`.
    package static func remove(_ name: String, from path: String) throws {
        for fileExtension in ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue) {
            try FileManager.removeFile("\(path)/\(name).\(fileExtension)")
        }
    }
}
