import Synchronization

/// The kernels that were chosen by measurement for operations with several kernels. The key is a
/// text that describes the operation and its shapes. Kernels round differently, so reproducible
/// results need the same choices.
package final class KernelChoices: Sendable {
    private let choices: Mutex<[String: String]>
    private let uses = Mutex<Set<String>>([])
    /// True if operations without a choice are measured; otherwise they use oneDNN's default.
    package let measures: Bool

    /// - Parameters:
    ///   - known: earlier choices, by operation.
    ///   - measures: true if operations without a choice are measured.
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
