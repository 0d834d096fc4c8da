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

    /// The accuracy on ImageNet's validation images in percent, as torchvision's documentation
    /// gives it.
    package let top1: Double
    /// The size to which torchvision resizes the shorter side of these images, in pixels.
    package let resize: Int
    /// The size of the square that torchvision crops from their center, in pixels.
    package let crop: Int
    /// The interpolation filter of the resizing.
    package let interpolation: String

    /// - Parameters:
    ///   - stem: the file name without `.pth`.
    ///   - top1: in percent.
    package init(
        _ kind: String, _ stem: String, _ top1: Double, resize: Int = 256, crop: Int = 224,
        interpolation: String = "bilinear"
    ) {
        self.kind = kind
        name = "\(stem).pth"
        self.top1 = top1
        self.resize = resize
        self.crop = crop
        self.interpolation = interpolation
    }

    /// All known files.
    package static let all: [TorchvisionFile] = [
        .init("alexnet", "alexnet-owt-7be5be79", 56.522),
        .init("vgg11", "vgg11-8a719046", 69.02),
        .init("vgg13", "vgg13-19584684", 69.928),
        .init("vgg16", "vgg16-397923af", 71.592),
        .init("vgg19", "vgg19-dcbb9e9d", 72.376),
        .init("resnet18", "resnet18-f37072fd", 69.758),
        .init("resnet34", "resnet34-b627a593", 73.314),
        .init("resnet50", "resnet50-0676ba61", 76.13),
        .init("resnet101", "resnet101-63fe2227", 77.374),
        .init("densenet121", "densenet121-a639ec97", 74.434),
        .init("densenet169", "densenet169-b2777c0a", 75.6),
        .init("densenet201", "densenet201-c1103571", 76.896),
        .init("densenet161", "densenet161-8d451a50", 77.138),
        .init("convnext_tiny", "convnext_tiny-983f1562", 82.52, resize: 236),
        .init("convnext_small", "convnext_small-0c510722", 83.616, resize: 230),
        .init("convnext_base", "convnext_base-6075fbad", 84.062, resize: 232),
        .init(
            "efficientnet_b0", "efficientnet_b0_rwightman-7f5810bc", 77.692,
            interpolation: "bicubic"),
        .init(
            "efficientnet_b1", "efficientnet_b1_rwightman-bac287d4", 78.642, crop: 240,
            interpolation: "bicubic"),
        .init(
            "efficientnet_b2", "efficientnet_b2_rwightman-c35c1473", 80.608, resize: 288, crop: 288,
            interpolation: "bicubic"),
        .init(
            "efficientnet_b3", "efficientnet_b3_rwightman-b3899882", 82.008, resize: 320, crop: 300,
            interpolation: "bicubic"),
        .init(
            "efficientnet_b4", "efficientnet_b4_rwightman-23ab8bcd", 83.384, resize: 384, crop: 380,
            interpolation: "bicubic"),
        .init("efficientnet_v2_s", "efficientnet_v2_s-dd5fe13b", 84.228, resize: 384, crop: 384),
        .init("mnasnet0_5", "mnasnet0.5_top1_67.823-3ffadce67e", 67.734),
        .init("mnasnet1_0", "mnasnet1.0_top1_73.512-f206786ef8", 73.456),
        .init("mobilenet_v2", "mobilenet_v2-b0353104", 71.878),
        .init("mobilenet_v3_large", "mobilenet_v3_large-8738ca79", 74.042),
        .init("mobilenet_v3_small", "mobilenet_v3_small-047dcff4", 67.668),
        .init("regnet_y_400mf", "regnet_y_400mf-c65dace8", 74.046),
        .init("regnet_y_800mf", "regnet_y_800mf-1b27b58c", 76.42),
        .init("regnet_y_1_6gf", "regnet_y_1_6gf-b11a554e", 77.95),
        .init("regnet_y_3_2gf", "regnet_y_3_2gf-b5a9779c", 78.948),
        .init("regnet_y_8gf", "regnet_y_8gf-d0d0e4a8", 80.032),
        .init("resnet152", "resnet152-394f9c45", 78.312),
        .init("resnext50_32x4d", "resnext50_32x4d-7cdf4587", 77.618),
        .init("resnext101_32x8d", "resnext101_32x8d-8ba56ff5", 79.312),
        .init("shufflenet_v2_x0_5", "shufflenetv2_x0.5-f707e7126e", 60.552),
        .init("shufflenet_v2_x1_0", "shufflenetv2_x1-5666bf0f80", 69.362),
        .init("shufflenet_v2_x1_5", "shufflenetv2_x1_5-3c479a10", 72.996, resize: 232),
        .init("shufflenet_v2_x2_0", "shufflenetv2_x2_0-8be3c8ee", 76.23, resize: 232),
        .init("squeezenet1_0", "squeezenet1_0-b66bff10", 58.092),
        .init("squeezenet1_1", "squeezenet1_1-b8a52dc0", 58.178),
        .init("vgg11_bn", "vgg11_bn-6002323d", 70.37),
        .init("vgg13_bn", "vgg13_bn-abd245e5", 71.586),
        .init("vgg16_bn", "vgg16_bn-6c64b313", 73.36),
        .init("vgg19_bn", "vgg19_bn-c79401a0", 74.218),
        .init("vit_b_16", "vit_b_16-c867db91", 81.072),
        .init("vit_b_32", "vit_b_32-d86f8d99", 75.912),
        .init("wide_resnet50_2", "wide_resnet50_2-95faca4d", 78.468),
        .init("wide_resnet101_2", "wide_resnet101_2-32ee1156", 78.848),
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
