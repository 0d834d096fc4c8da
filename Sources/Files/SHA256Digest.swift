internal import CCrypto
package import Foundation

/// SHA-256 digests in lower-case hexadecimal.
package enum SHA256Digest {
    /// The digest of bytes.
    package static func of(_ bytes: UnsafeRawBufferPointer) -> String { hexadecimal(digest(bytes)) }

    /// The digest of data.
    package static func of(_ data: Data) -> String { data.withUnsafeBytes { of($0) } }

    /// The digest of a text in UTF-8.
    package static func of(_ text: String) -> String { of(Data(text.utf8)) }

    /// The digest of a text that is made in parts.
    /// - Parameter parts: calls its argument with each part, in order.
    package static func of(parts: ((String) -> Void) -> Void) -> String {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var status = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        parts { part in
            var part = part
            part.withUTF8 { bytes in
                guard status == 1 else { return }
                status = EVP_DigestUpdate(context, bytes.baseAddress, bytes.count)
            }
        }
        return final(context, &status)
    }

    private static func final(_ context: OpaquePointer?, _ status: inout Int32) -> String {
        let digest = [UInt8](unsafeUninitializedCapacity: 32) { digest, count in
            if status == 1 { status = EVP_DigestFinal_ex(context, digest.baseAddress, nil) }
            precondition(status == 1, "libcrypto has no SHA-256")
            count = 32
        }
        return hexadecimal(digest)
    }

    /// The digest of a file, which is read in parts.
    /// - Throws: `FileError`, also for a file that has become shorter since it was opened.
    package static func of(_ file: OpenFile) throws(FileError) -> String {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var status = EVP_DigestInit_ex(context, EVP_sha256(), nil)
        try file.forEachPart { part in
            if status == 1 { status = EVP_DigestUpdate(context, part.baseAddress, part.count) }
        }
        return final(context, &status)
    }

    /// The digest of the file at `path`.
    /// - Throws: `FileError`.
    package static func of(file path: String) throws(FileError) -> String {
        try of(OpenFile(path: path))
    }

    /// The digest of the file at `path`.
    /// - Throws: `FileError`.
    package static func of(file path: FilePath) throws(FileError) -> String {
        try of(OpenFile(path: path))
    }

    /// The digest of a text in base64, as content security policies of web pages name a script.
    package static func base64(of text: String) -> String {
        Data(Data(text.utf8).withUnsafeBytes { digest($0) }).base64EncodedString()
    }

    private static func hexadecimal(_ digest: [UInt8]) -> String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: digest.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] },
            as: UTF8.self)
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
