package import Networks
package import Studies
package import Vocabulary

extension NetworkSettings {
    /// The frozen and the trained part of the network; nil if all layers are trained.
    /// - Throws: `UnsupportedSetting` if the network cannot be split at that layer.
    package func split(_ graph: Graph) throws(UnsupportedSetting) -> GraphSplit? {
        do {
            return switch train {
            case .all: nil
            case .head: try graph.splitBeforeHead()
            case .from(let layer): try graph.split(from: layer)
            }
        } catch { throw UnsupportedSetting(path: "network.train", message: "\(error)") }
    }
}
