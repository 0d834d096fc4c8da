import Files
import Foundation
import Synchronization

/// The files of charts in a folder: for each chart its data, its gnuplot script and its pictures.
package enum ChartFolder {
    /// Draws charts into a folder, which is made when it is not there: `<name>.csv`, `.gp` and a
    /// picture in each format.
    ///
    /// Data and scripts are written before gnuplot is looked for, so that they are there without
    /// it.
    /// - Parameters:
    ///   - command: what draws them later, for the message when there is no gnuplot.
    ///   - searchPath: where to look for gnuplot; nil: the environment's `PATH`.
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
            // After a failure there is no need for the rest.
            guard failures.withLock(\.isEmpty) else { return }
            do {
                let picture = try gnuplot.picture(
                    name, script: script, data: ["\(name).csv": Data(data.utf8)], format: format)
                // Each appears whole or not at all.
                try AtomicFile.write(picture, to: "\(path)/\(name).\(format.rawValue)")
            } catch {
                failures.withLock { $0[index] = error }
            }
        }
        if let first = failures.withLock({ failures in failures.min { $0.key < $1.key }?.value }) {
            throw first
        }
    }

    /// Writes a chart's data and script. Pictures of other data, in whatever format, go before: no
    /// picture is older than what stands beside it, even where none can be drawn now.
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

    /// Takes away a chart that the study has nothing to show in any more.
    package static func remove(_ name: String, from path: String) throws {
        for ending in ["csv", "gp"] + ChartFormat.allCases.map(\.rawValue) {
            try FileManager.removeFile("\(path)/\(name).\(ending)")
        }
    }
}
