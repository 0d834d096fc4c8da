import JSON
import Tensors
import Vocabulary

/// A random factor about 1, as torchvision's `ColorJitter` draws it.
struct Factor: Sendable {
    static let setting = Setting(
        "strength", .number(NumberRange(0, 1)), default: 0.2,
        "The factor is between 1 less this and 1 more this.")

    private let strength: Double

    init(_ values: SettingValues) { strength = values.number(Self.setting.name) }

    func draw(_ stream: inout RandomStream) -> Double {
        stream.nextUniform(in: 1 - strength...1 + strength)
    }
}
