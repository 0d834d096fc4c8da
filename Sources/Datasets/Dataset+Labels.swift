package import Tensors

extension Dataset {
    /// The labels of images that can have several, `[N, L]`, in the order of `classes`; nil if an
    /// image has one class.
    package func labels(of samples: [Sample]) -> LabelMatrix? { nil }
}
