internal import Crypto
package import Foundation

/// SHA-256 digests, in lower-case hexadecimal.
package enum SHA256Digest {
    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        var hash = SHA256()
        hash.update(bufferPointer: bytes)
        return hex(hash.finalize())
    }

    package static func of(_ data: Data) -> String { data.withUnsafeBytes { of($0) } }

    package static func of(_ text: String) -> String { of(Data(text.utf8)) }

    /// Not in hexadecimal digits, but as the policies of web pages name a script.
    package static func base64(of text: String) -> String {
        Data(SHA256.hash(data: Data(text.utf8))).base64EncodedString()
    }

    private static func hex(_ digest: SHA256.Digest) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self
        )
    }
}
