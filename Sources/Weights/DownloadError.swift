/// An error of a download.
package enum DownloadError: Error, Sendable, Hashable, CustomStringConvertible {
    case badAddress(String)
    /// The response of the server contains neither the file nor a part of it.
    case status(Int, address: String)
    /// The server could not be reached, or the connection ended before any data.
    case network(String, address: String, path: String)
    /// The connection ended before the end of the file; the received part is kept.
    case interrupted(String, address: String, received: Int, total: Int?)
    case digest(expected: String, got: String, address: String)
    /// The file exists, but its digest does not match its name.
    case damaged(path: String, expected: String, got: String)
    case busy(path: String)

    package var description: String {
        switch self {
        case .badAddress(let address): "\(address): must be an http or https address"
        case .status(404, let address): "\(address): the server has no such file (404)"
        case .status(let status, let address):
            "\(address): the server responded with status \(status); try again later, or use another server"
        case .network(let reason, let address, let path):
            "\(address): cannot be fetched: \(reason); check the connection, or fetch the file elsewhere and "
                + "put it at \(path)"
        case .interrupted(let reason, let address, let received, let total):
            "\(address): interrupted after \(received) of \(total.map { "\($0)" } ?? "unknown") bytes (\(reason)); "
                + "run the command again to resume"
        case .digest(let expected, let got, let address):
            "\(address): damaged: its SHA-256 should begin with \(expected); got \(got.prefix(16))...; "
                + "the downloaded file was removed"
        case .damaged(let path, let expected, let got):
            "\(path): damaged: its SHA-256 should begin with \(expected); got \(got.prefix(16))...; remove the "
                + "file, then fetch it again"
        case .busy(let path):
            "\(path): another process is fetching this file; wait until it has finished"
        }
    }
}
