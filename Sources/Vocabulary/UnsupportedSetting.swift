/// A setting that this version of the program does not support.
package struct UnsupportedSetting: Error, CustomStringConvertible {
    /// The setting's path in a study file.
    package let path: String
    /// The reason and the remedy, without the path.
    package let message: String

    package init(path: String, message: String) {
        self.path = path
        self.message = message
    }

    package var description: String { "\(path): \(message)" }
}
