internal import CCrypto
package import Foundation

/// SHA-256 digests, in lower-case hexadecimal.
package enum SHA256Digest {
    package static func of(_ bytes: UnsafeRawBufferPointer) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest(bytes).flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
    }

    package static func of(_ data: Data) -> String { data.withUnsafeBytes { of($0) } }

    package static func of(_ text: String) -> String { of(Data(text.utf8)) }

    /// Not in hexadecimal digits, but as the policies of web pages name a script.
    package static func base64(of text: String) -> String {
        Data(Data(text.utf8).withUnsafeBytes { digest($0) }).base64EncodedString()
    }

    private static func digest(_ bytes: UnsafeRawBufferPointer) -> [UInt8] {
        [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            let status = EVP_Digest(
                bytes.baseAddress, bytes.count, digest.baseAddress, nil, EVP_sha256(), nil)
            precondition(status == 1, "libcrypto has no SHA-256")
            count = 32
        }
    }
}
