import Files
import Foundation
import Weights

extension MLflowClient: ModelRegistry {
    /// Downloads a version's files to the cache folder, unless they exist with the digests that the
    /// server has.
    package func files(
        _ reference: ModelReference, progress: (String, Int, Int?) -> Void = { _, _, _ in }
    ) throws -> (folder: String, version: ModelVersion) {
        let version = try version(reference)
        guard let key = version.filesDigest, let names = version.ownFiles else {
            throw TrackingError.foreignModel("\(reference)", address: server.address)
        }
        let folder = "\(UserFolders().cacheFolder)/models/\(key)"
        let files = names.compactMap { name in version.digests[name].map { (name, $0) } }
        let missing = files.filter { file, digest in !Self.isIntact("\(folder)/\(file)", digest) }
        guard !missing.isEmpty else { return (folder, version) }
        let store = try storePath(version)
        for (file, digest) in missing {
            let path = "\(folder)/\(file)"
            try? FileManager.default.removeItem(atPath: path)
            let address = server.address + Self.artifactTarget("\(store)/\(file)")
            guard let url = URL(string: address) else { throw TrackingError.badAddress(address) }
            try Download(
                url: url, path: path, digestPrefix: digest, headers: server.headers,
                certificates: server.certificates
            ).run { progress(file, $0, $1) }
        }
        return (folder, version)
    }

    private static func isIntact(_ path: String, _ digest: String) -> Bool {
        (try? SHA256Digest.of(file: path)) == digest
    }
}
