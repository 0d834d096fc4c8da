package import Vocabulary

/// A replacement for the classifier of a network. To add a head, add a file in this folder and a
/// line in `Heads.all`.
package protocol Head: Configurable {
    /// The layers from `features` values per image to the logits, `[N, features]` to `[N,
    /// classes]`; nil: the classifier of the architecture is kept.
    func layer(features: Int, classes: Int) -> (any Layer)?
}

/// The registry of heads.
package enum Heads {
    /// The heads, in the order in which messages list them.
    package static let all = Registry<any Head>([
        entry(TorchvisionHead.self), entry(LinearHead.self),
    ])

    private static func entry<H: Head>(_ type: H.Type) -> Registry<any Head>.Entry {
        .init(KindDescription(type)) { try H($0) }
    }
}
