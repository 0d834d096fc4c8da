package import Networks
package import Studies
package import Vocabulary

extension NetworkSettings {
    /// The frozen and the trained part of the network; nil where everything trains.
    /// - Throws: `UnsupportedSetting` where it cannot be split there.
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
