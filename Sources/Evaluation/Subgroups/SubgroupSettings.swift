/// The attributes whose subgroups are evaluated.
package struct SubgroupSettings: Sendable, Hashable {
    /// The name of the section of a study file with these settings.
    package static let key = "subgroups"

    /// The path of the table of attributes; nil if there is none.
    package var attributes: String?
    /// The attributes; empty: all columns of the table.
    package var by: [AttributeSetting]

    /// Creates the settings; by default, there are no attributes.
    package init(attributes: String? = nil, by: [AttributeSetting] = []) {
        self.attributes = attributes
        self.by = by
    }
}
