import Foundation

/// The address of a tracking server with the credentials for it. Its description contains no
/// secret.
package struct TrackingServer: Sendable, Hashable, CustomStringConvertible {
    /// The URL without user and password, and without a slash at the end.
    package let address: String
    /// The value of the header `Authorization`; nil without credentials.
    let authorization: String?
    /// The path of a file with trusted certificates, instead of those of the system.
    let certificates: String?

    /// The headers that authenticate a request.
    var headers: [String: String] { authorization.map { ["Authorization": $0] } ?? [:] }

    package static let addressVariable = "MLFLOW_TRACKING_URI"
    package static let certificatesVariable = "MLFLOW_TRACKING_SERVER_CERT_PATH"
    package static let experimentVariable = "MLFLOW_EXPERIMENT_NAME"

    package var description: String { address }

    /// Reads an address such as `http://user:password@host:5000/prefix`. If the address contains no
    /// user, the credentials are those in `MLFLOW_TRACKING_TOKEN`, or in `MLFLOW_TRACKING_USERNAME`
    /// and `MLFLOW_TRACKING_PASSWORD`. The trusted certificates are those in the file
    /// `MLFLOW_TRACKING_SERVER_CERT_PATH`.
    /// - Throws: `TrackingError.badAddress`.
    package init(
        _ text: String,
        environment: [String: String] = ProcessInfo.processInfo.environment
    ) throws(TrackingError) {
        guard var parts = URLComponents(string: text),
            let scheme = parts.scheme?.lowercased(), ["http", "https"].contains(scheme),
            let host = parts.host, !host.isEmpty
        else { throw .badAddress(Self.withoutSecrets(text)) }
        certificates = environment[Self.certificatesVariable]
        var user = environment["MLFLOW_TRACKING_USERNAME"]
        var password = environment["MLFLOW_TRACKING_PASSWORD"]
        let token = environment["MLFLOW_TRACKING_TOKEN"] ?? ""
        let isNamed = parts.user != nil
        if isNamed { (user, password) = (parts.user, parts.password) }
        (parts.user, parts.password, parts.query, parts.fragment) = (nil, nil, nil, nil)
        guard var address = parts.string else { throw .badAddress(Self.withoutSecrets(text)) }
        while address.hasSuffix("/") { address.removeLast() }
        self.address = address
        if let user, !user.isEmpty, isNamed || token.isEmpty {
            let pair = Data("\(user):\(password ?? "")".utf8).base64EncodedString()
            authorization = "Basic \(pair)"
        } else {
            authorization = token.isEmpty ? nil : "Bearer \(token)"
        }
    }

    /// True if a text begins with http:// or https://.
    package static func isAddress(_ text: String) -> Bool {
        let lower = text.lowercased()
        return lower.hasPrefix("http://") || lower.hasPrefix("https://")
    }

    /// An address without its user and password, the part between `//` and the last `@`.
    package static func withoutSecrets(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let start = text.range(of: "//")?.upperBound ?? text.startIndex
        return start <= at ? text[..<start] + "..." + text[at...] : text
    }
}
