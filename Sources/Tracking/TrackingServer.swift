import Foundation

/// Where a tracking server is and how to be let in. What it prints holds no secret.
package struct TrackingServer: Sendable, Hashable, CustomStringConvertible {
    /// Without a slash at the end, without user and password.
    package let address: String
    /// The header `Authorization`; nil where nobody asks.
    let authorization: String?
    /// A file of the certificates that an https server may have, in place of the system's.
    let certificates: String?

    /// What requests carry to be let in.
    var headers: [String: String] { authorization.map { ["Authorization": $0] } ?? [:] }

    package static let addressVariable = "MLFLOW_TRACKING_URI"
    package static let certificatesVariable = "MLFLOW_TRACKING_SERVER_CERT_PATH"
    package static let experimentVariable = "MLFLOW_EXPERIMENT_NAME"

    package var description: String { address }

    /// Reads an address such as `http://user:password@host:5000/prefix`. What the address does not
    /// say of user and password is taken from `MLFLOW_TRACKING_TOKEN`, or
    /// `MLFLOW_TRACKING_USERNAME` and `MLFLOW_TRACKING_PASSWORD`; whom an https server may be
    /// signed by, from `MLFLOW_TRACKING_SERVER_CERT_PATH`.
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

    /// Whether this is an address of the kind that `init` reads.
    package static func isAddress(_ text: String) -> Bool {
        let lower = text.lowercased()
        return lower.hasPrefix("http://") || lower.hasPrefix("https://")
    }

    /// The text without what stands between `//` and the last `@` after it.
    package static func withoutSecrets(_ text: String) -> String {
        guard let at = text.lastIndex(of: "@") else { return text }
        let start = text.range(of: "//")?.upperBound ?? text.startIndex
        return start <= at ? text[..<start] + "..." + text[at...] : text
    }
}
