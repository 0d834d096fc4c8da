/// A file that could not be fetched.
package enum DownloadError: Error, Sendable, Hashable, CustomStringConvertible {
    case badAddress(String)
    /// The server's answer was neither the file nor a part of it.
    case status(Int, address: String)
    /// The server could not be reached, or was lost before it sent anything.
    case network(String, address: String, path: String)
    /// The connection ended within the file; what came is kept.
    case interrupted(String, address: String, received: Int, total: Int?)
    case digest(expected: String, got: String, address: String)
    /// A file that is there, but not the one that its name says.
    case damaged(path: String, expected: String, got: String)
    case busy(path: String)

    package var description: String {
        switch self {
        case .badAddress(let address): "\(address): is no http or https address"
        case .status(404, let address): "\(address): the server has no such file (404)"
        case .status(let status, let address):
            "\(address): the server answers \(status); try again later, or another server"
        case .network(let reason, let address, let path):
            "\(address): cannot be fetched: \(reason); check the connection, or fetch the file elsewhere and "
                + "put it at \(path)"
        case .interrupted(let reason, let address, let received, let total):
            "\(address): cut off after \(received) of \(total.map { "\($0)" } ?? "unknown") bytes (\(reason)); "
                + "run the command again, it goes on from there"
        case .digest(let expected, let got, let address):
            "\(address): damaged: its SHA-256 should begin with \(expected); got \(got.prefix(16))...; "
                + "what was fetched is removed"
        case .damaged(let path, let expected, let got):
            "\(path): damaged: its SHA-256 should begin with \(expected); got \(got.prefix(16))...; remove it, "
                + "then it is fetched again"
        case .busy(let path): "\(path): another process is fetching it; wait until it is done"
        }
    }
}
