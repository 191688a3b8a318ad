internal import Incidents

extension Reader<Selector> {
    /// `{field: value, field: [value, value]}`. A value that no finding could ever have is refused: a policy that
    /// silently never matches is as dangerous as one that matches too much.
    static let selector = Reader(schema: selectorSchema) { node, reading in
        guard let members = node.members else {
            reading.report(
                "expected a mapping of fields ({} chooses everything), found \(node.written)",
                at: node.place
            )
            return nil
        }
        var conditions: [Selector.Condition] = []
        for member in members {
            guard let field = SelectorField(name: member.key) else {
                let known = SelectorField.fixed.map(\.description) + ["tag.KEY"]
                reading.reportUnknown("field", member.key, known: known, at: member.keyPlace)
                continue
            }
            let patterns = Self.patterns(of: field).read(member.value, &reading)
            if let patterns { conditions.append(Selector.Condition(field: field, anyOf: patterns)) }
        }
        return conditions.count == members.count ? Selector(conditions: conditions) : nil
    }

    /// One value or a list of them.
    private static func patterns(of field: SelectorField) -> Reader<[Selector.Pattern]> {
        let one = pattern(of: field)
        let several = Reader<[Selector.Pattern]>.list(one, nonEmpty: true)
        return Reader<[Selector.Pattern]>(schema: ["anyOf": [one.schema, several.schema]]) { node, reading in
            if case .list = node.content { return several.read(node, &reading) }
            return one.read(node, &reading).map { [$0] }
        }
    }

    private static func pattern(of field: SelectorField) -> Reader<Selector.Pattern> {
        switch field {
        case .severity: number
        case .sample: Reader<Bool>.flag.converted { value throws(Problem) in .flag(value) }
        case .responseLevel:
            Reader<ResponseLevel>.choice.converted { value throws(Problem) in .text(Wildcard(value.rawValue)) }
        case .accountID: accountID
        case .region:
            wildcard(field, "a region, or a region with * and ?", legal: { Region(rawValue: $0) != nil })
        default: wildcard(field, "text", legal: { _ in true })
        }
    }

    private static let accountID = Reader<Selector.Pattern>(
        schema: ["anyOf": [["type": "string", "pattern": "^([0-9*?]+|.*\\$\\{.*)$"], ["type": "integer"]]]
    ) { node, reading in
        // Digits alone need no quotes here, as in accounts/.
        guard case .scalar(let scalar) = node.content else {
            reading.report("expected an account id, found \(node.kind)", at: node.place)
            return nil
        }
        if scalar.text.contains(where: { $0 == "*" || $0 == "?" }), let text = reading.text(of: node) {
            let digits = text.utf8.allSatisfy { (48...57).contains($0) || $0 == 42 || $0 == 63 }
            if digits { return .text(Wildcard(text)) }
        }
        return Reader<AccountID>.accountID.read(node, &reading).map { .text(Wildcard($0.rawValue)) }
    }

    private static func wildcard(
        _ field: SelectorField,
        _ what: String,
        legal: @escaping @Sendable (String) -> Bool
    ) -> Reader<Selector.Pattern> {
        Reader<String>.parsed(what) { text in
            text.contains { $0 == "*" || $0 == "?" } || legal(text) ? .text(Wildcard(text)) : nil
        }
    }

    /// `7.5`, or a comparison as text: `">=7"`.
    private static let number = Reader<Selector.Pattern>(
        schema: ["anyOf": [["type": "number"], ["type": "string", "pattern": "^(>=|<=|>|<|=) *[0-9]+(\\.[0-9]+)?$"]]]
    ) { node, reading in
        if case .scalar(let scalar) = node.content {
            if !scalar.quoted, let value = Double(plainDecimal: scalar.text) { return .number(.equal, value) }
            for comparison in Selector.Comparison.allCases where scalar.text.hasPrefix(comparison.rawValue) {
                let bound = scalar.text.dropFirst(comparison.rawValue.count).drop { $0 == " " }
                if let bound = Double(plainDecimal: bound) { return .number(comparison, bound) }
            }
        }
        reading.report("expected a number or a comparison such as \">=7\", found \(node.written)", at: node.place)
        return nil
    }

    private static var selectorSchema: JSONValue {
        var properties: [String: JSONValue] = [:]
        for field in SelectorField.fixed { properties[field.description] = patterns(of: field).schema }
        return [
            "type": "object", "additionalProperties": false, "properties": .object(properties),
            "patternProperties": ["^tag\\..+$": patterns(of: .tag("")).schema],
        ]
    }
}
