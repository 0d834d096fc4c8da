import Files
import Testing

struct CacheLimitTests {
    @Test(arguments: [
        ("1", 1), ("1000000", 1_000_000), ("20GB", 20_000_000_000), ("20gb", 20_000_000_000),
        ("1.5 GB", 1_500_000_000), ("512MiB", 512 << 20), ("3K", 3000), ("2TiB", 2 << 40),
        ("7 b", 7), ("0.5k", 500), (".5k", 500), ("", 20_000_000_000),
    ])
    func sizesAreUnderstood(_ text: String, _ bytes: Int) throws {
        #expect(try CacheLimit.current(["STUDY_CACHE_LIMIT": text]) == bytes)
    }

    @Test func withoutTheVariableItIsTheStandard() throws {
        #expect(try CacheLimit.current([:]) == 20_000_000_000)
    }

    @Test(arguments: [
        "0", "-1", "0.2", "GB", "20 apples", "20GBs", "1e3", "0x10", "nan", "inf", "1.2.3", "1,5GB",
        "99999999999999999999", "9000000000TB", " ", "２０GB",
    ])
    func othersAreErrors(_ text: String) {
        let error = #expect(throws: CacheLimitError.self) {
            try CacheLimit.current(["STUDY_CACHE_LIMIT": text])
        }
        #expect(
            error?.description
                == "STUDY_CACHE_LIMIT: expected a size above 0, such as 20GB, 512MiB or a number of bytes; got '\(text)'"
        )
    }
}
