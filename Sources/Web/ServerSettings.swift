/// The settings of a server: its address, its host names, its token and its limits.
package struct ServerSettings: Sendable {
    /// The address to listen on, such as `127.0.0.1` or `0.0.0.0`.
    package var host: String
    /// The port; 0: any free port.
    package var port: Int
    /// The host names that requests may use, besides `host`, `localhost` and numeric addresses;
    /// `*`: all names.
    package var hostNames: [String]
    /// The token that clients must send; nil: no authentication.
    package var token: String?
    /// The path under which a reverse proxy makes the server available.
    package var basePath: BasePath
    package var limits: ServerLimits

    package init(
        host: String = "127.0.0.1", port: Int = 8000, hostNames: [String] = [],
        token: String? = nil, basePath: BasePath = .root, limits: ServerLimits = ServerLimits()
    ) {
        self.basePath = basePath
        self.host = host
        self.port = port
        self.hostNames = hostNames
        self.token = token
        self.limits = limits
    }
}

/// The limits of a server, which bound its memory and time whatever it receives.
package struct ServerLimits: Sendable {
    /// The maximum number of bytes of a request's body.
    package var bodyBytes = 32 << 20
    /// The maximum number of bytes of the bodies of all requests that are being read.
    package var bodyBytesAtOnce = 256 << 20
    /// The maximum number of images in a request.
    package var images = 16
    /// The maximum number of parts of a form, which may have other fields as well.
    package var formParts = 64
    /// The maximum number of pixels of an image, according to its header.
    package var pixels = 40_000_000
    /// The maximum number of images that wait for a prediction.
    package var waitingImages = 128
    /// The maximum number of open connections; further ones wait to be accepted.
    package var connections = 512
    /// The maximum number of bytes of a request's header.
    package var headerBytes = 16 << 10
    /// The time limit for receiving a request.
    package var requestSeconds = 30
    /// The time without a request after which a connection is closed.
    package var idleSeconds = 30
    /// The time limit for the start of an image's prediction.
    package var predictionSeconds = 60
    /// The minimum time for which an image waits for others that are being decoded, to form a
    /// batch with them.
    package var batchMilliseconds = 3

    package init() {}
}
