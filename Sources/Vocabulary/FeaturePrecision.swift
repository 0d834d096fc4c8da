/// The number type in which the features of a frozen backbone are stored.
package enum FeaturePrecision: String, Sendable, Hashable, CaseIterable {
    case float32
    case float16
}
