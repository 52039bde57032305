import HTTPTypes
import NIOCore
import Platform
import Support
import Testing

@Suite("Files, notes and attachments through the API", .enabled(if: TestPlatform.isPossible))
struct FilesThroughTheAPI {
    private static let customers = "/api/v1/crm/customers"

    private func upload(
        _ program: Program, _ bytes: [UInt8] = TestFile.pixel(), name: String = "me.png", headers: HTTPFields = [:]
    ) async throws -> APIAnswer {
        try await program.ask(.post, "/api/v1/files?filename=\(urlEscaped(name))", bytes: bytes, type: "application/octet-stream", headers: headers)
    }

    private func customer(_ program: Program, _ more: String = "") async throws -> APIAnswer {
        try await program.ask(.post, Self.customers, "{\"name\": \"Ada\"\(more)}")
    }

    @Test("are uploaded, named in a field, read with the record and got to the byte")
    func field() async throws {
        try await APIHouse.withProgram { _, program in
            let file = try await upload(program, name: "صورة.png")
            #expect(file.status == 201 && file.headers[.location] == "/api/v1/files/\(file.id)")
            #expect(file.json?["type"]?.string == "image/png" && file.json?["size"]?.integer == 16 && file.json?["name"]?.string == "صورة.png")
            let made = try await customer(program, ", \"photo\": \"\(file.id)\"")
            #expect(made.status == 201 && made.json?["photo"] == file.json)
            // What was read can be written back.
            let whole = try await program.ask(.patch, "\(Self.customers)/\(made.id)", "{\"photo\": \(String(decoding: file.json?.bytes ?? [], as: UTF8.self))}")
            #expect(whole.status == 200 && whole.json?["version"]?.integer == 1)
            let url = try #require(file.json?["url"]?.string)
            #expect(try await program.ask(.get, url).bytes == TestFile.pixel())
            #expect(try await program.ask(.get, url, headers: [.range: "bytes=1-3"]).text == "PNG")
            #expect(try await program.ask(.get, "/api/v1/files/\(file.id)").json == file.json)
            #expect(try await customer(program, ", \"photo\": \"\(file.id)\"").status == 409)
            #expect(try await customer(program, ", \"photo\": {\"id\": \"\(file.id)\", \"x\": 1}").status == 422)
            let html = try await upload(program, Array("<html>".utf8), name: "x.png")
            #expect(try await customer(program, ", \"photo\": \"\(html.id)\"").status == 409)
            #expect(try await program.ask(.patch, "\(Self.customers)/\(made.id)", "{\"photo\": null}").json?["photo"] == .null)
            #expect(try await program.ask(.get, url).status == 404)
        }
    }

    @Test("are uploaded by a form too, once for each key, and refused where they are too large")
    func uploading() async throws {
        try await APIHouse.withProgram { house, program in
            let form = Array("--X\r\nContent-Disposition: form-data; name=\"file\"; filename=\"../a.pdf\"\r\n\r\n%PDF\r\n--X--\r\n".utf8)
            let sent = try await program.ask(.post, "/api/v1/files", bytes: form, type: "multipart/form-data; boundary=X")
            #expect(sent.status == 201 && sent.json?["name"]?.string == "a.pdf" && sent.json?["size"]?.integer == 4)
            let cut = try await program.ask(.post, "/api/v1/files", bytes: Array(form.prefix(80)), type: "multipart/form-data; boundary=X")
            #expect(cut.status == 400 && cut.isProblem)
            let key: HTTPFields = [.idempotencyKey: "upload-1"], before = try await house.count("select count(*) from files")
            let first = try await upload(program, headers: key), again = try await upload(program, headers: key)
            #expect(first.json == again.json && again.headers[.idempotentReplayed] == "true")
            #expect(try await house.count("select count(*) from files") == before + 1)
            #expect(try await upload(program, [1], headers: key).status == 409)
            let large = try await upload(program, Array(repeating: 1, count: (1 << 20) + 1))
            #expect(large.status == 413 && large.isProblem)
            #expect(try await house.count("select count(*) from files") == before + 1)
            #expect(try await program.ask(.post, "/api/v1/files?x=1", bytes: [1], type: "text/plain").status == 400)
        }
    }

    @Test("are added to a record, listed and removed")
    func attached() async throws {
        try await APIHouse.withProgram { _, program in
            let path = "\(Self.customers)/\(try await customer(program).id)"
            for number in 1...3 {
                let note = try await program.ask(.post, "\(path)/notes", "{\"body\": \" Note \(number) \"}", headers: [.idempotencyKey: "n\(number)"])
                #expect(note.status == 201 && note.json?["body"]?.string == "Note \(number)" && note.json?["edited_at"] == .null)
            }
            #expect(try await program.ask(.post, "\(path)/notes", "{\"body\": \" Note 3 \"}", headers: [.idempotencyKey: "n3"]).headers[.idempotentReplayed] == "true")
            let first = try await program.ask(.get, "\(path)/notes?limit=2")
            #expect(first.json?["data"]?.array?.compactMap { $0["body"]?.string } == ["Note 3", "Note 2"])
            let rest = try await program.ask(.get, "\(path)/notes?after=\(try #require(first.json?["next"]?.string))")
            #expect(rest.json?["data"]?.array?.compactMap { $0["body"]?.string } == ["Note 1"] && rest.json?["next"] == .null)
            #expect(try await program.ask(.post, "\(path)/notes", "{\"body\": \"  \"}").pointers == ["/body"])
            #expect(try await program.ask(.get, "\(path)/notes?limit=0").status == 400)

            let file = try await upload(program), attached = try await program.ask(.post, "\(path)/attachments", "{\"file_id\": \"\(file.id)\"}")
            #expect(attached.status == 201 && attached.json?["file"] == file.json)
            #expect(try await program.ask(.post, "\(path)/attachments", "{\"file_id\": \"\(file.id)\"}").status == 409)
            #expect(try await program.ask(.get, "\(path)/attachments").json?["data"]?.array?.count == 1)
            #expect(try await program.ask(.delete, "\(path)/attachments/\(attached.id)").status == 204)
            #expect(try await program.ask(.delete, "\(path)/attachments/\(attached.id)").status == 404)
            #expect(try await program.ask(.get, "/api/v1/files/\(file.id)").status == 404)
        }
    }

    @Test("of another business are not there")
    func foreign() async throws {
        try await APIHouse.withProgram { house, program in
            let other = try await house.program(of: house.platform.register("Globex")), file = try await upload(program)
            let path = "\(Self.customers)/\(try await customer(program).id)"
            let note = try await program.ask(.post, "\(path)/notes", "{\"body\": \"Secret\"}")
            let own = "\(Self.customers)/\(try await customer(other).id)"
            for base in [path, own] {
                #expect(try await other.ask(.delete, "\(base)/notes/\(note.id)").status == 404)
            }
            #expect(try await other.ask(.get, "\(path)/notes").status == 404)
            #expect(try await other.ask(.get, "/api/v1/files/\(file.id)/content").status == 404)
            #expect(try await other.ask(.post, "\(own)/attachments", "{\"file_id\": \"\(file.id)\"}").status == 409)
            #expect(try await customer(other, ", \"photo\": \"\(file.id)\"").status == 409)
            #expect(try await program.ask(.get, "\(path)/notes").text.contains("Secret"))
        }
    }
}
