import Files
import Foundation

/// A file of ImageNet weights published by torchvision: the first version for each network
/// (`IMAGENET1K_V1`). GoogLeNet has none here: torchvision's expects images that are normalized
/// differently from those of the other networks.
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
        TorchvisionFile(kind: "densenet161", name: "densenet161-8d451a50.pth"),
        TorchvisionFile(kind: "efficientnet_b0", name: "efficientnet_b0_rwightman-7f5810bc.pth"),
        TorchvisionFile(kind: "efficientnet_b1", name: "efficientnet_b1_rwightman-bac287d4.pth"),
        TorchvisionFile(kind: "efficientnet_b2", name: "efficientnet_b2_rwightman-c35c1473.pth"),
        TorchvisionFile(kind: "efficientnet_b3", name: "efficientnet_b3_rwightman-b3899882.pth"),
        TorchvisionFile(kind: "efficientnet_b4", name: "efficientnet_b4_rwightman-23ab8bcd.pth"),
        TorchvisionFile(kind: "efficientnet_v2_s", name: "efficientnet_v2_s-dd5fe13b.pth"),
        TorchvisionFile(kind: "mnasnet0_5", name: "mnasnet0.5_top1_67.823-3ffadce67e.pth"),
        TorchvisionFile(kind: "mnasnet1_0", name: "mnasnet1.0_top1_73.512-f206786ef8.pth"),
        TorchvisionFile(kind: "mobilenet_v2", name: "mobilenet_v2-b0353104.pth"),
        TorchvisionFile(kind: "mobilenet_v3_large", name: "mobilenet_v3_large-8738ca79.pth"),
        TorchvisionFile(kind: "mobilenet_v3_small", name: "mobilenet_v3_small-047dcff4.pth"),
        TorchvisionFile(kind: "regnet_y_400mf", name: "regnet_y_400mf-c65dace8.pth"),
        TorchvisionFile(kind: "regnet_y_800mf", name: "regnet_y_800mf-1b27b58c.pth"),
        TorchvisionFile(kind: "regnet_y_1_6gf", name: "regnet_y_1_6gf-b11a554e.pth"),
        TorchvisionFile(kind: "regnet_y_3_2gf", name: "regnet_y_3_2gf-b5a9779c.pth"),
        TorchvisionFile(kind: "regnet_y_8gf", name: "regnet_y_8gf-d0d0e4a8.pth"),
        TorchvisionFile(kind: "resnet152", name: "resnet152-394f9c45.pth"),
        TorchvisionFile(kind: "resnext50_32x4d", name: "resnext50_32x4d-7cdf4587.pth"),
        TorchvisionFile(kind: "resnext101_32x8d", name: "resnext101_32x8d-8ba56ff5.pth"),
        TorchvisionFile(kind: "shufflenet_v2_x0_5", name: "shufflenetv2_x0.5-f707e7126e.pth"),
        TorchvisionFile(kind: "shufflenet_v2_x1_0", name: "shufflenetv2_x1-5666bf0f80.pth"),
        TorchvisionFile(kind: "shufflenet_v2_x1_5", name: "shufflenetv2_x1_5-3c479a10.pth"),
        TorchvisionFile(kind: "shufflenet_v2_x2_0", name: "shufflenetv2_x2_0-8be3c8ee.pth"),
        TorchvisionFile(kind: "squeezenet1_0", name: "squeezenet1_0-b66bff10.pth"),
        TorchvisionFile(kind: "squeezenet1_1", name: "squeezenet1_1-b8a52dc0.pth"),
        TorchvisionFile(kind: "vgg11_bn", name: "vgg11_bn-6002323d.pth"),
        TorchvisionFile(kind: "vgg13_bn", name: "vgg13_bn-abd245e5.pth"),
        TorchvisionFile(kind: "vgg16_bn", name: "vgg16_bn-6c64b313.pth"),
        TorchvisionFile(kind: "vgg19_bn", name: "vgg19_bn-c79401a0.pth"),
        TorchvisionFile(kind: "wide_resnet50_2", name: "wide_resnet50_2-95faca4d.pth"),
        TorchvisionFile(kind: "wide_resnet101_2", name: "wide_resnet101_2-32ee1156.pth"),
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
