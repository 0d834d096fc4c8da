/// Something that adds density to the lungs of a synthetic X-ray.
protocol PhantomShadow {
    /// The density at a pixel; `lung` is the amount of lung there.
    func density(column: Int, row: Int, anatomy: PhantomAnatomy, lung: Float) -> Float
}

extension PhantomFindings: PhantomShadow {}
