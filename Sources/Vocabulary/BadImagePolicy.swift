/// The action for an image that cannot be read.
package enum BadImagePolicy: String, Sendable, Hashable, CaseIterable {
    /// Opening the data set fails with a list of all such images.
    case stop
    /// Such images are left out and listed.
    case skip
}
