package import Vocabulary

/// What stands in the place of a network's classifier. Adding one: a file in this folder and a line
/// in `Heads.all`.
package protocol Head: Configurable {
    /// The layers from the `features` values of each image to the logits; nil for the
    /// architecture's own.
    func layer(features: Int, classes: Int) -> (any Layer)?
}

/// The registry of heads.
package enum Heads {
    package static let all = Registry<any Head>([
        entry(TorchvisionHead.self), entry(LinearHead.self),
    ])

    private static func entry<H: Head>(_ type: H.Type) -> Registry<any Head>.Entry {
        .init(KindDescription(type)) { try H($0) }
    }
}
