/// An attribute of images, such as the sex of the patient, whose values divide the images into
/// subgroups.
package struct ImageAttribute: Sendable, Hashable {
    /// The name, such as `age`.
    package let name: String
    /// The values, in the order of tables, such as `< 40`, `40 to < 60` and `>= 60`.
    package let levels: [String]
    /// The value of each image, `[N]`, as an index into `levels`; nil where it is unknown.
    package let values: [Int?]

    /// - Precondition: every value is an index into `levels`.
    package init(name: String, levels: [String], values: [Int?]) {
        precondition(values.allSatisfy { $0.map(levels.indices.contains) ?? true })
        self.name = name
        self.levels = levels
        self.values = values
    }

    /// The number of images whose value is unknown.
    package var unknown: Int { values.count { $0 == nil } }
}
