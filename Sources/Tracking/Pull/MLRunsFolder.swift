import Files
import Foundation

/// A local mlruns folder, to which MLflow writes without a server. The folder
/// `mlruns/<experiment>/<run>/` contains `meta.yaml` with the run's properties, and the folders
/// `params`, `tags` and `metrics` with one file for each name.
package struct MLRunsFolder: RunSource {
    private let path: String

    package init(_ path: String) { self.path = path }

    package var location: String { path }

    package func experiments() throws -> [String] { try folders().map(\.name) }

    private func folders() throws -> [(name: String, path: String)] {
        try Self.names(path).compactMap { name in
            let folder = "\(path)/\(name)"
            guard FileManager.default.isFile("\(folder)/meta.yaml") else { return nil }
            let meta = try Self.meta("\(folder)/meta.yaml")
            guard meta["lifecycle_stage"] != "deleted", let name = meta["name"] else { return nil }
            return (name, folder)
        }
    }

    package func runs(
        _ experiment: String, progress: (Int, Int) -> Void
    ) throws -> [ForeignRun]? {
        guard let folder = try folders().first(where: { $0.name == experiment })?.path else {
            return nil
        }
        let names = try Self.names(folder).filter {
            FileManager.default.isFile("\(folder)/\($0)/meta.yaml")
        }
        var runs: [ForeignRun] = []
        for (index, name) in names.enumerated() {
            progress(index, names.count)
            if let run = try run("\(folder)/\(name)", name) { runs.append(run) }
        }
        return runs.sorted { ($0.started, $0.id) < ($1.started, $1.id) }
    }

    /// The status of a run by MLflow's number.
    private static let statuses = [
        "1": "RUNNING", "2": "SCHEDULED", "3": "FINISHED", "4": "FAILED", "5": "KILLED",
    ]

    private func run(_ folder: String, _ id: String) throws -> ForeignRun? {
        let meta = try Self.meta("\(folder)/meta.yaml")
        guard meta["lifecycle_stage"] != "deleted" else { return nil }
        let tags = try Self.texts("\(folder)/tags")
        let status = meta["status"] ?? ""
        var (metrics, unread) = ([String: [MetricPoint]](), [String]())
        for (key, text) in try Self.texts("\(folder)/metrics").sorted(by: { $0.key < $1.key }) {
            do {
                metrics[key] = try Self.points(text, key, file: "\(folder)/metrics/\(key)")
            } catch { unread.append("\(error)") }
        }
        return ForeignRun(
            id: id, name: tags["mlflow.runName"] ?? meta["run_name"] ?? id,
            status: Self.statuses[status] ?? status,
            started: meta["start_time"].flatMap { Int($0) } ?? 0,
            ended: meta["end_time"].flatMap { Int($0) },
            params: try Self.texts("\(folder)/params"), tags: tags, metrics: metrics,
            unread: unread)
    }

    /// The values of a metric, from one line for each: time, value, step.
    private static func points(
        _ text: String, _ key: String, file: String
    ) throws -> [MetricPoint] {
        try text.split(separator: "\n").enumerated().map { index, line in
            let words = line.split(separator: " ")
            guard words.count >= 2, let time = Int(words[0]), let value = Double(words[1]),
                let step = words.count > 2 ? Int(words[2]) : 0
            else {
                throw TrackingError.badRun(
                    file: file, line: index + 1, expected: "time, value and step",
                    got: String(line))
            }
            return MetricPoint(key: key, value: value, step: step, time: time)
        }
    }

    /// The names and values in a `meta.yaml`, which has one line for each and no nested values.
    private static func meta(_ file: String) throws -> [String: String] {
        var values: [String: String] = [:]
        for (index, line) in try text(file).split(separator: "\n").enumerated() {
            // Continued values, such as tags, are indented and not needed.
            if line.hasPrefix(" ") || line.hasPrefix("-") || line.hasPrefix("#") { continue }
            guard let colon = line.firstIndex(of: ":") else {
                throw TrackingError.badRun(
                    file: file, line: index + 1, expected: "name: value", got: String(line))
            }
            let value = line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
            values[String(line[..<colon])] = unquoted(value)
        }
        return values
    }

    private static func unquoted(_ value: String) -> String? {
        if value == "null" || value.isEmpty { return nil }
        if value.count > 1, value.first == "'", value.last == "'" {
            return String(value.dropFirst().dropLast()).replacing("''", with: "'")
        }
        if value.count > 1, value.first == "\"", value.last == "\"" {
            return String(value.dropFirst().dropLast()).replacing("\\\"", with: "\"")
        }
        return value
    }

    /// The text of each file in a folder and its subfolders, by relative path; empty if the folder
    /// does not exist.
    private static func texts(_ folder: String) throws -> [String: String] {
        guard let files = FileManager.default.enumerator(atPath: folder) else { return [:] }
        var texts: [String: String] = [:]
        for case let path as String in files where FileManager.default.isFile("\(folder)/\(path)") {
            let name = path.split(separator: "/").last.map(String.init) ?? path
            if name.hasPrefix(".") || ownFiles.contains(name.lowercased()) { continue }
            // Archives that Windows made can have its separators in names.
            texts[path.replacing("\\", with: "/")] = try text("\(folder)/\(path)")
        }
        return texts
    }

    /// Files that Windows writes into folders; macOS's begin with a dot.
    private static let ownFiles: Set<String> = ["desktop.ini", "thumbs.db"]

    /// The text of a file of any system: with LF for CR LF, and without a byte order mark.
    private static func text(_ path: String) throws -> String {
        let text = String(decoding: try OpenFile(path: path).contents(), as: UTF8.self)
        let plain = text.replacing("\r\n", with: "\n")
        return plain.first == "\u{FEFF}" ? String(plain.dropFirst()) : plain
    }

    private static func names(_ folder: String) throws -> [String] {
        do { return try FileManager.default.contentsOfDirectory(atPath: folder).sorted() } catch {
            throw FileError(operation: "list the folder", path: folder, error: error)
        }
    }
}
