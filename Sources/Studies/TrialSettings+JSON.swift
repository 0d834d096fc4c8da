package import JSON
package import Vocabulary

extension TrialSettings {
    /// All settings, defaults included, always in the same order: equal settings give equal text.
    package var json: JSONValue {
        [
            "dataset": dataset.json, "training": training.json, "network": network.json,
            "schedule": schedule.json, "seed": .number(Double(seed)),
        ]
    }

    /// Reads what `json` writes.
    /// - Parameter file: the name that errors give.
    /// - Throws: all that is wrong with it, such as a kind that the catalog does not have.
    package init(
        json: JSONValue, catalog: Catalog, file: String = "trial.json"
    ) throws(StudyErrors) {
        let node = Node(json) { _, _ in .file(file, nil) }
        var reader = TrialReader(catalog: catalog) { path, _ in path }
        guard let settings = reader.trial(node) else { throw StudyErrors(reader.problems) }
        self = settings
    }
}

extension DatasetSettings {
    fileprivate var json: JSONValue {
        let limits = Catalog.splits.compactMap { split in
            limit[split].map { JSONValue.Member(split, .number(Double($0))) }
        }
        var json: JSONValue = [
            "path": .string(path), "resize": .number(Double(resize)), "crop": .number(Double(crop)),
            "augment": .array(augment.map(\.json)), "limit": .object(limits),
            "onBadImage": .string(onBadImage.rawValue),
            "phantom": phantom.map { .object($0.members) } ?? .null,
        ]
        // Only where they are set, so that the keys of trials without them stay.
        if interpolation != .bilinear { json["interpolation"] = .string(interpolation.rawValue) }
        if decode != .exact { json["decode"] = .string(decode.rawValue) }
        if split != Self.officialSplit { json["split"] = split.json }
        json["groupPattern"] = groupPattern.map { .string($0) }
        if onUnread != .stop { json["onUnread"] = .string(onUnread.rawValue) }
        if onLeak != .stop { json["onLeak"] = .string(onLeak.rawValue) }
        if normalize != .imagenet { json["normalize"] = normalize.json }
        json["positiveClass"] = positiveClass.map { .string($0) }
        json["views"] = views.map { .number(Double($0)) }
        return json
    }
}

extension TrainingSettings {
    fileprivate var json: JSONValue {
        var json: JSONValue = [
            "epochs": .number(Double(epochs)), "batchSize": .number(Double(batchSize)),
            "shuffle": .boolean(shuffle), "precision": .string(precision),
            "threads": .number(Double(threads)), "optimizer": optimizer.json, "loss": loss.json,
            "monitor": .string(monitor), "patience": patience.map { .number(Double($0)) } ?? .null,
        ]
        // Only where it is set, so that the keys of trials without it stay.
        json["sampler"] = sampler?.json
        json["pruning"] = pruning?.json
        return json
    }
}

extension NetworkSettings {
    /// The network without where it starts and what of it trains: its kind, settings and head.
    package var architecture: JSONValue {
        var json = configuration.json
        json["head"] = head.json
        return json
    }

    /// Reads what `architecture` writes.
    /// - Parameter file: the name that errors give.
    /// - Throws: all that is wrong with it.
    package init(architecture: JSONValue, catalog: Catalog, file: String) throws(StudyErrors) {
        let node = Node(architecture) { _, _ in .file(file, nil) }
        var reader = TrialReader(catalog: catalog) { path, _ in path }
        guard let settings = reader.network(node) else { throw StudyErrors(reader.problems) }
        self = settings
    }

    fileprivate var json: JSONValue {
        var json = configuration.json
        json["weights"] = weights.map { .string($0) } ?? .null
        json["train"] = train.json
        json["head"] = head.json
        // Only where they are set, so that the keys of trials without them stay.
        if features != .float32 { json["features"] = .string(features.rawValue) }
        json["unfreezeAt"] = unfreezeAt.map { .number(Double($0)) }
        return json
    }
}

extension NetworkSettings.Trained {
    fileprivate var json: JSONValue {
        switch self {
        case .all: "all"
        case .head: "head"
        case .from(let layer): ["from": .string(layer)]
        }
    }
}

extension Configuration {
    /// The kind, then its settings by name.
    package var json: JSONValue {
        .object([JSONValue.Member("kind", .string(kind))] + values.members)
    }
}

extension SettingValues {
    fileprivate var members: [JSONValue.Member] {
        values.sorted { $0.key < $1.key }.map { JSONValue.Member($0.key, $0.value) }
    }
}
