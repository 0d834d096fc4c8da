package import JSON
import Vocabulary

extension Study {
    /// The location of a setting, such as `dataset.path`, in the study file; nil if the file does
    /// not contain it, or a `--set` gives it.
    package func location(of path: String) -> TextLocation? {
        JSONPath(study: path).flatMap { document?.location(of: $0) }
    }

    /// An error about a setting that was found outside of the file reader. Its location is that of
    /// the value in the file, on an axis or in a `--set`, or of the nearest enclosing value.
    /// - Parameters:
    ///   - path: the setting, such as `dataset.path` or `network.weights`.
    ///   - trial: the trial whose value is meant if an axis gives several.
    package func diagnostic(at path: String, of trial: Trial? = nil, _ message: String)
        -> Diagnostic
    {
        guard let wanted = JSONPath(study: path) else {
            let file = document?.file ?? name
            return Diagnostic(.file(file, nil), path: JSONPath([.key(path)]), .other(message))
        }
        return diagnostic(at: wanted, of: trial, message)
    }

    /// An error about a setting of an external set that was found outside of the file reader.
    /// - Parameter setting: the name of the setting, such as `path`.
    package func diagnostic(of set: ExternalSet, _ setting: String, _ message: String)
        -> Diagnostic
    {
        isInherited(setting, in: set)
            ? diagnostic(ofDecision: setting, message)
            : diagnostic(
                at: JSONPath([.key(ExternalSet.section), .key(set.name), .key(setting)]),
                of: nil, message)
    }

    /// An error about a setting of the section `decisions` that was found outside of the file
    /// reader.
    /// - Parameter setting: the name of the setting, such as `threshold`.
    package func diagnostic(ofDecision setting: String, _ message: String) -> Diagnostic {
        diagnostic(
            at: JSONPath([.key(DecisionSettings.section), .key(setting)]), of: nil, message)
    }

    private func diagnostic(at wanted: JSONPath, of trial: Trial?, _ message: String) -> Diagnostic
    {
        let file = document?.file ?? name
        if let number = overridden.lastIndex(where: { wanted.hasPrefix($0) }) {
            return Diagnostic(.override(number), path: wanted, .other(message))
        }
        let written = onAxis(wanted, trial) ?? wanted
        return Diagnostic(
            .file(file, document?.nearestLocation(of: written)), path: written, .other(message))
    }

    /// The path in the sweep of a setting that an axis gives.
    private func onAxis(_ path: JSONPath, _ trial: Trial?) -> JSONPath? {
        let candidates = axes.compactMap { axis in
            JSONPath(parsing: axis.path).map { (axis: axis, path: $0) }
        }
        let around = candidates.filter { path.hasPrefix($0.path) }
        guard let (axis, prefix) = around.max(by: { $0.path.steps.count < $1.path.steps.count })
        else { return nil }
        var written = JSONPath([.key("sweep"), .key(axis.path)])
        guard let label = trial?.coordinates[axis.path],
            let index = axis.labels.firstIndex(of: label)
        else { return written }
        written.steps += [.index(index)] + path.steps.dropFirst(prefix.steps.count)
        return written
    }
}
