import Synchronization

/// Which of several kernels operations run on where that was measured, by a text that describes the
/// operation and its shapes. Kernels round differently, so whoever wants the same bits again uses
/// the same choices.
package final class KernelChoices: Sendable {
    private let choices: Mutex<[String: String]>
    private let uses = Mutex<Set<String>>([])
    /// Whether unknown operations are measured; else they run on the library's default.
    package let measures: Bool

    package init(_ known: [String: String] = [:], measures: Bool) {
        choices = Mutex(known)
        self.measures = measures
    }

    /// All choices so far, by operation.
    package var all: [String: String] { choices.withLock { $0 } }

    /// The choices that programs were compiled with.
    package var used: [String: String] {
        let operations = uses.withLock { $0 }
        return all.filter { operations.contains($0.key) }
    }

    subscript(operation: String) -> String? {
        get {
            uses.withLock { _ = $0.insert(operation) }
            return choices.withLock { $0[operation] }
        }
        set { choices.withLock { $0[operation] = newValue } }
    }
}
