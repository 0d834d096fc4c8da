package import Networks
package import Studies
import Vocabulary

extension NetworkSettings {
    /// Creates the network that the settings describe.
    /// - Throws: `UnsupportedSetting`.
    package func network(classes: Int, imageSize: Int) throws -> Network {
        guard let head = try Heads.all.make(head) else {
            throw UnsupportedSetting(
                path: "network.head", message: "unknown head '\(head.kind)'")
        }
        let request = NetworkRequest(
            classes: classes, imageSize: imageSize, values: configuration.values, head: head)
        guard let network = NetworkRegistry.make(configuration.kind, request) else {
            throw UnsupportedSetting(
                path: "network", message: "unknown network '\(configuration.kind)'")
        }
        return network
    }
}
