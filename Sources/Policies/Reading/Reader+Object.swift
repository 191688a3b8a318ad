internal import Incidents

extension Reader {
    /// A mapping with these keys and no others. Every key is read, and every problem reported, before `build` makes the
    /// value of what was read; `build` gets the mapping's place first.
    static func object<each Field: Sendable>(
        _ keys: repeat Key<each Field>,
        build: @escaping @Sendable (SourcePlace, repeat each Field) throws(Problem) -> Value
    ) -> Reader {
        let keys = (repeat each keys)
        var names: [String] = []
        var required: [String] = []
        var properties: [String: JSONValue] = [:]
        for key in repeat each keys {
            names.append(key.name)
            if key.isRequired { required.append(key.name) }
            properties[key.name] = key.schema
        }
        var schema: JSONValue = ["type": "object", "additionalProperties": false, "properties": .object(properties)]
        if !required.isEmpty { schema["required"] = .strings(required) }
        return Reader(schema: schema) { [names] node, reading in
            guard let mapping = reading.members(of: node, known: names) else { return nil }
            let values = (repeat (each keys).read(mapping, &reading))
            var isComplete = true
            for value in repeat each values { isComplete = isComplete && value != nil }
            guard isComplete else { return nil }
            return reading.attempt(at: node.place) { () throws(Problem) in
                try build(node.place, repeat (each values)!)
            }
        }
    }

    /// A mapping of one of several forms, told apart by what stands under `key`.
    static func tagged(by key: String, _ what: String, _ cases: [(name: String, reader: Reader)]) -> Reader {
        let names = cases.map(\.name)
        return Reader(schema: ["oneOf": .array(cases.map(\.reader.schema))]) { node, reading in
            guard node.members != nil else {
                reading.report("expected a mapping with \(key), found \(node.written)", at: node.place)
                return nil
            }
            guard let tag = node[key] else {
                reading.report("\(key) is missing: one of \(names.joined(separator: ", "))", at: node.place)
                return nil
            }
            guard let name = Reader<String>.text.read(tag, &reading) else { return nil }
            guard let found = cases.first(where: { $0.name == name }) else {
                reading.reportUnknown(what, name, known: names, at: tag.place)
                return nil
            }
            return found.reader.read(node, &reading)
        }
    }
}

extension Key<String> {
    /// The key that tells forms apart, with the one value it has in this form.
    static func tag(_ name: String, _ value: String, _ note: String) -> Self {
        let reader = Reader<String>(schema: ["const": .string(value)]) { _, _ in value }
        return Key(name: name, note: note, reader: reader, fallback: nil)
    }
}
