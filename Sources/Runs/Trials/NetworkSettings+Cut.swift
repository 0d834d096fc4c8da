package import Networks
package import Studies

extension NetworkSettings {
    /// The frozen and the trained part of the network; nil where everything trains.
    /// - Throws: `UnsupportedSetting` where it cannot be cut there.
    package func cut(_ graph: Graph) throws(UnsupportedSetting) -> GraphCut? {
        do {
            return switch train {
            case .all: nil
            case .head: try graph.cutBeforeHead()
            case .from(let layer): try graph.cut(from: layer)
            }
        } catch { throw UnsupportedSetting(path: "network.train", message: "\(error)") }
    }
}
