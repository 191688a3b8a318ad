internal import Foundation

/// Turns any `Encodable` into a `WireValue`. Absent optionals leave no member; booleans are `true` and `false`, dates
/// ISO 8601, bytes Base64.
struct WireEncoder {
    func encode(_ value: some Encodable) throws -> WireValue {
        let node = WireNode()
        try node.encode(value)
        return node.value
    }
}

/// One place in the tree while it is being filled. A class, because `Codable` hands containers out by value and fills
/// them through copies.
private final class WireNode: Encoder {
    private enum Content {
        case text(String)
        case structure([(name: String, node: WireNode)])
        case list([WireNode])
    }
    private var content = Content.structure([])
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    var value: WireValue {
        switch content {
        case .text(let text): .text(text)
        case .structure(let members): .structure(members.map { .init(name: $0.name, value: $0.node.value) })
        case .list(let elements): .list(elements.map(\.value))
        }
    }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(StructureContainer(node: self))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        content = .list([])
        return ListContainer(node: self)
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { TextContainer(node: self) }

    func set(_ text: String) { content = .text(text) }

    func member(_ name: String) -> WireNode {
        let node = WireNode()
        if case .structure(var members) = content {
            members.append((name, node))
            content = .structure(members)
        }
        return node
    }

    func element() -> WireNode {
        let node = WireNode()
        if case .list(var elements) = content {
            elements.append(node)
            content = .list(elements)
        }
        return node
    }

    var count: Int { if case .list(let elements) = content { elements.count } else { 0 } }

    /// The types that `Codable` would take apart, as the wire wants them; everything else encodes itself.
    func encode<T: Encodable>(_ value: T) throws {
        switch value {
        case let date as Date: set(Timestamp(date).iso8601)
        case let data as Data: set(data.base64EncodedString())
        default: try value.encode(to: self)
        }
    }
}

private struct StructureContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let node: WireNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil(forKey key: Key) {}
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try node.member(key.stringValue).encode(value) }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) -> KeyedEncodingContainer<Nested> {
        node.member(key.stringValue).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
        node.member(key.stringValue).unkeyedContainer()
    }
    func superEncoder() -> any Encoder { node.member("super") }
    func superEncoder(forKey key: Key) -> any Encoder { node.member(key.stringValue) }
}

private struct ListContainer: UnkeyedEncodingContainer {
    let node: WireNode
    var codingPath: [any CodingKey] { [] }
    var count: Int { node.count }

    func encodeNil() {}
    func encode<T: Encodable>(_ value: T) throws { try node.element().encode(value) }
    func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
        node.element().container(keyedBy: type)
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { node.element().unkeyedContainer() }
    func superEncoder() -> any Encoder { node.element() }
}

private struct TextContainer: SingleValueEncodingContainer {
    let node: WireNode
    var codingPath: [any CodingKey] { [] }

    func encodeNil() {}
    func encode(_ value: Bool) { node.set(value ? "true" : "false") }
    func encode(_ value: String) { node.set(value) }
    func encode(_ value: Double) { node.set("\(value)") }
    func encode(_ value: Float) { node.set("\(value)") }
    func encode(_ value: Int) { node.set("\(value)") }
    func encode(_ value: Int8) { node.set("\(value)") }
    func encode(_ value: Int16) { node.set("\(value)") }
    func encode(_ value: Int32) { node.set("\(value)") }
    func encode(_ value: Int64) { node.set("\(value)") }
    func encode(_ value: UInt) { node.set("\(value)") }
    func encode(_ value: UInt8) { node.set("\(value)") }
    func encode(_ value: UInt16) { node.set("\(value)") }
    func encode(_ value: UInt32) { node.set("\(value)") }
    func encode(_ value: UInt64) { node.set("\(value)") }
    func encode<T: Encodable>(_ value: T) throws { try node.encode(value) }
}
