import Foundation
import Testing

/// Forms as browsers, HTTP libraries and hand-written programs send them (RFC 7578, RFC 2046).
struct FormTests {
    private static let image =
        (try? Fixture.shared.get().images.first).flatMap {
            FileManager.default.contents(atPath: $0)
        } ?? Data()

    /// A form and what the server makes of it.
    struct Example {
        let title: String
        let type: String
        let body: Data
        /// The name of the image in the response.
        let name: String

        init(
            _ title: String, type: String = "multipart/form-data; boundary=B",
            name: String = "a.jpg",
            before: String = "--B\r\n", disposition: String = "name=\"image\"; filename=\"a.jpg\"",
            header: String = "", content: Data = FormTests.image, after: String = "\r\n--B--\r\n"
        ) {
            self.title = title
            self.type = type
            self.name = name
            body =
                Data(
                    "\(before)Content-Disposition: form-data; \(disposition)\r\n\(header)\r\n".utf8)
                + content + Data(after.utf8)
        }

        init(_ title: String, _ name: String, _ disposition: String) {
            self.init(title, name: name, disposition: disposition)
        }

        private init(_ title: String, body: Data) {
            (self.title, self.body, name) = (title, body, "a.jpg")
            type = "multipart/form-data; boundary=B"
        }

        /// The example with line feeds alone, as hand-written programs send.
        static let lineFeeds = Example(
            "line feeds",
            body: Data("--B\nContent-Disposition: form-data; name=image; filename=a.jpg\n\n".utf8)
                + FormTests.image + Data("\n--B--\n".utf8))
    }

    /// A JPEG with a comment.
    private static func commented(_ text: String) -> Data {
        let size = text.utf8.count + 2
        return image.prefix(2) + Data([0xFF, 0xFE, UInt8(size >> 8), UInt8(size & 255)])
            + Data(text.utf8) + image.dropFirst(2)
    }

    private static let frames = [
        Example("control"),
        Example("line break first", before: "\r\n--B\r\n"),
        Example("a preamble", before: "for old readers --B\r\n--Bound\r\n\r\n--B\r\n"),
        Example("spaces after the boundary", before: "--B \t\r\n", after: "\r\n--B-- \r\n"),
        Example("no line break at the end", after: "\r\n--B--"),
        Example("an epilogue", after: "\r\n--B--\r\nepilogue\r\n--B\r\n"),
        Example("a quoted boundary", type: "multipart/form-data; charset=utf-8; boundary=\"B\""),
        Example(
            "a boundary of many characters",
            type: "Multipart/Form-Data; BOUNDARY=\"a'()+_,-./:=? b\"",
            before: "--a'()+_,-./:=? b\r\n", after: "\r\n--a'()+_,-./:=? b--\r\n"),
        Example("the boundary and more in the content", content: commented("\r\n--Bound\r\n--B.")),
        Example("a type", header: "CONTENT-TYPE: image/jpeg\r\nX-Other: --B\r\n"),
        Example("binary", header: "Content-Transfer-Encoding: Binary\r\n"),
        Example(
            "base64", header: "content-transfer-encoding: base64\r\n",
            content: image.base64EncodedData(options: .lineLength76Characters)),
        Example(
            "other fields",
            before: "--B\r\nContent-Disposition: form-data; name=\"token\"\r\n\r\nabc\r\n--B\r\n",
            after: "\r\n--B\r\nContent-Disposition: form-data; name=x\r\n\r\n\r\n--B--\r\n"),
        Example(
            "a file input without a file",
            before:
                "--B\r\nContent-Disposition: form-data; name=\"other\"; filename=\"\"\r\n\r\n\r\n--B\r\n"
        ),
        .lineFeeds,
    ]

