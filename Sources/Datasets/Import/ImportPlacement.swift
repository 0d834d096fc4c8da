import Files
import Vocabulary

/// An image of a source, and what is known of where it belongs.
struct ImportPlacement: Sendable {
    /// The position in the entries of the source.
    var index: Int
    var split: Split
    /// The class.
    var label: EntryName
    /// The file name in the set, as long as no other has it.
    var name: EntryName
    /// The file name that tells it from others of that name: the path it has, percent-encoded.
    var longName: EntryName
    /// The folder of the source that the tree of classes lies in; files of two trees can be copies.
    var tree: EntryName?
    /// What the file name begins with that must stay when it is shortened.
    var prefix: EntryName = EntryName("")
}

extension Split {
    /// The split that a word of a table or folder means, in any case: `valid`, `validation` and
    /// `dev` are val.
    package init?(word: some StringProtocol) {
        guard let split = SplitWords.split(of: FilePath(String(word))) else { return nil }
        self = split
    }
}
