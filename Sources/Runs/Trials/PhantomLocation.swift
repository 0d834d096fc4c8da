package import Datasets
package import Files
package import JSON
package import Phantom
package import Studies
package import Vocabulary

/// Where a set of phantoms is drawn that is not there yet.
package enum PhantomLocation: Sendable {
    /// Where the study says, for runs.
    case dataset
    /// In the cache folder, for commands that only look: they leave the folders of the study as
    /// they are.
    case cache

    /// The folder of a trial's images, with the phantoms in it where it is a set of them.
    /// - Throws: `PhantomError` when other data are there; `FileError`.
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
            let name = SHA256Digest.of(
                JSONValue.object(
                    phantom.values.sorted { $0.key < $1.key }.map { .init($0.key, $0.value) }
                ).canonical)
            let root = "\(XDG.cacheFolder)/phantoms/\(name.prefix(16))"
            try CacheFolder.makeFolder("\(XDG.cacheFolder)/phantoms")
            try SyntheticXRays.write(to: root, phantom, progress: progress)
            return root
        }
    }
}
