import Datasets
import Files
import Foundation
import JSON
import Phantom
package import Studies
import Vocabulary

/// The folder in which a missing data set of synthetic X-rays (phantoms) is drawn.
package enum PhantomLocation: Sendable {
    /// The folder in the study, for runs.
    case dataset
    /// The cache folder, for commands such as `study plan` that must not write the folders of the
    /// study.
    case cache

    /// The root folder of a trial's images. Phantoms are drawn first if the folder does not have
    /// them.
    /// - Parameter progress: called with the number of images drawn and the total.
    /// - Throws: `PhantomError` if the folder contains other data; `FileError`.
    package func root(
        _ settings: DatasetSettings, progress: (Int, Int) -> Void
    ) throws -> String {
        guard let phantom = settings.phantom else { return settings.path }
        switch self {
        case .dataset:
            try SyntheticXRays.write(to: settings.path, phantom, progress: progress)
            return settings.path
        case .cache:
            if try SyntheticXRays.isWhole(in: settings.path, phantom) { return settings.path }
            if let reason = FileManager.default.obstacle(toFolder: settings.path) {
                throw PhantomError.unwritable(settings.path, reason: reason)
            }
            let name = SHA256Digest.of(
                JSONValue.object(
                    phantom.values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
                ).canonical)
            let root = "\(UserFolders().cacheFolder)/phantoms/\(name.prefix(16))"
            try CacheFolder.makeFolder("\(UserFolders().cacheFolder)/phantoms")
            try SyntheticXRays.write(to: root, phantom, progress: progress)
            return root
        }
    }
}
