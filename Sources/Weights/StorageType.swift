/// A type of the elements of a storage in PyTorch, also of those that no network needs: the size is
/// needed to step over such storages.
struct StorageType: Hashable {
    /// PyTorch's name, such as `float32` or `float8_e4m3fn`.
    let name: String
    /// The size of an element, in bytes.
    let size: Int
    /// The type with which the elements are read; nil if they cannot be read.
    let elements: ElementType?

    private init(_ name: String, _ size: Int) {
        self.name = name
        self.size = size
        elements = nil
    }

    private init(_ name: String, _ elements: ElementType) {
        self.name = name
        size = elements.size
        self.elements = elements
    }

    /// The type with PyTorch's name, without `torch.`; nil for an unknown name.
    static func named(_ name: String) -> StorageType? { types[name] }

    /// The type of a storage class, such as `FloatStorage`; nil for other classes.
    static func ofStorage(named name: String) -> StorageType? {
        storages[name].flatMap { types[$0] }
    }

    /// The name of PyTorch's storage class for an element type; nil if there is none.
    static func storageName(of type: ElementType) -> String? {
        storages.first { types[$0.value]?.elements == type && $0.key != untyped }?.key
    }

    private static let untyped = "UntypedStorage"

    /// The storage classes in `torch/storage.py`, and their element types.
    private static let storages = [
        "DoubleStorage": "float64", "FloatStorage": "float32", "HalfStorage": "float16",
        "BFloat16Storage": "bfloat16", "LongStorage": "int64", "IntStorage": "int32",
        "ShortStorage": "int16", "CharStorage": "int8", "ByteStorage": "uint8",
        "BoolStorage": "bool", untyped: "uint8", "ComplexFloatStorage": "complex64",
        "ComplexDoubleStorage": "complex128", "QInt8Storage": "qint8",
        "QUInt8Storage": "quint8", "QInt32Storage": "qint32", "QUInt4x2Storage": "quint4x2",
        "QUInt2x4Storage": "quint2x4",
    ]

    private static let types: [String: StorageType] = Dictionary(
        uniqueKeysWithValues: [
            StorageType("float64", .float64), StorageType("float32", .float32),
            StorageType("float16", .float16), StorageType("bfloat16", .bfloat16),
            StorageType("int64", .int64), StorageType("int32", .int32),
            StorageType("int16", .int16), StorageType("int8", .int8),
            StorageType("uint8", .uint8), StorageType("bool", .boolean),
            StorageType("uint16", 2), StorageType("uint32", 4), StorageType("uint64", 8),
            StorageType("complex32", 4), StorageType("complex64", 8),
            StorageType("complex128", 16), StorageType("qint8", 1), StorageType("quint8", 1),
            StorageType("qint32", 4), StorageType("quint4x2", 1), StorageType("quint2x4", 1),
            StorageType("float8_e4m3fn", 1), StorageType("float8_e5m2", 1),
            StorageType("float8_e4m3fnuz", 1), StorageType("float8_e5m2fnuz", 1),
            StorageType("float8_e8m0fnu", 1), StorageType("float4_e2m1fn_x2", 1),
        ].map { ($0.name, $0) })
}
