/// The versions that results name.
package enum CodeVersion {
    /// The program's version.
    package static let program = "0.1.0"
    /// Raised when the same settings would no longer give the same numbers; part of every trial's key.
    package static let engine = 5
}
