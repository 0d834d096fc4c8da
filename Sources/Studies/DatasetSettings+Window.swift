import JSON
import Vocabulary

extension IntensityWindow {
    private static let summary =
        "The window: the stored values that become black and white; values between them become gray in "
        + "proportion. full uses the whole range of the bit depth, such as 0 to 65535; stored uses the "
        + "window that a file states; an object gives two values, low and high, or two percentiles of the "
        + "values of each image. Images of more than 8 bits per sample keep all bits until they are resized."

    static var schema: JSONValue {
        let number = JSONValue.object([.init("type", "number")])
        let values = Schema.object(
            [.init("low", number), .init("high", number)], required: ["low", "high"])
        let percentiles = Schema.object(
            [
                .init(
                    "percentiles",
                    [
                        "type": "array",
                        "items": ["type": "number", "minimum": 0, "maximum": 100],
                        "minItems": 2, "maxItems": 2,
                    ])
            ], required: ["percentiles"])
        let names = JSONValue.array(names.map { .string($0) })
        return Schema.described(["anyOf": [["enum": names], values, percentiles]], summary, "full")
    }
}

extension TrialReader {
    private static let expectedValues = "a number; low must be below high"
    private static let expectedPercentiles =
        "two numbers from 0 to 100, the lower first, such as [1, 99]"

    /// - Returns: nil if an error was reported.
    mutating func window(_ node: LocatedJSON) -> IntensityWindow? {
        switch node.content {
        case .broken: return nil
        case .scalar(.string(let name)):
            if let known = IntensityWindow(name: name) { return known }
            report(node.diagnostic(.value(.choice(IntensityWindow.names, got: name))))
        case .object: return windowMembers(node)
        default:
            let expected =
                "\"full\", \"stored\", an object with low and high, or an object with percentiles"
            report(node.diagnostic(.value(.type(expected: expected, got: node.json))))
        }
        return nil
    }

    private mutating func windowMembers(_ node: LocatedJSON) -> IntensityWindow? {
        guard let percentiles = node["percentiles"] else { return windowValues(node) }
        guard object(node, known: ["percentiles"]) != nil, !percentiles.isBroken else { return nil }
        if let window = IntensityWindow(["percentiles": percentiles.json]) { return window }
        report(
            percentiles.diagnostic(
                .value(.type(expected: Self.expectedPercentiles, got: percentiles.json))))
        return nil
    }

    private mutating func windowValues(_ node: LocatedJSON) -> IntensityWindow? {
        guard object(node, known: ["low", "high"]) != nil else { return nil }
        var isComplete = true
        for key in ["low", "high"] {
            guard let given = node[key] else {
                missing(key, in: node, Self.expectedValues)
                isComplete = false
                continue
            }
            guard !given.isBroken else { return nil }
            guard given.json.double?.isFinite == true else {
                report(
                    given.diagnostic(
                        .value(.type(expected: Self.expectedValues, got: given.json))))
                isComplete = false
                continue
            }
        }
        guard isComplete, let high = node["high"] else { return nil }
        if let window = IntensityWindow(node.json) { return window }
        report(high.diagnostic(.value(.type(expected: "a number above low", got: high.json))))
        return nil
    }
}
