import Foundation
import HTTP
package import JSON
import Vocabulary

/// The calls of MLflow's REST API that tracking needs, one at a time.
package final class MLflowClient: Sendable {
    private let http: HTTPClient
    let server: TrackingServer

    package init(_ server: TrackingServer, timeoutSeconds: Double = 30) {
        self.server = server
        http = HTTPClient(server, timeoutSeconds: timeoutSeconds)
    }

    /// Posts to `/api/2.0/mlflow/<call>`.
    /// - Throws: `TrackingError`.
    @discardableResult
    package func post(_ call: String, _ body: JSONValue) throws(TrackingError) -> JSONValue {
        try answer(
            to: call,
            http.send("POST", "/api/2.0/mlflow/\(call)", body: .data(Data(body.canonical.utf8))))
    }

    /// Deletes at `/api/2.0/mlflow/<call>`.
    /// - Throws: `TrackingError`.
    func delete(_ call: String, _ body: JSONValue) throws(TrackingError) {
        _ = try answer(
            to: call,
            http.send(
                "DELETE", "/api/2.0/mlflow/\(call)", body: .data(Data(body.canonical.utf8))))
    }

    /// Gets `/api/2.0/mlflow/<call>?<query>`.
    /// - Throws: `TrackingError`.
    package func get(_ call: String, _ query: [String: String]) throws(TrackingError) -> JSONValue {
        let text = query.sorted { $0.key < $1.key }
            .map { "\($0.key)=\(Self.encoded($0.value))" }.joined(separator: "&")
        return try answer(to: call, http.send("GET", "/api/2.0/mlflow/\(call)?\(text)"))
    }

    /// Sends a file to the server's own store.
    /// - Parameter path: within the store, such as `1/<run>/artifacts/report.md`.
    /// - Throws: `TrackingError`.
    func put(file: String, path: String) throws(TrackingError) {
        let result = try http.send(
            "PUT", Self.artifactTarget(path), body: .file(file), type: "application/octet-stream")
        _ = try answer(to: "artifacts", result)
    }

    /// Of a file in the server's own store.
    static func artifactTarget(_ path: String) -> String {
        let parts = path.split(separator: "/").map { encoded(String($0)) }
        return "/api/2.0/mlflow-artifacts/artifacts/" + parts.joined(separator: "/")
    }

    private func answer(
        to call: String, _ answer: HTTPClient.Response
    ) throws(TrackingError) -> JSONValue {
        let text = String(decoding: answer.body, as: UTF8.self)
        let json = try? JSONDocument(text: text, file: call).value
        if answer.status == 200 {
            guard let json else {
                if text.isEmpty { return .object([]) }
                throw .badAnswer(call: call, expected: "JSON", got: text)
            }
            return json
        }
        let message = json?["message"]?.text ?? ""
        // What a proxy or another server on that port says carries no code of MLflow's.
        if [400, 404, 409].contains(answer.status), let code = json?["error_code"]?.text,
            code != "ENDPOINT_NOT_FOUND", code != "TEMPORARILY_UNAVAILABLE"
        {
            throw .refused(code: code, message: message, call: call)
        }
        throw .status(answer.status, address: server.address, message: message)
    }

    /// A part of a query or a path: only letters, digits and `-._~` stand as they are.
    private static func encoded(_ text: String) -> String {
        let plain = CharacterSet(
            charactersIn: "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~")
        return text.addingPercentEncoding(withAllowedCharacters: plain) ?? text
    }
}