    private static let names = [
        Example("no file name", "image-1", "name=\"image\""),
        Example("an empty file name", "image-1", "name=\"image\"; filename=\"\""),
        Example("no quotes", "a b.jpg", "name=image; filename=a b.jpg"),
        Example("spaces", "a.jpg", "  name = \"image\" ;filename = \"a.jpg\"  "),
        Example("upper case", "a.jpg", "NAME=\"image\"; FileName=\"a.jpg\""),
        Example("filename*", "röntgen.jpg", "name=\"image\"; filename*=UTF-8''r%C3%B6ntgen.jpg"),
        Example(
            "filename* first", "ö.jpg", "name=image; filename*=utf-8'de'%c3%b6.jpg; filename=o.jpg"),
        Example(
            "filename* last", "ö.jpg", "name=image; filename=\"o.jpg\"; filename*=UTF-8''%C3%B6.jpg"
        ),
        Example("Latin-1", "ö.jpg", "name=image; filename*=ISO-8859-1''%F6.jpg"),
        Example("unknown charset", "o.jpg", "name=image; filename=o.jpg; filename*=x-y''%F6.jpg"),
        Example("invalid UTF-8", "o.jpg", "name=image; filename=o.jpg; filename*=UTF-8''%F6.jpg"),
        Example(
            "parts", "a long name.jpg",
            "name=image; filename*0=\"a long \"; filename*1=\"name.jpg\""),
        Example(
            "encoded parts", "äb.jpg", "name=image; filename*0*=UTF-8''%C3%A4; filename*1=b.jpg"),
        Example("a combining mark", "\u{301}a.jpg", "name=\"image\"; filename=\"\u{301}a.jpg\""),
        Example(
            "a mark after a slash", "\u{301}a.jpg", "name=\"image\"; filename=\"x/\u{301}a.jpg\""),
        Example("escapes", "a\"b.jpg", #"name="image"; filename="a\"b.jpg""#),
        Example("a semicolon", "a;b=c.jpg", #"name="image"; filename="a;b=c.jpg""#),
        Example("a path of Windows", "a.jpg", #"name="image"; filename="C:\new\a.jpg""#),
        Example("quotes of browsers", "a\"b.jpg", "name=\"image\"; filename=\"a%22b.jpg\""),
        Example("percent signs", "50%25.jpg", "name=\"image\"; filename=\"50%25.jpg\""),
        Example("a folded line", "a.jpg", "name=\"image\";\r\n filename=\"a.jpg\""),
    ]

    @Test func formsAreRead() async throws {
        let server = try ServerProcess()
        let alone = try await server.post("/v1/predict", Self.image)
        let first = try #require(alone.json["predictions"] as? [[String: Any]]).first
        for example in Self.frames + Self.names {
            let response = try await server.post(
                "/v1/predict", example.body, type: example.type)
            #expect(response.status == 200, "\(example.title): \(response.text)")
            let rows = response.json["predictions"] as? [[String: Any]] ?? []
            #expect(rows.count == 1, "\(example.title)")
            let name = (rows.first?["name"] as? String)?.unicodeScalars.map(\.value)
            #expect(name == example.name.unicodeScalars.map(\.value), "\(example.title)")
            #expect(
                rows.first?["logits"] as? [Double] == first?["logits"] as? [Double],
                "\(example.title)")
        }
    }

    @Test func brokenFormsAreRefusedWithTheReason() async throws {
        let server = try ServerProcess()
        let part = "Content-Disposition: form-data; name=image; filename=a\r\n"
        let refused: [(body: String, type: String, message: String)] = [
            ("--A\r\n\(part)\r\nx\r\n--A--", "B", "no line of the multipart body is '--B'"),
            ("--B\r\n\(part)\r\nx", "B", "ends before its last boundary"),
            ("--B\r\n\(part)", "B", "ends before its last boundary"),
            ("--B\r\nX: \(String(repeating: "y", count: 5000))", "B", "longer than 4096 bytes"),
            ("--B\r\nX: y\r\n\r\nx\r\n--B--", "B", "no Content-Disposition"),
            ("--B\r\n\r\nx\r\n--B--", "B", "no Content-Disposition"),
            ("--B\r\nContent-Disposition: form-data\r\n\r\nx\r\n--B--", "B", "name=..."),
            (
                "--B\r\nContent-Disposition: attachment; name=image\r\n\r\nx\r\n--B--", "B",
                "name=..."
            ),
            (
                "--B\r\n\(part)Content-Type: multipart/mixed; boundary=C\r\n\r\nx\r\n--B--", "B",
                "send each file as a part of its own"
            ),
            (
                "--B\r\n\(part)Content-Transfer-Encoding: quoted-printable\r\n\r\nx\r\n--B--", "B",
                "'quoted-printable'; expected binary or base64"
            ),
            (
                "--B\r\n\(part)Content-Transfer-Encoding: base64\r\n\r\n?\r\n--B--", "B",
                "'?' at character 1 is not base64"
            ),
            ("--B--", "B", "expected an image; got none"),
            (
                "--B\r\nContent-Disposition: form-data; name=photo\r\n"
                    + "Content-Type: image/png\r\n\r\nx\r\n--B--", "B",
                "expected an image in the field 'image'; got the fields 'photo'"
            ),
            ("--B\r\n\(part)\r\nx\r\n--B--", "", "has no boundary"),
            ("--B\r\n\(part)\r\nx\r\n--B--", String(repeating: "B", count: 300), "longer than 200"),
        ]
        for (body, boundary, message) in refused {
            let response = try await server.post(
                "/v1/predict", Data(body.utf8), type: "multipart/form-data; boundary=\(boundary)")
            #expect(response.status == 400, "\(message): \(response.text)")
            #expect(
                (response.json["detail"] as? String)?.contains(message) == true, "\(response.text)")
        }
        let packed = try await server.ask(
            "/v1/predict", method: "POST", body: Self.image,
            headers: ["Content-Type": "image/jpeg", "Content-Encoding": "gzip"])
        #expect(packed.status == 415 && packed.text.contains("'gzip'; send it uncompressed"))
        // The type that curl sends with --data-binary.
        let unnamed = try await server.post(
            "/v1/predict", Self.image, type: "application/x-www-form-urlencoded")
        #expect(unnamed.status == 415 && unnamed.text.contains("-H 'Content-Type: image/jpeg'"))
    }

    /// A name cannot leave the attribute of the page that it is in.
    @Test func namesAreTextOnThePage() async throws {
        let server = try ServerProcess()
        for mark in ["", "\u{301}", "\u{FE0F}"] {
            var form = Form()
            form.add("image", Self.image, file: "a%22\(mark) <b\(mark)>'&\(mark).jpg")
            let page = try await server.post("/", form.whole, type: form.type)
            #expect(page.status == 200)
            #expect(page.text.contains("a&quot;\(mark) &lt;b\(mark)&gt;&#39;&amp;\(mark).jpg"))
        }
    }

    /// Switches in every usual spelling: in the address, as a field, and in JSON.
    @Test func switchesAreRead() async throws {
        let server = try ServerProcess()
        func isExplained(_ response: ServerProcess.Response) -> Bool? {
            response.status == 200 ? response.text.contains("\"heat\"") : nil
        }
        let on = ["true", "True", "TRUE", "1", "yes", "Y", "on", "T"]
        let off = ["false", "False", "FALSE", "0", "no", "N", "off", "f"]
        for value in on + off {
            let response = try await server.post("/v1/predict?explain=\(value)", Self.image)
            #expect(isExplained(response) == on.contains(value), "\(value)")
        }
        for bare in ["explain", "explain="] {
            let response = try await server.post("/v1/predict?\(bare)", Self.image)
            #expect(isExplained(response) == true, "\(bare)")
        }
        for value in ["+true", "2", "perhaps", "true%20", "tru\u{300}e"] {
            let address = value.addingPercentEncoding(withAllowedCharacters: .urlQueryAllowed) ?? ""
            let response = try await server.post("/v1/predict?explain=\(address)", Self.image)
            #expect(response.status == 400, "\(value)")
            #expect(response.text.contains("explain: expected true or false"))
        }
        let both = try await server.post("/v1/predict?explain=true&explain=0", Self.image)
        #expect(both.status == 400 && both.text.contains("got both true and false"))
        var form = Form()
        form.add("explain", Data("True\n".utf8))
        form.add("image", Self.image, file: "a.jpg")
        let field = try await server.post("/v1/predict", form.whole, type: form.type)
        #expect(isExplained(field) == true)
        for (value, wanted) in [("true", true), ("1", true), ("\"no\"", false), ("null", false)] {
            let json = "{\"image\": \"\(Self.image.base64EncodedString())\", \"explain\": \(value)}"
            let response = try await server.post(
                "/v1/predict", Data(json.utf8), type: "application/json")
            #expect(isExplained(response) == wanted, "\(value)")
        }
    }
}
