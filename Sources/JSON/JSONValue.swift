/// A JSON value. Objects keep the order in which their members were written.
package indirect enum JSONValue: Sendable, Hashable {
    case null
    case boolean(Bool)
    case number(Double)
    case string(String)
    case array([JSONValue])
    case object([Member])

    /// A member of an object: its key and its value.
    package struct Member: Sendable, Hashable {
        /// The key, with escapes decoded.
        package var key: String
        /// The value of any type, null included.
        package var value: JSONValue

        package init(_ key: String, _ value: JSONValue) {
            self.key = key
            self.value = value
        }
    }
}
