/// The action for rows of a table that cannot be used, and for images without a row.
package enum BadRowPolicy: String, Sendable, Hashable, CaseIterable {
    /// Opening the data set fails with a list of them.
    case stop
    /// They are left out, counted and listed.
    case skip
}
