import Platform

/// The addresses of files, as OpenAPI describes them.
struct FilePaths {
    let voice: Voice

    private func say(_ key: String) -> String { voice.say(Phrase("api.docs.files.\(key)")) }
    private func described(_ key: String, _ schema: JSONValue) -> JSONValue {
        .object([.init("description", .string(say(key)))] + (schema.members ?? []))
    }

    var paths: [JSONValue.Member] {
        let id: JSONValue = ["name": "id", "in": "path", "required": true, "schema": FieldSchema.id]
        return [
            .init(FileRoutes.path, ["post": upload]),
            .init("\(FileRoutes.path)/{id}", ["parameters": [id], "get": read]),
            .init("\(FileRoutes.path)/{id}/content", ["parameters": [id], "get": content]),
        ]
    }

    private var upload: JSONValue {
        let name: JSONValue = [
            "name": "filename", "in": "query", "description": .string(say("filename")),
            "schema": ["type": "string", "minLength": 1, "maxLength": 200, "pattern": .string(FieldSchema.anything)],
        ]
        let bytes: JSONValue = ["type": "string", "format": "binary"]
        return Operation(
            "files.upload", say("upload"), description: say("upload_text"), tag: "files", parameters: [name, .parameter("idempotencyKey")],
            content: [
                "multipart/form-data": ["schema": ["type": "object", "properties": ["file": bytes], "required": ["file"]]],
                "application/octet-stream": ["schema": bytes],
            ])
            .answering("201", say("uploaded"), .schema("file"), headers: ["Location": ["schema": ["type": "string"]]])
            .failing(["400", "401", "403", "409", "413", "422", "429"]).json
    }

    private var read: JSONValue {
        Operation("files.read", say("read"), tag: "files").answering("200", say("file"), .schema("file"))
            .failing(["400", "401", "403", "404", "429"]).json
    }

    private var content: JSONValue {
        let bytes: JSONValue = ["*/*": ["schema": ["type": "string", "format": "binary"]]]
        return Operation("files.content", say("content"), description: say("range"), tag: "files")
            .answering("200", say("bytes"), content: bytes).answering("206", say("part"), content: bytes)
            .answering("304", voice.say("api.docs.records.unchanged")).answering("416", say("no_part"))
            .failing(["400", "401", "403", "404", "429"]).json
    }

    var schemas: [JSONValue.Member] {
        let text: JSONValue = ["type": "string"], moment: JSONValue = ["type": "string", "format": "date-time"]
        let person = JSONValue.object(of: [.init("member_id", FieldSchema.id), .init("name", ["type": ["string", "null"]])], required: ["member_id", "name"])
        func whole(_ members: [JSONValue.Member]) -> JSONValue { .object(of: members, required: members.map(\.name)) }
        let common: [JSONValue.Member] = [.init("id", FieldSchema.id), .init("record_id", FieldSchema.id)]
        return [
            .init("file", whole([
                .init("id", FieldSchema.id), .init("name", text), .init("type", described("type", text)),
                .init("size", described("size", ["type": "integer", "minimum": 0])), .init("url", text),
            ])),
            .init("note", whole(common + [
                .init("body", ["type": "string", "maxLength": 20_000]), .init("author", person), .init("created_at", moment),
                .init("edited_at", ["anyOf": [moment, ["type": "null"]]]),
            ])),
            .init("note.new", .object(
                of: [.init("body", ["type": "string", "maxLength": 20_000, "pattern": .string(FieldSchema.filled)])], required: ["body"])),
            .init("attachment", whole(common + [.init("file", .schema("file")), .init("added_by", person), .init("created_at", moment)])),
            .init("attachment.new", .object(of: [.init("file_id", FieldSchema.id)], required: ["file_id"])),
        ]
    }
}
