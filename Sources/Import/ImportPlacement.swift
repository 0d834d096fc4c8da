import Files
import Vocabulary

/// An image of a source with its split, class and name in the data set.
struct ImportPlacement: Sendable {
    /// The index in the entries of the source.
    var index: Int
    var split: Split
    /// The name of the class.
    var label: EntryName
    /// The file name in the data set, unless another image has it too.
    var name: EntryName
    /// The file name that is used if another image has the same name: the percent-encoded path.
    var longName: EntryName
    /// The folder of the source that contains the class folders; files of two trees can be copies.
    var tree: EntryName?
    /// The beginning of the file name that must be kept if the name is shortened.
    var prefix: EntryName = EntryName("")
}
