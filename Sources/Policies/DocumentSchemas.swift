package import Incidents

/// The JSON Schemas of all documents, made of the tables that read them.
package enum DocumentSchemas {
    /// By file name without extension: what `docs/schema/` holds.
    package static let all: [String: JSONValue] = [
        "accounts": schema("accounts/*.yaml", AccountsDocument.reader.schema),
        "response-matrix": schema("kind: response-matrix", ResponseMatrix.reader.schema),
        "account-policy": schema("kind: account-policy", AccountPolicy.reader.schema),
        "playbook": schema("kind: playbook", PlaybookDocument.reader.schema),
        "notifications": schema("policies/notifications.yaml", NotificationsDocument.reader.schema),
    ]

    private static func schema(_ title: String, _ schema: JSONValue) -> JSONValue {
        var schema = schema
        schema["$schema"] = "https://json-schema.org/draft/2020-12/schema"
        schema["title"] = .string("Cordon: \(title)")
        return schema
    }
}
