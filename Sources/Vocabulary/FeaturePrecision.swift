/// The number type that features of a frozen backbone are stored in.
package enum FeaturePrecision: String, Sendable, Hashable, CaseIterable {
    case float32
    case float16
}
