import Foundation
import Testing

/// The words of the project: every text and identifier uses the terms of the field.
@Suite struct WordsTests {
    /// A word that this project does not use, and the field's term for it.
    struct Term: CustomTestStringConvertible, Sendable {
        /// A regular expression of whole words, whatever their case; the words of an identifier
        /// count one by one.
        let pattern: String
        /// The term to use instead.
        let say: String
        /// Regular expressions of phrases in which the word has another, usual meaning.
        var except: [String] = []
        /// Parts of paths of files in which the word has another meaning.
        var exceptFiles: [String] = []

        var testDescription: String { pattern }
    }

    static let terms: [Term] = [
        Term(pattern: "duels?", say: "pairwise comparison"),
        Term(pattern: "alike", say: "not significant, identical, both"),
        Term(pattern: "pictures?", say: "image", exceptFiles: ["ClassFolders.swift"]),
        Term(
            pattern: "slopes?", say: "gradient",
            except: ["clavicle slope", "calibration slope", "slopes? (is|are|between)"],
            // Also a name of the DICOM standard.
            exceptFiles: [
                "Recalibration", "Docs/external-evaluation.md", "/Checklists/", "Sources/DICOM/",
                "Docs/dicom.md",
            ]),
        Term(pattern: "quads?", say: "float4, SIMD lanes"),
        Term(pattern: "blend(s|ed|ing)?", say: "mixed label"),
        Term(
            pattern: "deviations?", say: "standard deviation, std",
            except: ["standard deviations?", "squared deviations?", "^ *(///)? *deviation"],
            exceptFiles: ["RenamedSettings.swift"]),
        Term(pattern: "sittings?", say: "session"),
        Term(pattern: "rear", say: "tail of the network, trainable head"),
        Term(
            pattern: "front", say: "frozen backbone",
            except: ["in front", "front end", "front page"],
            exceptFiles: ["Sources/Plotting/", "ClassFolders.swift"]),
        Term(pattern: "grafts?", say: "merge"),
        Term(pattern: "visitors?", say: "request authorizer, client"),
        Term(pattern: "gatekeepers?", say: "middleware"),
        Term(pattern: "shel(f|ves)", say: "study index"),
        Term(pattern: "complaints?", say: "standard error"),
        Term(pattern: "farewell", say: "shutdown notice"),
        Term(
            pattern: "last words", say: "standard error tail",
            exceptFiles: ["FailureRecord.swift"]),
        Term(
            pattern: "findings?", say: "analysis",
            except: [
                "radiological findings?", "finding labels?", "no findings?",
                "finding[ -](a|such)",
                "contrast of the findings", "[\"`.]findings[\"`]",
                "^ *(///)? *finding,",
            ],
            exceptFiles: ["Sources/Phantom/", "TableColumns.swift"]),
        Term(
            pattern: "facts?", say: "template variable, property", except: ["in fact"],
            exceptFiles: ["DecodedFile.swift"]),
        // As a verb, and in paths, it is usual.
        Term(
            pattern: "(is|warmup|backbone|step|the|an?|its?|each|larger|equal|this|their) shares?"
                + "|shares? (of|right)|(let|var|func) shares?",
            say: "fraction, proportion", except: ["share/study"],
            exceptFiles: ["RenamedSettings.swift"]),
        Term(pattern: "share[sd]? out", say: "divide, assign"),
        Term(pattern: "told|tells?", say: "report, say"),
        Term(pattern: "tak(e|es|en) up", say: "continue, resume, collect"),
        Term(pattern: "go(es)? on|went on|going on", say: "continue, resume"),
        Term(pattern: "com(e|es) to", say: "equal, amount to"),
        Term(pattern: "rooms|houses?|doors?", say: "module, space"),
        Term(
            pattern: "faults?", say: "error, diagnostic",
            except: ["segmentation fault", "fusion fault"], exceptFiles: ["Sources/Engine/"]),
        Term(
            pattern: "pixel products?|convolutions? of single pixels",
            say: "1x1 (pointwise) convolution"),
        Term(pattern: "multiplications? of matrices", say: "matrix multiplication, GEMM"),
        Term(pattern: "held against|holds? .{1,30} against", say: "compare"),
        Term(pattern: "surest", say: "most confident"),
    ]

    @Test(arguments: terms) func theFieldsTermIsUsed(_ term: Term) throws {
        let word = try NSRegularExpression(
            pattern: "(?<![A-Za-z])(?:\(term.pattern))(?![A-Za-z])", options: .caseInsensitive)
        let usual = try term.except.map {
            try NSRegularExpression(pattern: $0, options: .caseInsensitive)
        }
        for file in Self.texts where !term.exceptFiles.contains(where: file.path.contains) {
            for (number, line) in file.lines.enumerated() where word.matches(line) {
                let rest = usual.reduce(line) { $1.removingMatches(from: $0) }
                guard word.matches(rest) else { continue }
                Issue.record("\(file.path):\(number + 1): say '\(term.say)': \(line)")
            }
        }
    }

    /// Doc comments begin with a noun phrase or a verb.
    @Test func docCommentsStandAlone() throws {
        var elliptical: [String] = []
        for file in Self.texts where file.path.hasSuffix(".swift") {
            for (number, line) in file.lines.enumerated() {
                let text = line.trimmingCharacters(in: .whitespaces)
                let isFirst =
                    number == 0
                    || !file.lines[number - 1].trimmingCharacters(in: .whitespaces)
                        .hasPrefix("///")
                guard isFirst, text.hasPrefix("/// What ") || text.hasPrefix("/// Of ") else {
                    continue
                }
                elliptical.append("\(file.path):\(number + 1): \(text)")
            }
        }
        #expect(elliptical.count < 20, "\(elliptical.joined(separator: "\n"))")
    }

    struct Text {
        let path: String
        /// The lines, with the words of identifiers apart.
        let lines: [String]
    }

    /// Sources, documents, and the templates of pages; generated code and data are left out.
    static let texts: [Text] = {
        let folders = ["Sources", "Docs", "Plugins", "Studies"]
        let files = ["README.md", "CONTRIBUTING.md", "Data/README.md", "Benchmarks/README.md"]
        let suffixes = ["swift", "md", "h", "mustache", "js", "css", "json"]
        let found = folders.flatMap { folder in
            (FileManager.default.enumerator(atPath: "\(Tree.root)/\(folder)")?.allObjects ?? [])
                .compactMap { $0 as? String }
                .filter { suffixes.contains(($0 as NSString).pathExtension) }
                .filter { !$0.contains("Generated/") }.map { "\(folder)/\($0)" }
        }
        return (found.sorted() + files).compactMap { path in
            guard
                let text = try? String(contentsOfFile: "\(Tree.root)/\(path)", encoding: .utf8)
            else { return nil }
            let apart = text.replacing(/([a-z0-9])([A-Z])/) { "\($0.output.1) \($0.output.2)" }
            return Text(path: path, lines: apart.components(separatedBy: "\n"))
        }
    }()
}

extension NSRegularExpression {
    fileprivate func matches(_ text: String) -> Bool {
        firstMatch(in: text, range: NSRange(text.startIndex..., in: text)) != nil
    }

    fileprivate func removingMatches(from text: String) -> String {
        stringByReplacingMatches(
            in: text, range: NSRange(text.startIndex..., in: text), withTemplate: "")
    }
}
