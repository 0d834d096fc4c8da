/// What a server is to do: where it listens, who may ask, and how much at once.
package struct ServerSettings: Sendable {
    /// The address to listen on, such as `127.0.0.1` or `0.0.0.0`.
    package var host: String
    /// 0 for any that is free.
    package var port: Int
    /// Names that the server goes by, besides its address, `localhost` and any address in digits.
    /// `*`: all names.
    package var hostNames: [String]
    /// What clients must show; nil: anyone may ask.
    package var token: String?
    package var limits: ServerLimits

    package init(
        host: String = "127.0.0.1", port: Int = 8000, hostNames: [String] = [],
        token: String? = nil, limits: ServerLimits = ServerLimits()
    ) {
        self.host = host
        self.port = port
        self.hostNames = hostNames
        self.token = token
        self.limits = limits
    }
}

/// How much a server takes on, so that memory and time stay bounded whatever it is sent.
package struct ServerLimits: Sendable {
    /// Bytes of a request's body.
    package var bodyBytes = 32 << 20
    /// Bytes of the bodies of all requests that are being read.
    package var bodyBytesAtOnce = 256 << 20
    /// Images of a request.
    package var images = 16
    /// Pixels of an image, by its header.
    package var pixels = 40_000_000
    /// Images that wait for an answer.
    package var waitingImages = 128
    /// Open connections; more wait to be accepted.
    package var connections = 512
    /// Bytes of a request's header.
    package var headerBytes = 16 << 10
    /// Within which a request has to come in whole.
    package var requestSeconds = 30
    /// Without a request, after which a connection is closed.
    package var idleSeconds = 30
    /// Within which the network has to have answered.
    package var answerSeconds = 60
    /// How long an image waits at least for others that are being decoded, to pass through the
    /// network with them.
    package var batchMilliseconds = 3

    package init() {}
}
