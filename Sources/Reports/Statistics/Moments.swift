extension [Double] {
    /// nan without elements.
    package var mean: Double { reduce(0, +) / Double(count) }

    /// The sample's standard deviation, with n - 1; 0 for fewer than two elements.
    package var standardDeviation: Double {
        guard count > 1 else { return 0 }
        let mean = mean
        return (reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count - 1)).squareRoot()
    }
}
