import Foundation
import HTTP
package import JSON
import Vocabulary

/// A client for the calls of MLflow's REST API that tracking needs.
package final class MLflowClient: Sendable {
    private let http: HTTPClient
    let server: TrackingServer

    /// - Parameter timeoutSeconds: the maximum time without a byte from the server.
    package init(_ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.server = server
        http = HTTPClient(server, timeoutSeconds: timeoutSeconds)
    }

    /// Sends a POST request to `/api/2.0/mlflow/<call>`.
    /// - Throws: `TrackingError`.
    @discardableResult
    package func post(_ call: String, _ body: JSONValue) throws(TrackingError) -> JSONValue {
        try json(
            of: call,
            http.send("POST", "/api/2.0/mlflow/\(call)", body: .data(Data(body.canonical.utf8))))
    }

    /// Sends a DELETE request to `/api/2.0/mlflow/<call>`.
    /// - Throws: `TrackingError`.
    func delete(_ call: String, _ body: JSONValue) throws(TrackingError) {
        _ = try json(
            of: call,
            http.send(
                "DELETE", "/api/2.0/mlflow/\(call)", body: .data(Data(body.canonical.utf8))))
    }

    /// Sends a GET request to `/api/2.0/mlflow/<call>?<query>`.
    /// - Throws: `TrackingError`.
    @discardableResult
    package func get(_ call: String, _ query: [String: String]) throws(TrackingError) -> JSONValue {
        let text = query.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try json(of: call, http.send("GET", "/api/2.0/mlflow/\(call)?\(text)"))
    }

    /// Uploads a file to the server's artifact store.
    /// - Parameter path: the path within the store, such as `1/<run>/artifacts/report.md`.
    /// - Throws: `TrackingError`.
    func put(file: String, path: String) throws(TrackingError) {
        let result = try http.send(
            "PUT", Self.artifactTarget(path), body: .file(file), type: "application/octet-stream")
        _ = try json(of: "artifacts", result)
    }

    /// The request target of a file in the server's artifact store.
    static func artifactTarget(_ path: String) -> String {
        let parts = path.split(separator: "/").map { encoded(String($0)) }
        return "/api/2.0/mlflow-artifacts/artifacts/" + parts.joined(separator: "/")
    }

    /// The JSON of a successful response.
    private func json(
        of call: String, _ response: HTTPClient.Response
    ) throws(TrackingError) -> JSONValue {
        let text = String(decoding: response.body, as: UTF8.self)
        let json = try? JSONDocument(text: text, file: call).value
        if response.status == 200 {
            guard let json else {
                if text.isEmpty { return .object([]) }
                throw .badResponse(call: call, expected: "JSON", got: text)
            }
            return json
        }
        let message = json?["message"]?.text ?? ""
        // A response of a proxy or of another server has no error code of MLflow.
        if [400, 404, 409].contains(response.status), let code = json?["error_code"]?.text,
            code != "ENDPOINT_NOT_FOUND", code != "TEMPORARILY_UNAVAILABLE"
        {
            throw .refused(code: code, message: message, call: call)
        }
        throw .status(response.status, address: server.address, message: message)
    }

    /// A part of a query or a path, percent-encoded except for letters, digits and `-._~`.
    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}
