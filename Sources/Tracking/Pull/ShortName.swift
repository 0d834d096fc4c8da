import Files

/// Texts as short names.
enum ShortName {
    /// The text; of a long one, the beginning and a part of its digest, so that texts that differ
    /// stay different.
    /// - Parameter most: the maximum number of characters.
    static func of(_ text: String, most: Int) -> String {
        guard text.count > most else { return text }
        let digest = SHA256Digest.of(text).prefix(8)
        return "\(text.prefix(most - digest.count - 1))-\(digest)"
    }
}
