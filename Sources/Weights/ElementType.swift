import Tensors

/// The element type of a tensor in a checkpoint. The raw value is the name in safetensors headers.
package enum ElementType: String, Sendable, CaseIterable {
    case float64 = "F64"
    case float32 = "F32"
    case float16 = "F16"
    case bfloat16 = "BF16"
    case int64 = "I64"
    case int32 = "I32"
    case int16 = "I16"
    case int8 = "I8"
    case uint8 = "U8"
    case boolean = "BOOL"

    /// The size of an element, in bytes.
    package var size: Int {
        switch self {
        case .float64, .int64: 8
        case .float32, .int32: 4
        case .float16, .bfloat16, .int16: 2
        case .int8, .uint8, .boolean: 1
        }
    }

    /// True if the type is an integer or a Boolean.
    package var isInteger: Bool {
        switch self {
        case .float64, .float32, .float16, .bfloat16: false
        case .int64, .int32, .int16, .int8, .uint8, .boolean: true
        }
    }

    /// The size of a tensor with these extents in bytes; nil if an extent is negative or the size
    /// exceeds 64 bits.
    ///
    /// An overflow of the other extents is an error even if one extent is 0.
    func byteCount(_ extents: [Int]) -> Int? { Self.byteCount(extents, size: size) }

    /// The size in bytes of a tensor with elements of `size` bytes, also of another type; nil as in
    /// `byteCount(_:)`.
    static func byteCount(_ extents: [Int], size: Int) -> Int? {
        var nonzero = size
        for extent in extents where extent != 0 {
            let (product, overflow) = nonzero.multipliedReportingOverflow(by: extent)
            guard extent > 0, !overflow else { return nil }
            nonzero = product
        }
        return extents.contains(0) ? 0 : nonzero
    }

    /// The elements in `bytes`, little-endian and possibly unaligned, rounded to single precision.
    func floats(_ bytes: UnsafeRawBufferPointer, shape: Shape) -> Tensor {
        switch self {
        case .float32:
            Tensor(shape: shape) { UnsafeMutableRawBufferPointer($0).copyMemory(from: bytes) }
        case .float64: Tensor(map(bytes) { (value: Double) in Float(value) }, shape: shape)
        case .float16:
            Tensor(shape: shape) { target in
                guard let source = bytes.baseAddress, let base = target.baseAddress else { return }
                HalfPrecision.widen(source, base, count: target.count)
            }
        case .bfloat16: Tensor(map(bytes, Self.widen), shape: shape)
        default: Tensor(integers(bytes).map { Float($0) }, shape: shape)
        }
    }

    /// The elements in `bytes` in double precision.
    func doubles(_ bytes: UnsafeRawBufferPointer) -> [Double] {
        switch self {
        case .float32: map(bytes) { (value: Float) in Double(value) }
        case .float64: map(bytes) { (value: Double) in value }
        case .float16: map(bytes) { (value: Float16) in Double(value) }
        case .bfloat16: map(bytes) { Double(Self.widen($0)) }
        default: integers(bytes).map { Double($0) }
        }
    }

    /// The elements in `bytes` of an integer type.
    /// - Precondition: `isInteger`.
    func integers(_ bytes: UnsafeRawBufferPointer) -> [Int] {
        switch self {
        case .int64: map(bytes) { (value: Int64) in Int(value) }
        case .int32: map(bytes) { (value: Int32) in Int(value) }
        case .int16: map(bytes) { (value: Int16) in Int(value) }
        case .int8: map(bytes) { (value: Int8) in Int(value) }
        case .uint8: map(bytes) { (value: UInt8) in Int(value) }
        case .boolean: map(bytes) { (value: UInt8) in value == 0 ? 0 : 1 }
        case .float64, .float32, .float16, .bfloat16:
            preconditionFailure("\(rawValue) is not an integer type")
        }
    }

    /// The value of a bfloat16, which is the upper half of a 32-bit float.
    private static func widen(_ bits: UInt16) -> Float { Float(bitPattern: UInt32(bits) << 16) }

    private func map<Stored: BitwiseCopyable, Result>(
        _ bytes: UnsafeRawBufferPointer, _ transform: (Stored) -> Result
    ) -> [Result] {
        let stride = MemoryLayout<Stored>.size
        return (0..<bytes.count / stride).map {
            transform(bytes.loadUnaligned(fromByteOffset: $0 * stride, as: Stored.self))
        }
    }
}
