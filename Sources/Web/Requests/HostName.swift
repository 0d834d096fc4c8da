/// The host that a request names in its header `Host`, without the port.
struct HostName: Hashable {
    /// The name in lower case, without the dot at its end that stands for the root of DNS; an
    /// address of IPv6 is in brackets.
    let name: String

    /// - Parameter authority: a host, with or without a port.
    /// - Returns: nil if it is not of that form.
    init?(_ authority: String) {
        let text = authority.utf8[...]
        var end = text.firstIndex(of: UInt8(ascii: ":")) ?? text.endIndex
        if text.first == UInt8(ascii: "[") {
            guard let bracket = text.firstIndex(of: UInt8(ascii: "]")) else { return nil }
            end = text.index(after: bracket)
        }
        let rest = text[end...]
        let isPort =
            rest.isEmpty
            || (rest.first == UInt8(ascii: ":")
                && rest.dropFirst().allSatisfy { (UInt8(ascii: "0")...UInt8(ascii: "9")) ~= $0 })
        let host = String(authority[..<end])
        guard isPort, !host.isEmpty else { return nil }
        name = Self.normalized(host)
    }

    /// A name in lower case, without a dot at its end.
    static func normalized(_ name: String) -> String {
        let name = name.lowercased()
        return name.hasSuffix(".") && name.count > 1 ? String(name.dropLast()) : name
    }

    /// True for an address of IPv4 or IPv6, which DNS cannot redirect.
    var isAddress: Bool {
        name.hasPrefix("[") || name.utf8.allSatisfy { "0123456789.".utf8.contains($0) }
    }
}

extension ServerSettings {
    /// A value of `--host-name`: a name or an address without a scheme, a port and a path; or `*`.
    /// - Returns: the name in lower case.
    /// - Throws: `ServerError` for other texts.
    package static func hostName(_ text: String) throws(ServerError) -> String {
        let isName = !text.isEmpty && text.consistsOfLettersAndDigits(or: "-._")
        let isAddress =
            HostName(text).map { $0.isAddress && $0.name == text.lowercased() } ?? false
        guard text == "*" || isName || isAddress else {
            throw ServerError(
                message: "--host-name \(text): expected a name such as example.org, without "
                    + "'http://', port and path, or '*'")
        }
        return text.lowercased()
    }
}
