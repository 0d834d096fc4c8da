package import Networks
package import Studies
import Vocabulary

extension NetworkSettings {
    /// The network that the settings describe.
    /// - Throws: `UnsupportedSetting`.
    package func network(classes: Int, imageSize: Int) throws -> Network {
        guard let head = try Heads.all.make(head) else {
            throw UnsupportedSetting(
                path: "network.head", message: "there is no head '\(head.kind)'")
        }
        let request = NetworkRequest(
            classes: classes, imageSize: imageSize, values: configuration.values, head: head)
        guard let network = NetworkRegistry.make(configuration.kind, request) else {
            throw UnsupportedSetting(
                path: "network", message: "there is no network '\(configuration.kind)'")
        }
        return network
    }
}
