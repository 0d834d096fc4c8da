import Datasets
import Files
import Settings
import Studies

/// Where a set of phantoms is drawn that is not there yet.
package enum PhantomPlace: Sendable {
    /// Where the study says, for runs.
    case dataset
    /// In the cache folder, for commands that only look: they leave the folders of the study as they are.
    case cache

    /// The folder of a trial's images, with the phantoms in it where it is a set of them.
    /// - Throws: `PhantomError` when other data are there; `FileError`.
    func root(
        _ settings: DatasetSettings, progress: (Int, Int) -> Void
    ) throws -> String {
        guard let phantom = settings.phantom else { return settings.path }
        switch self {
        case .dataset:
            try Phantom.write(to: settings.path, phantom, progress: progress)
            return settings.path
        case .cache:
            if try Phantom.isWhole(in: settings.path, phantom) { return settings.path }
            let name = SHA256Digest.of(
                JSON.object(
                    phantom.values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
                ).canonical)
            let root = "\(XDG.cacheFolder)/phantoms/\(name.prefix(16))"
            try CacheFolder.makeFolder("\(XDG.cacheFolder)/phantoms")
            try Phantom.write(to: root, phantom, progress: progress)
            return root
        }
    }
}
