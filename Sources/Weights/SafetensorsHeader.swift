import Foundation

/// The JSON header of a safetensors file: well-formed, but not checked against the file yet.
struct SafetensorsHeader {
    var tensors: [(name: String, claim: Claim)] = []
    var metadata: [String: String] = [:]

    /// The entry of one tensor in the header.
    struct Claim: Decodable {
        let dtype: String
        let shape: [Int]
        // This is the spelling of the format.
        // swift-format-ignore: AlwaysUseLowerCamelCase
        let data_offsets: [Int]
    }

    static let metadataKey = "__metadata__"

    /// - Throws: `WeightsError`.
    init(_ text: Data, path: String) throws {
        guard text.first == UInt8(ascii: "{") else {
            throw WeightsError(path, .header("it must begin with '{'"))
        }
        let members: Members
        do {
            members = try JSONDecoder().decode(Members.self, from: text)
        } catch let error as DecodingError {
            throw Self.describe(error, path: path)
        } catch {
            throw WeightsError(path, .header(error.localizedDescription))
        }
        tensors = members.tensors
        metadata = members.metadata
        let keys = Self.outerKeys(of: text)
        guard keys.count == tensors.count + (members.hasMetadata ? 1 : 0) else {
            var seen: Set<String> = []
            throw WeightsError(path, .duplicateKey(keys.first { !seen.insert($0).inserted }))
        }
    }

    private struct Members: Decodable {
        var tensors: [(name: String, claim: Claim)] = []
        var metadata: [String: String] = [:]
        var hasMetadata = false

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Key.self)
            for key in container.allKeys {
                if key.stringValue == metadataKey {
                    hasMetadata = true
                    metadata = try container.decode([String: String].self, forKey: key)
                } else {
                    tensors.append((key.stringValue, try container.decode(Claim.self, forKey: key)))
                }
            }
        }
    }

    private struct Key: CodingKey {
        let stringValue: String
        var intValue: Int? { nil }
        init?(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static func describe(_ error: DecodingError, path: String) -> WeightsError {
        let context: DecodingError.Context
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found), .keyNotFound(_, let found),
            .dataCorrupted(let found):
            context = found
        @unknown default: return WeightsError(path, .header("\(error)"))
        }
        let keys = context.codingPath.map(\.stringValue)
        let field = keys.dropFirst().map { ".\($0)" }.joined()
        let detail = context.underlyingError.map { " (\($0))" } ?? ""
        let detailText =
            (field.isEmpty ? "" : field + ": ") + context.debugDescription + detail
        return WeightsError(path, entry: keys.first, .header(detailText))
    }

    /// The keys of the outermost object as written, since the decoder silently keeps only one of
    /// two equal keys.
    ///
    /// `text` must be well-formed JSON.
    private static func outerKeys(of text: Data) -> [String] {
        var keys: [String] = []
        var depth = 0
        var stringStart: Int?
        var lastString = 0..<0
        var escaped = false
        text.withUnsafeBytes { bytes in
            for (index, byte) in bytes.enumerated() {
                if let start = stringStart {
                    if escaped {
                        escaped = false
                    } else if byte == UInt8(ascii: "\\") {
                        escaped = true
                    } else if byte == UInt8(ascii: "\"") {
                        lastString = start..<index
                        stringStart = nil
                    }
                    continue
                }
                switch byte {
                case UInt8(ascii: "\""): stringStart = index + 1
                case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
                case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
                case UInt8(ascii: ":") where depth == 1:
                    keys.append(String(decoding: bytes[lastString], as: UTF8.self))
                default: break
                }
            }
        }
        return keys
    }
}
