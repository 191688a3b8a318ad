internal import Foundation

/// Decodes an answer's element into any `Decodable`. A member is the child of its name; a list is all the children of
/// its wrapper, whatever they are called; a list that is absent is empty.
struct XMLDecoder {
    func decode<T: Decodable>(_ type: T.Type, from element: XMLElement) throws -> T {
        try ElementDecoder(element: element, codingPath: []).decode(type)
    }
}

private struct ElementDecoder: Decoder {
    let element: XMLElement
    let codingPath: [any CodingKey]
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(MemberContainer(element: element, codingPath: codingPath))
    }
    func unkeyedContainer() -> any UnkeyedDecodingContainer { ListContainer(element: element, codingPath: codingPath) }
    func singleValueContainer() -> any SingleValueDecodingContainer { TextContainer(decoder: self) }

    func decode<T: Decodable>(_ type: T.Type) throws -> T {
        // A string goes the short way: most of an answer is strings.
        if type == String.self { return element.text as! T }
        if type == Date.self { return try scalar { Date(awsISO8601: $0) } as! T }
        return try T(from: self)
    }

    func scalar<T>(_ read: (String) -> T?) throws -> T {
        guard let value = read(element.text) else {
            throw DecodingError.dataCorrupted(
                .init(codingPath: codingPath, debugDescription: "\"\(element.text.prefix(80))\" is no \(T.self)")
            )
        }
        return value
    }
}

private struct MemberContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let element: XMLElement
    let codingPath: [any CodingKey]
    var allKeys: [Key] { element.children.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool { element.child(key.stringValue) != nil }
    func decodeNil(forKey key: Key) -> Bool { !contains(key) }

    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try child(key, of: type).decode(type) }

    private func child(_ key: Key, of type: Any.Type) throws -> ElementDecoder {
        if let child = element.child(key.stringValue) {
            return ElementDecoder(element: child, codingPath: codingPath + [key])
        }
        guard type is any List.Type else {
            throw DecodingError.keyNotFound(
                key,
                .init(codingPath: codingPath, debugDescription: "<\(key.stringValue)> is missing")
            )
        }
        return ElementDecoder(element: XMLElement(name: key.stringValue), codingPath: codingPath + [key])
    }

    func nestedContainer<Nested: CodingKey>(
        keyedBy type: Nested.Type,
        forKey key: Key
    ) throws -> KeyedDecodingContainer<Nested> {
        try child(key, of: type).container(keyedBy: type)
    }
    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        try child(key, of: [String].self).unkeyedContainer()
    }
    func superDecoder() -> any Decoder { ElementDecoder(element: element, codingPath: codingPath) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try child(key, of: Key.self) }
}

private struct ListContainer: UnkeyedDecodingContainer {
    let element: XMLElement
    let codingPath: [any CodingKey]
    var currentIndex = 0
    var count: Int? { element.children.count }
    var isAtEnd: Bool { currentIndex >= element.children.count }

    init(element: XMLElement, codingPath: [any CodingKey]) {
        self.element = element
        self.codingPath = codingPath
    }

    mutating func decodeNil() -> Bool { false }
    mutating func decode<T: Decodable>(_ type: T.Type) throws -> T { try next().decode(type) }
    mutating func nestedContainer<Key: CodingKey>(keyedBy type: Key.Type) throws -> KeyedDecodingContainer<Key> {
        try next().container(keyedBy: type)
    }
    mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer { try next().unkeyedContainer() }
    mutating func superDecoder() throws -> any Decoder { try next() }

    private mutating func next() throws -> ElementDecoder {
        guard !isAtEnd else {
            throw DecodingError.valueNotFound(
                Any.self,
                .init(codingPath: codingPath, debugDescription: "the list has \(currentIndex) elements")
            )
        }
        defer { currentIndex += 1 }
        return ElementDecoder(element: element.children[currentIndex], codingPath: codingPath)
    }
}

private struct TextContainer: SingleValueDecodingContainer {
    let decoder: ElementDecoder
    var codingPath: [any CodingKey] { decoder.codingPath }

    func decodeNil() -> Bool { false }
    func decode(_ type: String.Type) -> String { decoder.element.text }
    func decode(_ type: Bool.Type) throws -> Bool { try decoder.scalar { Bool($0) } }
    func decode(_ type: Double.Type) throws -> Double { try decoder.scalar { Double($0) } }
    func decode(_ type: Float.Type) throws -> Float { try decoder.scalar { Float($0) } }
    func decode(_ type: Int.Type) throws -> Int { try decoder.scalar { Int($0) } }
    func decode(_ type: Int8.Type) throws -> Int8 { try decoder.scalar { Int8($0) } }
    func decode(_ type: Int16.Type) throws -> Int16 { try decoder.scalar { Int16($0) } }
    func decode(_ type: Int32.Type) throws -> Int32 { try decoder.scalar { Int32($0) } }
    func decode(_ type: Int64.Type) throws -> Int64 { try decoder.scalar { Int64($0) } }
    func decode(_ type: UInt.Type) throws -> UInt { try decoder.scalar { UInt($0) } }
    func decode(_ type: UInt8.Type) throws -> UInt8 { try decoder.scalar { UInt8($0) } }
    func decode(_ type: UInt16.Type) throws -> UInt16 { try decoder.scalar { UInt16($0) } }
    func decode(_ type: UInt32.Type) throws -> UInt32 { try decoder.scalar { UInt32($0) } }
    func decode(_ type: UInt64.Type) throws -> UInt64 { try decoder.scalar { UInt64($0) } }
    func decode<T: Decodable>(_ type: T.Type) throws -> T { try decoder.decode(type) }
}

/// What is empty when it is absent.
private protocol List {}
extension Array: List {}
