import JSON
import Vocabulary

extension Diagnostic: CustomStringConvertible {
    /// `lr-sweep.json:14:23: sweep.schedule[2].rate: must be in (0, 1]; got 1.5`
    package var description: String {
        let subject = path.steps.isEmpty ? "" : "\(path): "
        switch source {
        case .file(let file, let location):
            return "\(file)\(location.map { ":\($0)" } ?? ""): \(subject)\(message)"
        case .override: return "--set \(subject)\(message)"
        }
    }

    /// The expected value, the value found, and what to do next.
    package var message: String {
        switch issue {
        case .unreadable(let reason), .other(let reason): reason
        case .syntax(let issue): "\(issue)"
        case .value(let error): "\(error)"
        case .unknownKey(let key, let owner, let known):
            "unknown \(owner.isEmpty ? "key" : "setting of \(owner)"); "
                + ((Names(known).nearest(to: key) == nil
                    ? SettingHome.suggestion(
                        for: key, known: known, isSection: owner.isEmpty) : nil)
                    ?? Names(known).suggestion(for: key))
        case .renamed(let new): "was renamed; use \(new)"
        case .unknownKind(let kind, let noun, let known):
            "unknown \(noun) \(JSONValue.string(kind).excerpt); "
                + Names(known).suggestion(for: kind)
        case .missing(let key, let expected):
            "is required; add \(JSONValue.string(key).canonical): \(expected)"
        case .emptyText: "must not be empty"
        case .path(let error): "\(error)"
        case .unsafeName, .weights, .train, .cropBeyondResize, .resizeBelowCrop: valueMessage
        case .emptyAxis, .badAxisPath, .notSwept, .repeatedValue, .repeatedTrial, .longTrial,
            .tooManyTrials:
            sweepMessage
        case .badOverride, .overrideSyntax, .noSettings, .noElement: overrideMessage
        }
    }

    private var valueMessage: String {
        switch issue {
        case .unsafeName(let name):
            "must be a folder name: at most 100 letters, digits, '.', '_' or '-', beginning with a letter or "
                + "digit and not ending with '.'; got \(JSONValue.string(name).excerpt)"
        case .weights(let text):
            "must be \"imagenet\" or the path of a checkpoint, such as \"./model.ckpt\"; "
                + "got \(JSONValue.string(text).excerpt)"
                + (text.contains("://") ? "; download the file first" : "")
        case .train(let value):
            "must be \"all\", \"head\" or {\"from\": \"LAYER\"}; got \(value.excerpt)"
        case .cropBeyondResize(let crop, let resize):
            "must be at most dataset.resize, which is \(resize); got \(crop)"
        case .resizeBelowCrop(let resize, let crop):
            "must be at least dataset.crop, which is \(crop); got \(resize)"
        default: ""
        }
    }

    private var sweepMessage: String {
        switch issue {
        case .emptyAxis: "must contain at least one value; got an empty array"
        case .badAxisPath(let key):
            "must be a dotted path such as \"training.batchSize\"; got \(JSONValue.string(key).excerpt)"
        case .notSwept(let key):
            "\(key) cannot be swept; sweep network, schedule, seed or a setting below dataset, "
                + "training, network or schedule"
        case .repeatedValue(let first): "is the same value as \(first); remove one of them"
        case .repeatedTrial(let id):
            "gives two trials the id '\(id)'; choose values that differ in letters (ignoring case), digits, "
                + "'.', '_' or '-'"
        case .longTrial(let id):
            "gives a trial an id of \(id.count) characters; at most \(StudyReader.idLimit) are allowed; sweep "
                + "fewer settings"
        case .tooManyTrials(let limit): "must give at most \(limit) trials; sweep fewer values"
        default: ""
        }
    }

    private var overrideMessage: String {
        switch issue {
        case .badOverride(let text):
            "must be KEY=VALUE with a dotted key, such as training.epochs=2; got \(JSONValue.string(text).excerpt)"
        case .overrideSyntax(let issue, let location):
            "\(issue) (column \(location.column) of the value); put a text that is not JSON in double quotes"
        case .noSettings(let path, let value):
            "\(path) is \(value.excerpt) and has no settings; set \(path) itself"
        case .noElement(let path, let count):
            "\(path) has \(count) element\(count == 1 ? "" : "s"); indices start at 0"
        default: ""
        }
    }
}

extension StudyErrors: CustomStringConvertible {
    /// One line for every diagnostic.
    package var description: String { diagnostics.map(\.description).joined(separator: "\n") }
}
