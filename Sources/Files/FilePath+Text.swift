import Foundation

/// A path as text, for messages, tables, JSON and reports: every name in its text form; see
/// `FileName`.
extension FilePath {
    /// The path with every name in its text form.
    package var text: String {
        bytes.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
            .map { FileName.text(of: $0) }.joined(separator: "/")
    }

    /// The path with this text. A name that is not a valid text form is used as bytes.
    package init(text: String) {
        let names = text.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        self.init(
            bytes: names.map { name in
                FileName.bytes(of: String(decoding: name, as: UTF8.self)) ?? Array(name)
            }.joined(separator: [UInt8(ascii: "/")]))
    }

    /// The path with all bytes escaped that are not printable ASCII, which shows the Unicode form
    /// of a name.
    package var spelling: String { FileName.ascii(of: bytes) }

    /// The path for a command-line argument, with bytes that are not UTF-8 unchanged.
    package init(argument: String) {
        if argument.unicodeScalars.contains("\u{FFFD}") {
            for pointer in UnsafeBufferPointer(
                start: CommandLine.unsafeArgv, count: Int(CommandLine.argc))
            {
                guard let pointer, String(cString: pointer) == argument else { continue }
                self.init(bytes: UnsafeRawBufferPointer(start: pointer, count: strlen(pointer)))
                return
            }
        }
        self.init(argument)
    }
}
