import Foundation
import Inference

extension KernelCache {
    /// One for all runs of this process, as on a machine.
    static let ofTheseTests = KernelCache(
        folder: NSTemporaryDirectory() + "/study-tests-\(ProcessInfo.processInfo.processIdentifier)"
    )
}
