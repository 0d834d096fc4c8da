extension Collection where Element: Comparable {
    /// The place of the largest element, the first of equals; nil when there is none.
    package var argmax: Index? { indices.max { self[$0] < self[$1] } }
}
