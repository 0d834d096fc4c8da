internal import CDNNL
internal import Vocabulary

/// The number format of the elements of a tensor in memory.
enum ElementType: CaseIterable {
    case float32
    /// `BFloat16`.
    case bfloat16

    init(_ precision: ComputePrecision) { self = precision == .bf16 ? .bfloat16 : .float32 }

    /// The size of an element.
    var bytes: Int { self == .float32 ? 4 : 2 }

    /// oneDNN's name of the format.
    var dataType: dnnl_data_type_t { self == .float32 ? dnnl_f32 : dnnl_bf16 }
}

/// The address of a tensor whose elements have one of several types.
struct TensorPointer {
    let base: UnsafeMutableRawPointer
    let type: ElementType

    /// The address of the first element.
    func elements<Element: KernelElement>(of _: Element.Type = Element.self)
        -> UnsafeMutablePointer<Element>
    {
        precondition(Element.elementType == type, "a tensor of \(type) is read as \(Element.self)")
        return base.assumingMemoryBound(to: Element.self)
    }

    /// The address of the first element of a tensor that is only read.
    func values<Element: KernelElement>(of type: Element.Type = Element.self)
        -> UnsafePointer<Element>
    {
        UnsafePointer(elements(of: type))
    }
}
