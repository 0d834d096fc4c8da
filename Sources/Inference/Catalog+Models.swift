import Networks
package import Studies
import Vocabulary

extension Catalog {
    /// The networks and heads of this program, which are enough for reading a trained network.
    package static let models = Catalog(
        networks: NetworkRegistry.descriptions, heads: Heads.all.descriptions)
}
