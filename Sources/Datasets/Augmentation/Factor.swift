import JSON
import Tensors
import Vocabulary

/// A random factor around 1, drawn as in torchvision's `ColorJitter`.
struct Factor: Sendable {
    static let setting = Setting(
        "strength", .number(NumberRange(0, 1)), default: 0.2,
        "The factor is drawn between 1 - strength and 1 + strength.")

    private let strength: Double

    init(_ values: SettingValues) { strength = values.number(Self.setting.name) }

    func draw(_ stream: inout RandomStream) -> Double {
        stream.nextUniform(in: 1 - strength...1 + strength)
    }
}
