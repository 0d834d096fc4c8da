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
                    guard try !container.decodeNil(forKey: key) else { continue }
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
        switch error {
        case .typeMismatch(_, let found), .valueNotFound(_, let found):
            let keys = found.codingPath.map(\.stringValue)
            return WeightsError(path, entry: keys.first, .header(expectation(of: keys)))
        case .keyNotFound(let key, let found):
            let name = found.codingPath.first?.stringValue
            return WeightsError(path, entry: name, .header("\(key.stringValue) is missing"))
        case .dataCorrupted(let found):
            let what = "it is not valid JSON, or a number in it is too large or not whole"
            return WeightsError(
                path, entry: found.codingPath.first?.stringValue, .header(what))
        @unknown default: return WeightsError(path, .header("it cannot be read"))
        }
    }

    /// The value that the format has at a place of the header.
    private static func expectation(of keys: [String]) -> String {
        if keys.first == metadataKey { return "expected an object of texts" }
        guard keys.count > 1 else {
            return keys.isEmpty
                ? "expected an object of tensors"
                : "expected an object with dtype, shape and data_offsets"
        }
        let field = keys[1]
        return "\(field): expected " + (field == "dtype" ? "a text" : "a list of whole numbers")
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
