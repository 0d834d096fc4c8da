import JSON
import Vocabulary

extension StudyReference {
    /// The examples of settings for which the default or a value within the range says little.
    static let examples: [String: JSONValue] = [
        "dataset.path": "../Data/chest_xray",
        "dataset.table": "../Data/labels.csv",
        "dataset.table.path": "../Data/labels.csv",
        "dataset.table.layout": "nih",
        "dataset.table.encoding": "windows-1252",
        "dataset.table.image": "Image Index",
        "dataset.table.labels": "label",
        "dataset.table.group": "Patient ID",
        "dataset.table.split": "split",
        "dataset.table.attributes": ["Patient Age", "Patient Gender"],
        "dataset.table.reader": "rad_id",
        "dataset.table.join": [["path": "../Data/studies.csv", "on": "study_id"]],
        "dataset.table.classes": ["benign", "malignant"],
        "dataset.table.labels.column": "Finding Labels",
        "dataset.table.labels.separator": "|",
        "dataset.table.labels.columns": ["MEL", "NV", "BCC"],
        "dataset.table.labels.none": "normal",
        "dataset.table.labels.positive": "Pneumonia",
        "dataset.table.labels.negative": "No Finding",
        "dataset.table.labels.names": ["nv": "benign", "mel": "malignant"],
        "dataset.table.labels.values": ["positive": ["present"], "negative": ["absent"]],
        "dataset.resize": 288,
        "dataset.crop": 96,
        "dataset.interpolation": "bicubic",
        "dataset.decode": "fast",
        "dataset.window": ["percentiles": [1, 99]],
        "dataset.orientation": "exif",
        "dataset.augment": ["horizontalFlip", ["kind": "rotation", "degrees": 10]],
        "dataset.limit": ["train": 1000, "val": 200],
        "dataset.phantom": ["size": 64, "train": 400, "val": 100, "test": 200],
        "dataset.split": ["kind": "grouped", "validation": 0.1],
        "dataset.groupPattern": "^(patient\\d+)_",
        "dataset.normalize": "dataset",
        "dataset.positiveClass": "PNEUMONIA",
        "dataset.views": 4,
        "training.epochs": 10,
        "training.batchSize": 64,
        "training.shuffle": false,
        "training.precision": "fp32",
        "training.threads": 2,
        "training.optimizer": ["kind": "adam", "learningRate": 0.001],
        "training.loss": ["kind": "focal", "gamma": 2],
        "training.monitor": "val_auroc",
        "training.patience": 3,
        "training.clipNorm": 1,
        "training.accumulate": 4,
        "training.ema": 0.99,
        "training.sampler": "balanced",
        "training.pruning": "median",
        "network.weights": "imagenet",
        "network.train": ["from": "features.24"],
        "network.head": ["kind": "linear", "dropout": 0.2],
        "evaluate.path": "../Data/hospital-b",
        "evaluate.table": "../Data/hospital-b.csv",
        "evaluate.split": "val",
        "evaluate.groupPattern": "^(patient\\d+)_",
        "evaluate.threshold": "sensitivity:0.95",
        "evaluate.calibrate": "auto",
        "evaluate.prevalences": [0.05, 0.2],
        "evaluate.tta": ["horizontalFlip"],
        "evaluate.abstain": 0.2,
        "evaluate.attributes": "../Data/hospital-b.csv",
        "evaluate.by": ["name:(bacteria|virus)", ["image.size": [512, 1024]]],
        "evaluate.predictions": ["radiologist": "../Data/radiologist.csv"],
        "decisions.threshold": "sensitivity:0.95",
        "decisions.calibrate": "auto",
        "decisions.tta": ["horizontalFlip"],
        "decisions.abstain": 0.2,
        "subgroups.attributes": "../Data/attributes.csv",
        "subgroups.by": [["image.size": [512, 1024]], "subtype=name:(bacteria|virus)"],
        "executor.partition": "cpu",
        "executor.time": "2:00:00",
        "executor.cpusPerTask": 4,
        "executor.memory": "4G",
        "executor.trialsPerTask": 10,
        "executor.warningSeconds": 120,
        "executor.options": ["qos=long"],
    ]

    /// The settings that others require, which their examples show as well.
    static let companions = ["evaluate.commonImages": "predictions"]

    /// An example of a setting's value.
    /// - Parameter fallback: the default; nil: the setting is required.
    static func example(of path: String, _ schema: JSONValue, _ fallback: JSONValue?) -> JSONValue {
        examples[path] ?? another(than: fallback, schema)
            ?? value(schema, of: path.split(separator: ".").last.map(String.init) ?? path)
    }

    /// Another name of a choice than the default.
    private static func another(than fallback: JSONValue?, _ schema: JSONValue) -> JSONValue? {
        schema["enum"]?.elements?.first { $0 != fallback }
    }

    /// A value that a schema accepts.
    /// - Parameter name: the name of the setting.
    static func value(_ schema: JSONValue, of name: String) -> JSONValue {
        if let value = schema["const"] ?? schema["enum"]?[0] { return value }
        if let choices = schema["anyOf"]?.elements {
            return choices.first { $0["type"] != "null" }.map { value($0, of: name) } ?? .null
        }
        let lower = schema["minimum"]?.double
        switch schema["type"]?.text {
        case "boolean": return true
        case "integer": return .number(max(lower ?? 0, 2))
        case "number": return .number(name == "learningRate" ? 0.001 : max(lower ?? 0, 0.5))
        case "array": return .array(schema["items"].map { [value($0, of: name)] } ?? [])
        case "object":
            return .object(
                (schema["properties"]?.members ?? []).map {
                    .init($0.key, $0.value["default"] ?? value($0.value, of: $0.key))
                })
        default: return .string(name == "path" ? "split.csv" : name)
        }
    }

    /// A block of JSON with a value at its place in a study file.
    /// - Parameters:
    ///   - path: the keys from the top of the file; a network's own settings get a kind.
    ///   - first: a member of the file before it, as JSON.
    static func fragment(
        _ value: JSONValue, at path: [String], after first: String? = nil
    ) -> String {
        var value = value
        for key in path.dropFirst().reversed() {
            let isNetwork = path[0] == "network" && key == path[1]
            let kind = isNetwork ? [JSONValue.Member("kind", "vgg16")] : []
            value = .object(kind + [.init(key, value)])
        }
        let text = "\(JSONValue.string(path[0]).canonical): "
        let member = text + wrapped(value, indent: 0, column: text.count)
        return "```json\n\(first.map { "\($0),\n" } ?? "")\(member)\n```"
    }

    /// A value in lines of at most 90 columns, where its parts allow that.
    private static func wrapped(_ value: JSONValue, indent: Int, column: Int) -> String {
        let line = value.line
        let inner = indent + 2
        let items: [String]
        switch value {
        case _ where column + line.count <= 90: return line
        case .object(let members):
            items = members.map { member in
                let key = JSONValue.string(member.key).canonical + ": "
                return key + wrapped(member.value, indent: inner, column: inner + key.count)
            }
        case .array(let elements):
            items = elements.map { wrapped($0, indent: inner, column: inner) }
        default: return line
        }
        let isArray = value.elements != nil
        let margin = String(repeating: " ", count: inner)
        return (isArray ? "[" : "{") + "\n" + items.map { margin + $0 }.joined(separator: ",\n")
            + "\n" + String(repeating: " ", count: indent) + (isArray ? "]" : "}")
    }
}
