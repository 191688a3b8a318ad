internal import Incidents

/// One key of a mapping: its name, how its value is read, what it is for, and what holds without it.
struct Key<Value: Sendable>: Sendable {
    let name: String
    let note: String
    let reader: Reader<Value>
    /// What holds when the key is left out; nil when it must be there.
    let fallback: Value?

    var isRequired: Bool { fallback == nil }

    /// The reader's schema with the note, and the fallback where JSON can show it.
    var schema: JSONValue {
        var schema = reader.schema
        schema["description"] = .string(note)
        switch fallback {
        case let flag as Bool: schema["default"] = .bool(flag)
        case let text as String: schema["default"] = .string(text)
        case let choice as any RawRepresentable<String>: schema["default"] = .string(choice.rawValue)
        default: break
        }
        return schema
    }

    func read(_ mapping: Node, _ reading: inout Reading) -> Value? {
        if let node = mapping[name] { return reader.read(node, &reading) }
        if let fallback { return fallback }
        reading.report("\(name) is missing: \(note)", at: mapping.place)
        return nil
    }

    /// A key that must be there.
    static func required(_ name: String, _ reader: Reader<Value>, _ note: String) -> Self {
        Key(name: name, note: note, reader: reader, fallback: nil)
    }

    /// A key that may be left out, and then stands for `fallback`.
    static func optional(_ name: String, _ reader: Reader<Value>, else fallback: Value, _ note: String) -> Self {
        Key(name: name, note: note, reader: reader, fallback: fallback)
    }

    /// A key that may be left out, and then stands for nothing.
    static func optional<Some>(_ name: String, _ reader: Reader<Some>, _ note: String) -> Self where Value == Some? {
        let optional = Reader<Some?>(schema: reader.schema) { node, reading in
            reader.read(node, &reading).map { .some($0) }
        }
        return Key(name: name, note: note, reader: optional, fallback: .some(nil))
    }
}

/// The value of a key that is not looked at.
struct Ignored: Sendable {}

extension Key<Ignored> {
    /// A key of another tool's format that means nothing here.
    static func ignored(_ name: String, _ note: String) -> Self {
        Key(name: name, note: note, reader: Reader(schema: .object([:])) { _, _ in Ignored() }, fallback: Ignored())
    }
}
