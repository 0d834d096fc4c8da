import Foundation
import Inference

extension KernelCache {
    /// A cache for all runs of this process, as a user has for all runs on a machine.
    static let ofTheseTests = KernelCache(
        folder: NSTemporaryDirectory() + "/study-tests-\(ProcessInfo.processInfo.processIdentifier)"
    )
}
