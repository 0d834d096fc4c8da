import Networks
package import Studies
import Vocabulary

extension Catalog {
    /// The networks and heads of this program: all that reading a trained network needs.
    package static let models = Catalog(
        networks: NetworkRegistry.descriptions, heads: Heads.all.descriptions)
}
