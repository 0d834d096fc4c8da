import JSON
import Vocabulary

extension TrialReader {
    mutating func dataset(_ node: Node) -> DatasetSettings? {
        let plain = Catalog.datasetSettings
        let beside = ["augment", "split", "limit", "phantom", "normalize"]
        guard let members = object(node, known: plain.map(\.name) + beside) else { return nil }
        let values = settings(node, plain)
        let path = members["path"].flatMap { absolutePath($0) }
        let augment = augmentations(members["augment"])
        let split = split(members["split"], in: node)
        let limit = limits(members["limit"])
        let normalize = normalize(members["normalize"])
        let phantom = members["phantom"].flatMap { phantomSettings($0) }
        guard let values else { return nil }
        let (resize, crop) = (values.integer("resize"), values.integer("crop"))
        guard fits(crop: crop, resize: resize, members), let path, let augment, let split,
            let limit, let normalize,
            let interpolation = Interpolation(
                rawValue: values.string("interpolation")),
            let decode = DecodeMode(rawValue: values.string("decode")),
            let policy = BadImagePolicy(rawValue: values.string("onBadImage")),
            let unread = DatasetSettings.UnreadPolicy(rawValue: values.string("onUnread")),
            let leak = DatasetSettings.LeakPolicy(rawValue: values.string("onLeak"))
        else { return nil }
        return DatasetSettings(
            path: path, resize: resize, crop: crop, interpolation: interpolation, decode: decode,
            augment: augment, views: values.optionalNumber("views").map { Int($0) }, split: split,
            groupPattern: values.values["groupPattern"]?.text,
            limit: limit, onBadImage: policy, onUnread: unread, onLeak: leak,
            positiveClass: values.values["positiveClass"]?.text, normalize: normalize,
            phantom: phantom)
    }

    /// A kind of split whose setting `path`, if it has one, is made absolute.
    private mutating func split(_ node: Node?, in owner: Node) -> Configuration? {
        guard var split = configuration(node, catalog.split, "split", in: owner) else { return nil }
        if let path = node?["path"] {
            guard let absolute = absolutePath(path) else { return nil }
            split.values.values["path"] = .string(absolute)
        }
        return split
    }

    /// An absolute path; nil when the value is no text, which is reported elsewhere, or empty.
    mutating func absolutePath(_ node: Node) -> String? {
        guard case .scalar(.string(let text)) = node.content else { return nil }
        if text.isEmpty {
            report(node.problem(.emptyText))
            return nil
        }
        return resolve(text, node.origin.source)
    }

    /// The crop is cut from the resized image; blames the setting that the file gives.
    mutating func fits(crop: Int, resize: Int, _ members: [String: Node]) -> Bool {
        if crop <= resize { return true }
        if let node = members["crop"] {
            report(node.problem(.cropBeyondResize(crop: crop, resize: resize)))
        } else if let node = members["resize"] {
            report(node.problem(.resizeBelowCrop(resize: resize, crop: crop)))
        }
        return false
    }

    private mutating func augmentations(_ node: Node?) -> [Configuration]? {
        guard let node else { return [] }
        if node.isBroken { return nil }
        guard case .array(let elements) = node.content else {
            report(node.problem(.value(.type(expected: "an array", got: node.json))))
            return nil
        }
        let read = elements.map { configuration($0, catalog.augmentation) }
        return read.contains(nil) ? nil : read.compactMap { $0 }
    }

    private mutating func limits(_ node: Node?) -> [String: Int]? {
        guard let node else { return [:] }
        guard let members = object(node, known: Catalog.splits) else { return nil }
        var limits: [String: Int] = [:]
        var isValid = true
        for split in Catalog.splits {
            guard let given = members[split] else { continue }
            limits[split] = value(given, Catalog.limit, default: .null)?.int
            isValid = isValid && limits[split] != nil
        }
        return isValid ? limits : nil
    }

    /// Nil for `null`, and after a report.
    private mutating func phantomSettings(_ node: Node) -> SettingValues? {
        if case .scalar(.null) = node.content { return nil }
        guard object(node, known: catalog.phantom.map(\.name)) != nil else { return nil }
        return settings(node, catalog.phantom)
    }
}
