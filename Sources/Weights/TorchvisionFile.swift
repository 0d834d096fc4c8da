import Files
import Foundation

/// A file of ImageNet weights published by torchvision: the first version for each network
/// (`IMAGENET1K_V1`).
package struct TorchvisionFile: Sendable, Hashable {
    /// The network's kind, such as `vgg16`.
    package let kind: String
    /// The file name, such as `vgg16-397923af.pth`; it ends in the first digits of the SHA-256.
    package let name: String

    package init(kind: String, name: String) {
        self.kind = kind
        self.name = name
    }

    /// All known files.
    package static let all = [
        TorchvisionFile(kind: "alexnet", name: "alexnet-owt-7be5be79.pth"),
        TorchvisionFile(kind: "vgg11", name: "vgg11-8a719046.pth"),
        TorchvisionFile(kind: "vgg13", name: "vgg13-19584684.pth"),
        TorchvisionFile(kind: "vgg16", name: "vgg16-397923af.pth"),
        TorchvisionFile(kind: "vgg19", name: "vgg19-dcbb9e9d.pth"),
        TorchvisionFile(kind: "resnet18", name: "resnet18-f37072fd.pth"),
        TorchvisionFile(kind: "resnet34", name: "resnet34-b627a593.pth"),
        TorchvisionFile(kind: "resnet50", name: "resnet50-0676ba61.pth"),
        TorchvisionFile(kind: "resnet101", name: "resnet101-63fe2227.pth"),
        TorchvisionFile(kind: "densenet121", name: "densenet121-a639ec97.pth"),
        TorchvisionFile(kind: "densenet169", name: "densenet169-b2777c0a.pth"),
        TorchvisionFile(kind: "densenet201", name: "densenet201-c1103571.pth"),
    ]

    /// The file for a network; nil if torchvision has none.
    package init?(kind: String) {
        guard let file = Self.all.first(where: { $0.kind == kind }) else { return nil }
        self = file
    }

    /// The first digits of the SHA-256, in lower-case hexadecimal.
    package var digestPrefix: String {
        String(name.dropLast(".pth".count).split(separator: "-").last ?? "")
    }

    /// The path of the file after it is fetched.
    package func path(cacheFolder: String = UserFolders().cacheFolder) -> String {
        "\(cacheFolder)/weights/\(name)"
    }

    /// The default address from which files are fetched: `STUDY_WEIGHTS_URL`, or PyTorch's server.
    package static var defaultBase: String {
        let given = ProcessInfo.processInfo.environment["STUDY_WEIGHTS_URL"] ?? ""
        return given.isEmpty ? "https://download.pytorch.org/models/" : given
    }

    /// Fetches the file into the cache folder, unless it exists.
    /// - Returns: the path of the file.
    /// - Parameters:
    ///   - base: the address of the folder that contains the file.
    ///   - progress: called with the number of bytes received and the total, or nil if the total is
    ///     unknown.
    /// - Throws: `DownloadError`, `FileError`.
    package func fetch(
        from base: String = defaultBase, cacheFolder: String = UserFolders().cacheFolder,
        progress: (Int, Int?) -> Void = { _, _ in }
    ) throws -> String {
        let path = path(cacheFolder: cacheFolder)
        if FileManager.default.fileExists(atPath: path) {
            let digest = try SHA256Digest.of(file: path)
            guard digest.hasPrefix(digestPrefix) else {
                throw DownloadError.damaged(path: path, expected: digestPrefix, got: digest)
            }
            return path
        }
        let text = base.hasSuffix("/") ? base + name : "\(base)/\(name)"
        guard let url = URL(string: text), ["http", "https"].contains(url.scheme), url.host != nil
        else { throw DownloadError.badAddress(text) }
        try Download(url: url, path: path, digestPrefix: digestPrefix).run(progress: progress)
        return path
    }
}
